import { describe, expect, it } from "vitest";
import {
  custom,
  evaluate,
  fit,
  gram,
  type Kernel,
  kernelDescent,
  kernelRidge,
  type Predictor,
  predict,
  predictor,
  rbf,
} from "../../src/entries/index";
import { matmul } from "../../src/entries/linalg";
import { randomMatrix, randomVector } from "../support/random";

const [n, d] = [37, 2];
const X = randomMatrix(1, n, d);
const y = randomVector(2, n);
const Z = randomMatrix(3, 9, d);
const gaussian = rbf({ gamma: 0.5 });
const big = randomMatrix(4, 20, 20, 1e3);
const other = fit(kernelRidge({ kernel: rbf() }), X, y);

const plain = (x: Float64Array, z: Float64Array): number => evaluate(gaussian, x, z);

/** The same kernel, which calls the library before it answers, at every so many questions. */
function calling(busy: () => void, every = 31): Kernel {
  let inside = false;
  let asked = 0;
  return custom(
    (x, z) => {
      if (!inside && ++asked % every === 0) {
        inside = true;
        busy();
        inside = false;
      }
      return plain(x, z);
    },
    { psd: true },
  );
}

const CALLS: readonly (readonly [string, () => void])[] = [
  ["matmul", () => void matmul(big, big)],
  ["gram", () => void gram(gaussian, X)],
  ["gram with a kernel of yours", () => void gram(custom(plain), Z)],
  ["predict", () => void predict(other, Z)],
  ["fit", () => void fit(kernelRidge({ kernel: gaussian }), Z, Array.from(Z.data.subarray(0, 9)))],
  [
    "fit by tiles",
    () => void fit(kernelDescent({ kernel: gaussian, storage: "tiles", iterations: 2 }), Z, Array.from(Z.data.subarray(0, 9))),
  ],
  [
    "a call that fails",
    () => {
      try {
        gram(
          custom(() => Number.NaN),
          Z,
        );
      } catch {
        // as it may be in a kernel
      }
    },
  ],
];

describe.each(CALLS)("a kernel that calls %s gives what it gives without", (_, call) => {
  const kernel = calling(call);
  const quiet = custom(plain, { psd: true });

  it("in a Gram matrix", () => {
    expect(gram(kernel, X)).toEqual(gram(quiet, X));
    expect(gram(kernel, X, Z)).toEqual(gram(quiet, X, Z));
  });

  it.each(["tiles", "stored"] as const)("in a descent, %s", (storage) => {
    const options = { storage, iterations: 3, step: "auto" as const };
    const [noisy, calm] = [kernel, quiet].map((k) => fit(kernelDescent({ kernel: k, ...options }), X, y)) as [typeof other, typeof other];
    expect(noisy.coefficients).toEqual(calm.coefficients);
    expect(noisy.report.trainingLoss).toEqual(calm.report.trainingLoss);
  });

  it("in a prediction", () => {
    const model = fit(kernelRidge({ kernel: quiet, lambda: 0.1 }), X, y);
    expect(predict({ ...model, kernel }, Z)).toEqual(predict(model, Z));
  });
});

it("a kernel that calls its own predictor gives what it gives without", () => {
  const model = fit(kernelRidge({ kernel: custom(plain, { psd: true }), lambda: 0.1 }), X, y);
  let h: Predictor<number> | null = null;
  let asked: number[] = [];
  const kernel = calling(() => {
    if (h) asked.push(h(Z.data.subarray(0, d)));
  }, 7);
  h = predictor({ ...model, kernel });
  const expected = predict(model, Z);
  for (let i = 0; i < Z.rows; i++) expect(h(Z.data.subarray(i * d, (i + 1) * d))).toBe(expected[i]);
  expect(asked.length).toBeGreaterThan(n / 2);
  asked = asked.filter((value) => value !== expected[0]);
  expect(asked).toEqual([]);
});
