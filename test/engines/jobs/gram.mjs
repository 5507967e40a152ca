import { kernels, kernelsOnCounts } from "./kernels.mjs";
import { positive, uniform } from "./numbers.mjs";

// 300 crosses the block sizes of the core, 256 and below; none of the counts is a multiple of a tile
const X = uniform(300, 7, 1);
const Z = uniform(41, 7, 2);
const counts = { X: positive(300, 7, 3), Z: positive(41, 7, 4) };

const both = (kernel, X, Z) => async (m) => [await m.gram(kernel(m), X), await m.gram(kernel(m), X, Z), await m.gramDiagonal(kernel(m), X)];

export const gramJobs = {
  ...eachOf(kernels, (kernel) => both(kernel, X, Z)),
  ...eachOf(kernelsOnCounts, (kernel) => both(kernel, counts.X, counts.Z)),
  "gram, centred": async (m) => {
    const K = await m.gram(m.rbf({ gamma: 0.1 }), X);
    return [m.centerGram(K), m.centerGram(K, await m.gram(m.rbf({ gamma: 0.1 }), Z, X))];
  },
};

/** Functions, which stay on the thread that has them; their own arithmetic is exact. */
export const functionJobs = {
  "gram, custom": both((m) => m.custom((x, z) => x[0] * z[0] + 0.5 * x[1] * z[1]), X, Z),
  "gram, features by a function": both((m) => m.fromFeatures(([a, b]) => [a, b, a * b]), X, Z),
  "gram, mapped": both((m) => m.mapInputs(([a, b]) => [a * a, a * b], m.rbf({ gamma: 0.1 })), X, Z),
  "gram, multiplied": both((m) => m.multiplier(([a]) => 1 + a * a, m.rbf({ gamma: 0.1 })), X, Z),
};

function eachOf(kernels, job) {
  return Object.fromEntries(Object.entries(kernels).map(([name, kernel]) => [`gram, ${name}`, job(kernel)]));
}
