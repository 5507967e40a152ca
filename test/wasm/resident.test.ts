import { describe, expect, it } from "vitest";
import {
  fit,
  fromJSON,
  gram,
  isMercerError,
  kernelDescent,
  kernelRidge,
  linear,
  polynomial,
  precomputed,
  predict,
  predictor,
  rbf,
  supportVectorRegression,
} from "../../src/entries/index";
import { cholesky, lu, matmul } from "../../src/entries/linalg";
import { normals, random } from "../support/generator";
import { caught, resident } from "../support/resident";

const n = 20;
const X = { rows: n, cols: 2, data: normals(random(1), 2 * n) };
const y = normals(random(2), n);
const ridge = kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 });
const twice = { rows: 4, cols: 1, data: Float64Array.of(1, 2, 1, 3) };
const four = [1, 2, 3, 4];

/** One call for every code with which a synchronous call can fail here, and some more that fail midway. */
const FAILURES: [string, string, () => unknown][] = [
  ["shape", "targets of another length", () => fit(ridge, X, [1, 2])],
  ["shape", "points of other features", () => predict(fit(ridge, X, y), [[1, 2, 3]])],
  ["argument", "a negative lambda", () => kernelRidge({ kernel: rbf(), lambda: -1 })],
  ["not-finite", "NaN in X", () => fit(ridge, [[1], [Number.NaN]], [1, 2])],
  ["not-finite", "a kernel that overflows", () => fit(kernelRidge({ kernel: polynomial({ degree: 99 }) }), [[1], [1e9]], [1, 2])],
  ["not-finite", "the same in predict", () => predict(fit(kernelRidge({ kernel: linear() }), [[1], [1e9]], [1, 2]), [[1e305]])],
  ["not-finite", "a box beyond the numbers", () => fit(supportVectorRegression({ kernel: rbf(), lambda: 1e-309 }), X, y)],
  [
    "not-positive-definite",
    "equal points without a ridge",
    () => fit(kernelRidge({ kernel: linear(), lambda: 0, solver: "cholesky" }), twice, four),
  ],
  [
    "not-positive-definite",
    "cholesky",
    () =>
      cholesky([
        [1, 2],
        [2, 1],
      ]),
  ],
  ["singular", "equal points by elimination", () => fit(kernelRidge({ kernel: linear(), lambda: 0, solver: "lu" }), twice, four)],
  ["singular", "lu", () => lu([[0]]).solve([1])],
  [
    "asymmetric",
    "a Gram matrix that is not symmetric",
    () =>
      fit(
        kernelRidge({ kernel: precomputed() }),
        [
          [1, 2],
          [0, 1],
        ],
        [1, 2],
      ),
  ],
  ["kernel", "a Gram matrix of a precomputed kernel", () => gram(precomputed(), X)],
  ["memory", "30,000 points", () => gram(linear(), { rows: 30_000, cols: 1, data: new Float64Array(30_000) })],
  ["diverged", "far too long a step", () => fit(kernelDescent({ kernel: linear(), step: 1e9, iterations: 1000 }), X, y)],
  ["aborted", "before the start", () => fit(ridge, X, y, { signal: AbortSignal.abort() })],
  ["unsupported", "a tolerance for mini-batches", () => kernelDescent({ kernel: rbf(), iterations: 1, batch: 2, tolerance: 1 })],
  ["format", "JSON of something else", () => fromJSON("{}")],
  ["argument", "a predictor that was released", () => callAfterRelease()],
];

function callAfterRelease(): unknown {
  const h = predictor(fit(ridge, X, y));
  h.release();
  return h([1, 2]);
}

describe("the resident instance is as large as before, with nothing left in it", () => {
  it("after 10,000 fits", () => {
    fit(ridge, X, y);
    const before = resident();
    for (let i = 0; i < 10_000; i++) fit(ridge, X, y);
    expect(resident()).toEqual(before);
  });

  it("after descents, predictions, Gram matrices and factorisations", () => {
    const work = (): void => {
      const model = fit(kernelDescent({ kernel: rbf(), iterations: 5 }), X, y);
      predict(model, X);
      predict(fit(supportVectorRegression({ kernel: rbf(), lambda: 0.01 }), X, y), X);
      matmul(gram(rbf(), X), gram(rbf(), X, X));
      lu(cholesky(gram(rbf(), X)).L).solve(y);
    };
    work();
    const before = resident();
    for (let i = 0; i < 500; i++) work();
    expect(resident()).toEqual(before);
  });

  it.each(FAILURES)("after 100 errors %j: %s", (code, _, call) => {
    const reference = fit(ridge, X, y).coefficients;
    caught(call);
    const before = resident();
    for (let i = 0; i < 100; i++) {
      const error = caught(call);
      expect(isMercerError(error) && error.code).toBe(code);
    }
    expect(resident()).toEqual(before);
    expect(fit(ridge, X, y).coefficients).toEqual(reference);
  });

  it("after a descent that is aborted on the way, and after an error of the caller's own in onProgress", () => {
    const before = resident();
    const endless = kernelDescent({ kernel: linear(), iterations: 1e9 });
    const controller = new AbortController();
    const stop = (): void => controller.abort("enough");
    const aborted = caught(() => fit(endless, twice, four, { signal: controller.signal, onProgress: stop }));
    expect(aborted).toMatchObject({ code: "aborted", name: "AbortError", cause: "enough" });
    expect(resident()).toEqual(before);
    const own = new Error("mine");
    const onProgress = (): void => {
      throw own;
    };
    expect(caught(() => fit(endless, twice, four, { onProgress }))).toBe(own);
    expect(resident()).toEqual(before);
  });
});
