import { Worker } from "node:worker_threads";
import { afterAll, expect, it } from "vitest";
import { add, fit, kernelRidge, matern, rbf, white } from "../../../src/entries/index";
import { dismissHelpers } from "../../../src/wasm/signals";
import { gatherCrew } from "../../../src/wasm/threads";
import { randomMatrix, randomVector } from "../../support/random";

const n = 900;
const X = randomMatrix(21, n, 2);
const y = randomVector(22, n);
const kernels = [add(matern({ nu: 1.5, lengthScale: 0.3 }), white(0.05)), rbf({ gamma: 4 })];
const results = () =>
  kernels.map((kernel) => {
    const { coefficients, report } = fit(kernelRidge({ kernel, lambda: 0.1, solver: "iterative", intercept: true }), X, y);
    return { coefficients, errorBound: report.errorBound, iterations: report.iterations };
  });

const alone = results();
const { posts, signals } = gatherCrew(4);
const helpers = posts.map((post) => new Worker(new URL("../../support/helper.mjs", import.meta.url), { workerData: post, execArgv: [] }));

afterAll(async () => {
  dismissHelpers(signals);
  await Promise.all(helpers.map((helper) => helper.terminate()));
});

it("four threads find the bits of one", async () => {
  await Promise.all(helpers.map((helper) => new Promise((resolve) => helper.once("online", resolve))));
  expect(results()).toEqual(alone);
  expect(results()).toEqual(alone);
});
