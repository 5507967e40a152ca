import { describe, expect, it } from "vitest";
import {
  fit,
  type Kernel,
  kernelClassifier,
  kernelDescent,
  type LossName,
  linearDescent,
  type Matrix,
  polynomial,
  rbf,
  supportVectorRegression,
} from "../../src/entries/index";
import { jacobi } from "../support/dense";
import { randomMatrix, randomVector } from "../support/random";

/** Every number of a report, from the public data of the model alone and the formulas of the books, in plain loops. */

const N = 40;
const X = randomMatrix(1, N, 3);
const noise = randomVector(2, N, 0.3);
const value = (i: number): number => Math.sin(2 * (X.data[3 * i] as number)) + (X.data[3 * i + 1] as number) + (noise[i] as number);
const y = Array.from({ length: N }, (_, i) => value(i));
const Y: Matrix = {
  rows: N,
  cols: 2,
  data: Float64Array.from({ length: 2 * N }, (_, at) => value(at >> 1) * (at % 2 === 0 ? 1 : -3) + (at % 2)),
};
const signs = y.map((target) => (target > 0 ? 1 : -1));
const labels = y.map((target) => (target > 0 ? "yes" : "no"));
const weights = Array.from({ length: N }, (_, i) => (i % 7 === 0 ? 0 : 0.25 + (i % 5)));
const ones = new Array<number>(N).fill(1);

const row = (i: number): number[] => Array.from(X.data.subarray(3 * i, 3 * i + 3));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, k) => sum + x * (b[k] as number), 0);
const kernels = {
  gaussian: {
    kernel: rbf({ gamma: 0.4 }) as Kernel,
    of: (a: number[], b: number[]): number => Math.exp(-0.4 * a.reduce((sum, x, k) => sum + (x - (b[k] as number)) ** 2, 0)),
  },
  polynomial: {
    kernel: polynomial({ degree: 2, gamma: 0.5, coef0: 1 }) as Kernel,
    of: (a: number[], b: number[]): number => (0.5 * dot(a, b) + 1) ** 2,
  },
};
type Pair = (typeof kernels)["gaussian"];

const gramOf = ({ of }: Pair): number[][] => Array.from({ length: N }, (_, i) => Array.from({ length: N }, (_, j) => of(row(i), row(j))));
const times = (K: readonly number[][], a: readonly number[]): number[] => K.map((line) => dot(line, a));

const LOSSES: Readonly<Record<Exclude<LossName, "poisson">, (h: number, target: number) => number>> = {
  squared: (h, t) => (h - t) ** 2,
  absolute: (h, t) => Math.abs(h - t),
  huber: (h, t) => (Math.abs(h - t) <= 1.35 ? (h - t) ** 2 : 2 * 1.35 * Math.abs(h - t) - 1.35 ** 2),
  epsilonInsensitive: (h, t) => Math.max(0, Math.abs(h - t) - 0.1),
  quantile: (h, t) => Math.abs(h - t) / 2,
  logistic: (h, t) => (t * h > -30 ? Math.log1p(Math.exp(-t * h)) : -t * h),
  hinge: (h, t) => Math.max(0, 1 - t * h),
  squaredHinge: (h, t) => Math.max(0, 1 - t * h) ** 2,
};
type Steady = keyof typeof LOSSES;
const onSigns = (loss: Steady): boolean => ["logistic", "hinge", "squaredHinge"].includes(loss);
const lossOf = (loss: Steady, h: readonly number[], targets: readonly number[], w: readonly number[]): number =>
  h.reduce((sum, p, i) => sum + (w[i] as number) * LOSSES[loss](p, targets[i] as number), 0);
const column = ({ rows, cols, data }: Matrix, q: number): number[] => Array.from({ length: rows }, (_, i) => data[i * cols + q] as number);
const near = (found: number | undefined, expected: number): void => {
  expect(Math.abs((found as number) - expected)).toBeLessThanOrEqual(1e-11 * (1e-3 + Math.abs(expected)));
};

/** (K + λW⁻¹)⁻¹y by the eigenvalues of W^½KW^½. */
function exactRidge(K: readonly number[][], lambda: number, w: readonly number[], targets: readonly number[]): number[] {
  const roots = w.map(Math.sqrt);
  const data = Float64Array.from({ length: N * N }, (_, at) => {
    const [i, j] = [Math.floor(at / N), at % N];
    return (roots[i] as number) * (K[i]?.[j] as number) * (roots[j] as number);
  });
  const { values, vectors } = jacobi({ rows: N, cols: N, data });
  const right = roots.map((root, i) => root * (targets[i] as number));
  const alpha = new Array<number>(N).fill(0);
  values.forEach((eigenvalue, k) => {
    const vector = column(vectors, k);
    const share = dot(vector, right) / (eigenvalue + lambda);
    for (let i = 0; i < N; i++) alpha[i] = (alpha[i] as number) + share * (vector[i] as number);
  });
  return alpha.map((a, i) => a * (roots[i] as number));
}

const SETTINGS = Object.entries(kernels).flatMap(([name, pair]) => [false, true].map((weighted) => [name, weighted, pair] as const));

describe.each(SETTINGS)("kernelDescent, %s, weights %s", (_, weighted, pair) => {
  const K = gramOf(pair);
  const w = weighted ? weights : ones;
  const given = weighted ? { sampleWeight: weights } : {};

  it.each(Object.keys(LOSSES) as Steady[])("%s: loss, record, step count", (loss) => {
    const record = { every: 7, coefficients: true };
    for (const lambda of [0, 0.3]) {
      const targets = onSigns(loss) ? signs : y;
      const { coefficients, report } = fit(kernelDescent({ kernel: pair.kernel, loss, lambda, iterations: 30, record }), X, targets, given);
      near(report.trainingLoss[0], lossOf(loss, times(K, Array.from(coefficients)), targets, w));
      const { steps, losses, coefficients: kept } = report.record as { steps: number[]; losses: number[]; coefficients: Float64Array[] };
      expect(steps).toEqual([0, 7, 14, 21, 28, 30]);
      kept.forEach((alpha, k) => {
        near(losses[k], lossOf(loss, times(K, Array.from(alpha)), targets, w));
      });
      // what is returned is the record's entry of the step it is said to be of
      if (report.iterations === 30) expect(coefficients).toEqual(kept.at(-1));
      expect(report.gap).toBeUndefined();
      if (loss !== "squared" || lambda === 0) expect(report.errorBound).toBeNull();
    }
  });

  it.each(["functional", "euclidean"] as const)("%s gradient: the step is half the limit to a few percent; two targets", (gradient) => {
    const lambda = 0.2;
    const { coefficients, report } = fit(kernelDescent({ kernel: pair.kernel, gradient, lambda, iterations: 20 }), X, Y, given);
    [0, 1].forEach((q) => {
      near(report.trainingLoss[q], lossOf("squared", times(K, column(coefficients, q)), column(Y, q), w));
    });
    // functional: W^½KW^½ + λI; Euclidean: KWK + λK, of the points that count
    const kept = [...w.keys()].filter((i) => (w[i] as number) > 0);
    const n = kept.length;
    const k = (i: number, j: number): number => K[i]?.[j] as number;
    const H = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [kept[Math.floor(at / n)] as number, kept[at % n] as number];
      if (gradient === "functional") return Math.sqrt((w[i] as number) * (w[j] as number)) * k(i, j) + (i === j ? lambda : 0);
      return kept.reduce((sum, l) => sum + k(i, l) * (w[l] as number) * k(l, j), 0) + lambda * k(i, j);
    });
    const limit = 1 / (jacobi({ rows: n, cols: n, data: H }).values[n - 1] as number);
    expect((report.step as number) / limit).toBeGreaterThan(0.25);
    expect((report.step as number) / limit).toBeLessThanOrEqual(0.5 * (1 + 1e-9));
    expect(report.diverging).toBe(false);
  });

  it("the part in the null space is that of the α returned", () => {
    const { coefficients, report } = fit(kernelDescent({ kernel: pair.kernel, iterations: 25 }), X, y, given);
    const kept = [...w.keys()].filter((i) => (w[i] as number) > 0);
    const n = kept.length;
    const small = Float64Array.from(
      { length: n * n },
      (_, at) => K[kept[Math.floor(at / n)] as number]?.[kept[at % n] as number] as number,
    );
    const { values, vectors } = jacobi({ rows: n, cols: n, data: small });
    const alpha = kept.map((i) => coefficients[i] as number);
    const shares = Array.from(values, (eigenvalue, k) =>
      Math.abs(eigenvalue) <= n * Number.EPSILON * (values[n - 1] as number) ? dot(column(vectors, k), alpha) : 0,
    );
    const norm = Math.sqrt(dot(shares, shares));
    expect(Math.abs((report.nullComponent as number) - norm)).toBeLessThan(1e-6 * (1e-6 + norm));
  });

  it.each(["functional", "euclidean"] as const)("%s: the error bound holds at new points, and comes down with the steps", (gradient) => {
    const lambda = 0.5;
    const exact = exactRidge(K, lambda, w, y);
    const bounds = [3, 300, 30_000].map((iterations) => {
      const { coefficients, report } = fit(kernelDescent({ kernel: pair.kernel, gradient, lambda, iterations }), X, y, given);
      const bound = report.errorBound as number;
      const difference = exact.map((a, i) => (coefficients[i] as number) - a);
      for (const z of [[0, 0, 0], [0.3, -1, 2], [5, 5, -5], row(3)]) {
        const error = difference.reduce((sum, a, i) => sum + a * pair.of(row(i), z), 0);
        expect(Math.abs(error)).toBeLessThanOrEqual(bound * Math.sqrt(pair.of(z, z)) + 1e-10);
      }
      return bound;
    });
    expect(bounds[1]).toBeLessThan(bounds[0] as number);
    expect(bounds[2]).toBeLessThanOrEqual(bounds[1] as number);
  });
});

describe.each([false, true])("linearDescent, weights %s", (weighted) => {
  const w = weighted ? weights : ones;
  const given = weighted ? { sampleWeight: weights } : {};

  it.each(Object.keys(LOSSES) as Steady[])("%s: loss and record are those of the weights and the intercept", (loss) => {
    for (const intercept of [false, true]) {
      const targets = onSigns(loss) ? signs : y;
      const estimator = linearDescent({ loss, lambda: 0.1, intercept, iterations: 40, record: { every: 9, coefficients: true } });
      const { weights: coefficients, intercept: b, report } = fit(estimator, X, targets, given);
      const at = (v: Float64Array, shift: number): number[] => Array.from({ length: N }, (_, i) => dot(row(i), Array.from(v)) + shift);
      near(report.trainingLoss[0], lossOf(loss, at(coefficients, b), targets, w));
      expect(report.record?.steps).toEqual([0, 9, 18, 27, 36, 40]);
      if (!intercept) {
        report.record?.coefficients?.forEach((v, k) => {
          near(report.record?.losses[k], lossOf(loss, at(v as Float64Array, 0), targets, w));
        });
      }
      expect(report.nullComponent).toBeNull();
    }
  });
});

/** J of a classifier or regression at α and b. */
function objective(
  K: readonly number[][],
  loss: Steady,
  alpha: readonly number[],
  b: number,
  targets: readonly number[],
  w: readonly number[],
  lambda: number,
) {
  const h = times(K, alpha);
  return (
    lossOf(
      loss,
      h.map((p) => p + b),
      targets,
      w,
    ) +
    lambda * dot(alpha, h)
  );
}

const PROVEN = SETTINGS.flatMap(([name, weighted, pair]) =>
  (["logistic", "hinge", "epsilonInsensitive"] as const).flatMap((loss) =>
    [false, true].map((intercept) => [loss, name, weighted, intercept, pair] as const),
  ),
);

describe.each(PROVEN)("%s, %s, weights %s, intercept %s", (loss, _, weighted, intercept, pair) => {
  const K = gramOf(pair);
  const w = weighted ? weights : ones;
  const given = weighted ? { sampleWeight: weights } : {};
  const solve = (lambda: number, tolerance: number) => {
    const common = { kernel: pair.kernel, lambda, intercept, tolerance };
    if (loss === "epsilonInsensitive") return fit(supportVectorRegression(common), X, y, given);
    return fit(kernelClassifier({ ...common, loss }), X, labels, given);
  };
  const targets = loss === "epsilonInsensitive" ? y : signs;

  it("loss, gap and error bound are those of the α and b returned", () => {
    for (const lambda of [0.02, 1, 30]) {
      const best = solve(lambda, loss === "logistic" ? 1e-13 : 1e-9);
      const least = objective(K, loss, Array.from(best.coefficients as Float64Array), best.intercept as number, targets, w, lambda);
      for (const tolerance of [0.3, 1e-2, 1e-6]) {
        const { report, ...model } = solve(lambda, tolerance);
        const alpha = Array.from(model.coefficients as Float64Array);
        const b = model.intercept as number;
        near(
          report.trainingLoss[0],
          lossOf(
            loss,
            times(K, alpha).map((p) => p + b),
            targets,
            w,
          ),
        );
        const J = objective(K, loss, alpha, b, targets, w, lambda);
        const gap = report.gap?.[0] as number;
        expect(gap).toBeLessThanOrEqual(tolerance);
        expect(J - least).toBeLessThanOrEqual(gap * J * (1 + 1e-9) + 1e-13 * J);
        if (intercept) {
          expect(report.errorBound).toBeNull();
          continue;
        }
        const bound = report.errorBound as number;
        expect(bound).toBeGreaterThanOrEqual(Math.sqrt((gap * J) / lambda) * 0.99);
        const own = best.report.errorBound as number;
        const difference = alpha.map((a, i) => a - ((best.coefficients as Float64Array)[i] as number));
        for (const z of [[0, 0, 0], [0.3, -1, 2], [5, 5, -5], row(3)]) {
          const error = difference.reduce((sum, a, i) => sum + a * pair.of(row(i), z), 0);
          expect(Math.abs(error)).toBeLessThanOrEqual((bound + own) * Math.sqrt(pair.of(z, z)) + 1e-11);
        }
      }
    }
  });
});

describe("the squared loss of classifiers", () => {
  it.each(SETTINGS)("%s, weights %s: the loss is that of α and b", (_, weighted, pair) => {
    const given = weighted ? { sampleWeight: weights } : {};
    for (const intercept of [false, true]) {
      const {
        coefficients,
        intercept: b,
        report,
      } = fit(kernelClassifier({ kernel: pair.kernel, lambda: 0.7, intercept }), X, labels, given);
      const h = times(gramOf(pair), Array.from(coefficients as Float64Array)).map((p) => p + (b as number));
      near(report.trainingLoss[0], lossOf("squared", h, signs, weighted ? weights : ones));
    }
  });
});
