import { describe, expect, it } from "vitest";
import {
  coverage,
  fit,
  gram,
  kernelRidge,
  linear,
  type Matrix,
  matern,
  precomputed,
  predict,
  predictInterval,
  rbf,
} from "../../src/entries/index";
import { pickRows } from "../support/dense";
import { expectError } from "../support/errors";
import { random } from "../support/generator";
import { randomMatrix, randomVector } from "../support/random";

const n = 24;
const X = randomMatrix(1, n, 2);
const noise = randomVector(3, n);
const y = randomVector(2, n).map((value, i) => 40 + value + Math.sin(3 * (X.data[2 * i] as number)) + (noise[i] as number) ** 3);
const Z = randomMatrix(4, 7, 2, 1.5);
const kernel = matern({ nu: 2.5, lengthScale: 0.8 });

const estimators = [
  ["with an intercept", kernelRidge({ kernel, lambda: 0.3, intercept: true })],
  ["without", kernelRidge({ kernel, lambda: 0.05 })],
] as const;

const without = (i: number): number[] => Array.from({ length: n }, (_, k) => k).filter((k) => k !== i);
const sorted = (values: number[]): number[] => values.sort((a, b) => a - b);

describe.each(estimators)("%s: the ends are those of refits", (_, estimator) => {
  it.each([0.5, 0.8, 0.9, 0.95])("jackknife+, coverage %f", (share) => {
    const { lower, upper } = predictInterval(estimator, X, y, Z, { coverage: share });
    const fits = y.map((value, i) => {
      const model = fit(
        estimator,
        pickRows(X, without(i)),
        without(i).map((k) => y[k] as number),
      );
      return Math.abs(value - (predict(model, pickRows(X, [i]))[0] as number));
    });
    const said = Array.from({ length: n }, (_, i) => {
      const model = fit(
        estimator,
        pickRows(X, without(i)),
        without(i).map((k) => y[k] as number),
      );
      return predict(model, Z);
    });
    // ⌊α(n + 1)⌋ and ⌈(1 − α)(n + 1)⌉ of n + 1 = 25, in twentieths of it
    const rank = Math.ceil((Math.round(100 * share) * (n + 1)) / 100);
    for (let j = 0; j < Z.rows; j++) {
      const ends = (sign: number) => sorted(said.map((h, i) => (h[j] as number) + sign * (fits[i] as number)));
      expect(Math.abs((lower[j] as number) - (ends(-1)[n - rank] as number))).toBeLessThanOrEqual(1e-9);
      expect(Math.abs((upper[j] as number) - (ends(1)[rank - 1] as number))).toBeLessThanOrEqual(1e-9);
    }
  });

  it.each([0.5, 0.8, 0.9])("conformal, coverage %f, by bisection", (share) => {
    const { lower, upper } = predictInterval(estimator, X, y, Z, { coverage: share, method: "conformal" });
    const rank = Math.ceil((Math.round(100 * share) * (n + 1)) / 100);
    for (let j = 0; j < 2; j++) {
      const conforms = (v: number): boolean => conformsByRefits(estimator, pickRows(Z, [j]), v, rank);
      for (const [end, outward] of [
        [lower[j] as number, -1],
        [upper[j] as number, 1],
      ] as const) {
        expect(conforms(end - outward * 1e-9)).toBe(true);
        for (const step of [1e-9, 0.3, 300]) expect(conforms(end + outward * step)).toBe(false);
      }
    }
  });
});

/** Whether fewer than `rank` of the points have a smaller leave-one-out error than (z, v), the n + 1 fitted n + 1 times. */
function conformsByRefits(estimator: ReturnType<typeof kernelRidge>, z: Matrix, v: number, rank: number): boolean {
  const points = { rows: n + 1, cols: 2, data: Float64Array.from([...X.data, ...z.data]) };
  const targets = [...y, v];
  const errors = targets.map((value, i) => {
    const rest = Array.from({ length: n + 1 }, (_, k) => k).filter((k) => k !== i);
    const model = fit(
      estimator,
      pickRows(points, rest),
      rest.map((k) => targets[k] as number),
    );
    return Math.abs(value - (predict(model, pickRows(points, [i]))[0] as number));
  });
  return errors.slice(0, n).filter((error) => error < (errors[n] as number)).length < rank;
}

describe("ends that are infinite", () => {
  it.each(["jackknife+", "conformal"] as const)("%s: from 1/α − 1 points on they are not", (method) => {
    const ends = (count: number) => {
      const rows = Array.from({ length: count }, (_, i) => i);
      const { lower, upper } = predictInterval(kernelRidge({ kernel }), pickRows(X, rows), y.slice(0, count), Z, { method });
      return [...lower, ...upper].map(Number.isFinite);
    };
    expect(ends(8)).toEqual(new Array(14).fill(false));
    expect(ends(9)).toEqual(new Array(14).fill(true));
  });

  it("conformal: the fit without a point far out follows the new one, whatever its value", () => {
    const line = kernelRidge({ kernel: linear(), lambda: 1e-6 });
    const [points, targets] = [
      [0.1, 0.1, 100],
      [1, 2, 3],
    ];
    const options = { coverage: 0.75 } as const;
    const ends = ({ lower, upper }: ReturnType<typeof predictInterval>) => [lower[0], upper[0]].map((end) => Number.isFinite(end));
    expect(ends(predictInterval(line, points, targets, [5], { ...options, method: "conformal" }))).toEqual([false, false]);
    expect(ends(predictInterval(line, points, targets, [5], options))).toEqual([true, true]);
  });
});

describe("coverage", () => {
  it.each(["jackknife+", "conformal"] as const)("%s: 0.9 of heavy-tailed, heteroscedastic data", (method) => {
    const source = random(11);
    const repetitions = 1500;
    const [count, asked] = [40, 8];
    const inside = Array.from({ length: repetitions }, () => {
      const x = Float64Array.from({ length: count + asked }, () => source.between(-2, 2));
      // Student's t of 3 degrees or so: a normal over the root of a mean of squares
      const normal = () => Array.from({ length: 12 }, () => source.between(-0.5, 0.5)).reduce((a, b) => a + b);
      const targets = x.map((at) => {
        const tail = Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2) / 3);
        return Math.sin(2 * at) + (0.1 + 0.4 * Math.abs(at)) * (normal() / tail);
      });
      const { lower, upper } = predictInterval(
        kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0.5, intercept: true }),
        x.subarray(0, count),
        targets.subarray(0, count),
        x.subarray(count),
        { method },
      );
      return coverage(targets.subarray(count), lower, upper);
    });
    const share = inside.reduce((a, b) => a + b) / repetitions;
    // 37 of 41 are asked for, 0.902; the deviation of the mean of 1500 shares of 8 is 0.003
    expect(Math.abs(share - 0.9)).toBeLessThanOrEqual(0.01);
  });
});

describe("refusals", () => {
  const estimator = kernelRidge({ kernel });

  it("of a precomputed kernel only jackknife+ can be had, and is that of the kernel", () => {
    const K = gram(kernel, X);
    const cross = gram(kernel, Z, X);
    const byGram = kernelRidge({ kernel: precomputed() });
    expectError("unsupported", () => predictInterval(byGram, K, y, cross, { method: "conformal" }), { argument: "method" });
    const { lower } = predictInterval(byGram, K, y, cross);
    const same = predictInterval(estimator, X, y, Z).lower;
    lower.forEach((end, j) => {
      expect(Math.abs(end - (same[j] as number))).toBeLessThanOrEqual(1e-12 * Math.abs(end));
    });
  });

  it("of coverages, targets, features and methods that are none", () => {
    for (const share of [0, 1, -1, Number.NaN]) {
      expectError("argument", () => predictInterval(estimator, X, y, Z, { coverage: share }), { argument: "coverage" });
    }
    expectError("shape", () => predictInterval(estimator, X, randomMatrix(5, n, 2) as never, Z), { argument: "y" });
    expectError("shape", () => predictInterval(estimator, X, y, randomMatrix(5, 3, 3)), { argument: "Z" });
    expectError("argument", () => predictInterval(estimator, X, y, Z, { method: "gaussian" as never }), { argument: "method" });
  });

  it("of a K + λI that is singular, alone or with a row of Z", () => {
    const exact = kernelRidge({ kernel, lambda: 0 });
    const twice = { rows: 4, cols: 1, data: Float64Array.of(0, 1, 1, 2) };
    expectError("not-positive-definite", () => predictInterval(exact, twice, [1, 2, 3, 4], [0.5]));
    expectError("singular", () => predictInterval(exact, [0, 1, 2], [1, 2, 3], [1], { method: "conformal", coverage: 0.5 }));
  });
});

it("one point with an intercept tells nothing of another, by jackknife+ as by conformal intervals", () => {
  for (const method of ["jackknife+", "conformal"] as const) {
    for (const lambda of [0.1, 1]) {
      const estimator = kernelRidge({ kernel: rbf({ gamma: 1 }), lambda, intercept: true });
      const { lower, upper } = predictInterval(estimator, [0], [3], [1], { coverage: 0.5, method });
      expect([lower[0], upper[0]]).toEqual([-Infinity, Infinity]);
    }
  }
  const exact = kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0, intercept: true });
  expect(predictInterval(exact, [0], [3], [0], { coverage: 0.5 }).lower[0]).toBe(-Infinity);
});
