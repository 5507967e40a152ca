import { Worker } from "node:worker_threads";
import { afterAll, expect, it } from "vitest";
import { fit, kernelRidge, rbf } from "../../../src/entries/index";
import { readProblem } from "../../../src/problem/problem";
import { watch } from "../../../src/progress";
import { solveAlone } from "../../../src/solvers/ridge/alone";
import { dismissHelpers } from "../../../src/wasm/signals";
import { gatherCrew } from "../../../src/wasm/threads";
import { randomMatrix, randomVector } from "../../support/random";

// several block rows, strips and chunks
const n = 900;
const X = randomMatrix(1, n, 2);
const y = randomVector(2, n);
const kernel = rbf({ gamma: 1 });

function results() {
  const { coefficients, report } = fit(kernelRidge({ kernel, lambda: 0.01, solver: "mixed" }), X, y);
  // room for the tiles of every thread is counted
  const { elapsedMs, bytes, ...told } = report;
  const { bytes: more, ...without } = solveAlone(
    readProblem(kernel, X, y, undefined),
    Float64Array.of(0.01),
    { intercept: false },
    watch({}),
  );
  return { coefficients, told, without };
}

const alone = results();
const { posts, signals } = gatherCrew(3);
const helpers = posts.map((post) => new Worker(new URL("../../support/helper.mjs", import.meta.url), { workerData: post, execArgv: [] }));

afterAll(async () => {
  dismissHelpers(signals);
  await Promise.all(helpers.map((helper) => helper.terminate()));
});

it("three threads find the bits of one", async () => {
  expect(alone.told.solver).toBe("mixed");
  for (let round = 0; round < 3; round++) {
    expect(results()).toEqual(alone);
    // helpers start when the threads of the machine have time for them
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
