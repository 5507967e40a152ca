import { describe, expect, it } from "vitest";
import {
  constant,
  exponential,
  fit,
  gaussianProcess,
  type KernelModel,
  kernelRidge,
  linear,
  type Model,
  rbf,
  scale,
  verify,
} from "../../src/entries/index";

const denied = (model: Model, X: readonly number[], y: readonly number[]) =>
  verify(model as never, X as never, y as never)
    .claims.filter(({ holds }) => holds === false)
    .map(({ claim }) => claim);

const withCoefficients = (model: Model, values: readonly number[]): Model =>
  ({ ...model, coefficients: Float64Array.from(values) }) as Model;

describe("the solution of least norm where K has the eigenvalue −λ", () => {
  const ridge = kernelRidge({ kernel: scale(-1, rbf({ gamma: 1 })), lambda: 1 });

  it.each([
    ["a single point", [1], [3]],
    ["points that are far apart", [1, 100], [3, 4]],
    ["one of three", [0, 0, 50], [1, 2, 3]],
  ])("holds: %s", (_, X, y) => {
    expect(denied(fit(ridge, X, y), X, y)).toEqual([]);
  });

  it("holds where Kα is 0", () => {
    expect(denied(fit(ridge, [0, 0, 1000], [-1, 1, -1]), [0, 0, 1000], [-1, 1, -1])).toEqual([]);
  });

  it("coefficients that solve nothing are denied", () => {
    const [X, y] = [
      [1, 2],
      [3, 4],
    ];
    const model = fit(kernelRidge({ kernel: scale(-1, rbf({ gamma: 1 })), lambda: 1, solver: "eigen" }), X, y);
    expect(denied(model, X, y)).toEqual([]);
    expect(denied(withCoefficients(model, [0, 0]), X, y)).toContain("equations");
    const far = fit(ridge, [1, 100], [3, 4]);
    expect(denied(withCoefficients(far, [1, 0]), [1, 100], [3, 4])).toContain("equations");
  });
});

describe("a process whose trend takes all of y", () => {
  const points = [1, 2, 4];
  const process = gaussianProcess({ kernel: exponential({ lengthScale: 1 }), noise: 0.1, trend: "linear" });

  it("holds, and one whose coefficients are more than rounding is denied", () => {
    const y = points.map((x) => 0.1 + 0.7 * x);
    const model = fit(process, points, y);
    expect(denied(model, points, y)).toEqual([]);
    expect(denied(withCoefficients(model, [1e-6, -1e-6, 0]), points, y)).toContain("equations");
  });
});

it("a process with a trend and targets that are all 0 holds", () => {
  const process = gaussianProcess({ kernel: exponential({ lengthScale: 1 }), noise: 0.1, trend: "linear" });
  expect(denied(fit(process, [1, 2, 4], [0, 0, 0]), [1, 2, 4], [0, 0, 0])).toEqual([]);
});

describe("a kernel that is 0 everywhere", () => {
  it.each(["auto", "cholesky", "stateSpace"] as const)(
    "of a fit by %s holds, and with another λ for one of the points is denied",
    (solver) => {
      const X = [0, 0, 0];
      const y = [1, 2, 3];
      const model = fit(kernelRidge({ kernel: linear(), lambda: 0.5, solver }), X, y) as KernelModel<Float64Array>;
      expect(denied(model, X, y)).toEqual([]);
      const [a = 0, b = 0, c = 0] = model.coefficients;
      expect(denied(withCoefficients(model, [a, b, 2 * c]), X, y)).toContain("equations");
    },
  );
});

describe("coefficients that are 0 since they are below the numbers", () => {
  it("hold; 0 for targets that are not is denied", () => {
    const ridge = kernelRidge({ kernel: constant(9e15), lambda: 1 });
    const model = fit(ridge, [0], [2.2e-308]);
    expect(model.coefficients[0]).toBe(0);
    expect(denied(model, [0], [2.2e-308])).toEqual([]);
    expect(denied(withCoefficients(fit(ridge, [0], [1]), [0]), [0], [1])).toContain("equations");
  });
});

describe("fits of few points whose sums lose digits", () => {
  /** Numbers between −1/2 and 1/2, always the same. */
  const uniform = (seed: number) => {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32 - 0.5;
    };
  };

  it("hold, with an intercept and without", () => {
    const next = uniform(1);
    for (let k = 0; k < 4000; k++) {
      const X = [0, 1].map(() => Float64Array.from({ length: 1 + (k % 2) }, () => 4 * next()));
      const y = [0, 1].map(() => 10 * next() + 100 * (k % 3));
      const model = fit(kernelRidge({ kernel: linear(), lambda: k % 4 === 0 ? 1e-8 : 0, intercept: k % 8 !== 0 }), X, y);
      expect(verify(model, X, y).claims.filter(({ holds }) => holds === false)).toEqual([]);
    }
  });
});
