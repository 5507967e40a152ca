import { setImmediate as macrotask } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { afterAll, expect, it } from "vitest";
import {
  add,
  fit,
  type KernelModel,
  kernelRidge,
  matern,
  multiply,
  normalize,
  polynomial,
  predictGradient,
  rbf,
  scale,
  white,
} from "../../src/entries/index";
import { matmul } from "../../src/entries/linalg";
import { copyOf, slice, withBlocks } from "../../src/wasm/memory";
import { gatherCrew } from "../../src/wasm/threads";
import { rectangularGradient, trainingGradient } from "../support/gradients";
import { randomMatrix, randomVector } from "../support/random";

const n = 300;
const points = randomMatrix(1, n, 3);
const M = randomMatrix(2, n, n);
const others = randomMatrix(3, 130, 3);
const kernel = add(
  scale(2, rbf({ lengthScale: [1, 2, 3] })),
  multiply(matern({ nu: 2.5, lengthScale: 1 }), normalize(polynomial({ gamma: 0.5, degree: 2 }))),
  rbf({ gamma: 0.5 }),
  white(0.1),
);
const model = fit(kernelRidge({ kernel, lambda: 0.1 }), points, randomVector(4, n));

function everything(of: KernelModel<Float64Array>): Float64Array[] {
  return [
    trainingGradient(kernel, points, (i, j) => M.data[i * n + j] as number),
    rectangularGradient(kernel, others, points, M.data.subarray(0, 130 * n)),
    predictGradient(of, others).data,
  ];
}

const alone = everything(model);
const product = matmul(M, M);
const { posts } = gatherCrew(3);
const helpers: Worker[] = [];

afterAll(async () => {
  await Promise.all(helpers.map((helper) => helper.terminate()));
});

/** Whether a thread has packed anything in its scratch. */
function hasWorked(thread: number): boolean {
  return withBlocks({}, (_, workspace) => {
    const length = workspace.core.THREAD_SCRATCH.value;
    const own = slice({ address: workspace.scratch, length: 3 * length, type: "f64" }, thread * length, length);
    return copyOf(workspace, own).some((value) => value !== 0);
  });
}

it.each([1, 2, 3])("the same bits with %i threads", async (threads) => {
  for (let thread = helpers.length + 1; thread < threads; thread++) {
    helpers.push(new Worker(new URL("../support/helper.mjs", import.meta.url), { workerData: posts[thread - 1], execArgv: [] }));
    while (!hasWorked(thread)) {
      expect(matmul(M, M)).toEqual(product);
      await macrotask();
    }
  }
  for (let round = 0; round < 3; round++) expect(everything(model)).toEqual(alone);
});
