import { describe, expect, it } from "vitest";
import {
  fit,
  fromJSON,
  type Kernel,
  type KernelModel,
  kernelRidge,
  linear,
  type Matrix,
  matern,
  precomputed,
  predict,
  rbf,
  scale,
  toJSON,
  verify,
} from "../../../src/entries/index";
import { random } from "../../support/generator";
import { VECTOR_KERNELS } from "../../support/kernels";
import { randomMatrix, randomVector } from "../../support/random";

interface Options {
  readonly lambda?: number | number[];
  readonly intercept?: boolean;
  readonly standardize?: boolean;
}

type Given = { readonly sampleWeight?: Float64Array };

/** The same fit by both routes. */
function both(
  kernel: Kernel,
  options: Options,
  X: Matrix,
  Y: Float64Array | Matrix,
  given: Given = {},
  other: "auto" | "cholesky" = "auto",
) {
  const [mixed, double] = (["mixed", other] as const).map((solver): unknown =>
    fit(kernelRidge({ kernel, solver, ...options }), X, Y as Matrix, given),
  ) as [KernelModel, KernelModel];
  return { mixed, double };
}

/** Whether predictions at the points differ by no more than both error bars say: |h − h*| ≤ ε√k(x, x). */
function expectNear({ mixed, double }: ReturnType<typeof both>, X: Matrix, roots: (i: number) => number): void {
  const [bound, other] = [mixed.report.errorBound, double.report.errorBound];
  if (typeof bound !== "number" || typeof other !== "number") return;
  const numbers = (values: Float64Array | Matrix): Float64Array => ("data" in values ? values.data : values);
  const [found, wanted] = [mixed, double].map((model) => numbers(predict(model, X))) as [Float64Array, Float64Array];
  const t = found.length / X.rows;
  found.forEach((value, at) => {
    expect(Math.abs(value - (wanted[at] as number))).toBeLessThanOrEqual((bound + other) * roots(Math.floor(at / t)));
  });
}

const [n, d] = [60, 3];
const X = randomMatrix(1, n, d);
const y = randomVector(2, n);

describe("a factor in single precision and conjugate gradients, against a factor in double precision", () => {
  it.each(VECTOR_KERNELS.map(({ name, kernel, psd }) => [name, kernel(d), psd === true] as const))("%s", (_, kernel, psd) => {
    const models = both(kernel, { lambda: 1 }, X, y, {}, psd ? "cholesky" : "auto");
    const { mixed, double } = models;
    if (mixed.report.solver !== "mixed") expect(mixed.report.reason).toMatch(/in double precision, as /);
    expect(mixed.report.backwardError).toBeLessThanOrEqual(1e-15);
    if (mixed.report.solver !== "mixed") return;
    const condition = double.report.conditionEstimate as number;
    const [found, wanted] = [mixed, double].map(({ coefficients }) => coefficients as Float64Array) as [Float64Array, Float64Array];
    const most = wanted.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
    found.forEach((value, i) => {
      expect(Math.abs(value - (wanted[i] as number))).toBeLessThanOrEqual(2 ** -52 * n * condition * most);
    });
    expect(Math.abs((mixed.report.conditionEstimate as number) / condition - 1)).toBeLessThanOrEqual(2 ** -24 * n * condition);
  });

  it.each([1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e10, 1e12])("condition number %f: within the sum of both error bars", (condition) => {
    for (const kernel of [rbf({ gamma: 0.2 }), matern({ nu: 1.5, lengthScale: 3 }), scale(50, linear())]) {
      const norm = fit(kernelRidge({ kernel, lambda: 1 }), X, y).report.conditionEstimate as number;
      const models = both(kernel, { lambda: norm / condition }, X, y);
      expectNear(models, X, () => Math.sqrt(1 + 50 * 9 * d));
      expect(models.mixed.report.backwardError).toBeLessThanOrEqual(1e-15);
      if (condition <= 1e5) expect(models.mixed.report.solver).toBe("mixed");
    }
  });

  it("300 random problems", () => {
    const source = random(11);
    const ways = new Map<string, number>();
    for (let trial = 0; trial < 300; trial++) {
      const m = 1 + Math.floor(source.between(0, 45));
      const t = 1 + Math.floor(source.between(0, 3));
      const points = randomMatrix(1000 + trial, m, 2);
      const targets = randomMatrix(2000 + trial, m, t);
      const lambda = Array.from({ length: t }, () => 10 ** source.between(-8, 2));
      const intercept = source.between(0, 1) < 0.5;
      const sampleWeight = source.between(0, 1) < 0.5 ? randomVector(3000 + trial, m).map((value) => Math.abs(value) + 0.1) : undefined;
      const kernel =
        trial % 2 === 0 ? rbf({ gamma: 10 ** source.between(-1, 1) }) : matern({ nu: 2.5, lengthScale: 10 ** source.between(-1, 1) });
      const standardize = source.between(0, 1) < 0.3;
      const models = both(kernel, { lambda, intercept, standardize }, points, targets, sampleWeight ? { sampleWeight } : {});
      const { report } = models.mixed;
      expect(report.backwardError).toBeLessThanOrEqual(1e-15);
      expectNear(models, points, () => 1);
      ways.set(report.solver, (ways.get(report.solver) ?? 0) + 1);
      if (report.solver !== "mixed") expect(report.reason).toContain("in double precision, as ");
    }
    expect(ways.get("mixed")).toBeGreaterThan(200);
  });
});

/** A diagonal matrix with a row beside it, positive definite. */
function spread(diagonal: readonly number[]): Matrix {
  const size = diagonal.length;
  const data = new Float64Array(size * size);
  diagonal.forEach((value, i) => {
    data[i * size + i] = value;
  });
  return { rows: size, cols: size, data };
}

describe("what single precision cannot do is done in double precision, and the report says why", () => {
  const ridge = (lambda: number) => kernelRidge({ kernel: precomputed(), lambda, solver: "mixed" });

  it.each<[name: string, K: Matrix, lambda: number, reason: RegExp]>([
    ["elements beyond 1e38", spread([1e39, 2e39, 1e39]), 1, /may be beyond the numbers of single precision \(norm 2\.0e\+39\)/],
    ["subnormal ones", spread([1e-39, 2e-39, 1e-39]), 1e-40, /are below the numbers of single precision \(1\.1e-39\)/],
    ["λ = 0", spread([1, 2, 3]), 0, /as λ is 0/],
    ["an indefinite matrix", spread([1, -2, 3]), 0.5, /as the least diagonal element of K \+ λI is -1\.5, so it is not positive definite$/],
  ])("%s", (_, K, lambda, reason) => {
    const model = fit(ridge(lambda), K, [1, 2, 3]);
    expect(["cholesky", "lu", "eigen"]).toContain(model.report.solver);
    expect(model.report.reason).toMatch(reason);
    model.coefficients.forEach((value, i) => {
      const wanted = (i + 1) / ((K.data[4 * i] as number) + lambda);
      expect(Math.abs(value / wanted - 1)).toBeLessThanOrEqual(1e-15);
    });
  });

  it("elements far from 1, and a diagonal over six powers of ten", () => {
    for (const size of [1e-30, 1e30]) {
      const model = fit(ridge(size), spread([size, 1e-3 * size, 1e3 * size]), [1, 2, 3]);
      expect(model.report.solver).toBe("mixed");
    }
  });

  it("a matrix that loses its definiteness by rounding to single precision, bit for bit as without the attempt", () => {
    const kernel = rbf({ gamma: 1e-3 });
    const { mixed, double } = both(kernel, { lambda: 1e-10 }, X, y);
    expect(mixed.report.reason).toContain("in single precision K + λI is not positive definite");
    expect(mixed.report.solver).toBe("cholesky");
    expect(mixed.coefficients).toEqual(double.coefficients);
    expect(mixed.report.conditionEstimate).toBe(double.report.conditionEstimate);
  });

  it("targets whose λ differ go their own ways, and the others are as alone", () => {
    const kernel = rbf({ gamma: 1e-3 });
    const Y = { rows: n, cols: 3, data: Float64Array.from({ length: 3 * n }, (_, at) => y[Math.floor(at / 3)] as number) };
    const lambda = [1, 1e-10, 2];
    const model = fit(kernelRidge({ kernel, lambda, solver: "mixed" }), X, Y) as KernelModel<Matrix>;
    expect((model.report as { solvers?: unknown }).solvers).toEqual(["mixed", "cholesky", "mixed"]);
    lambda.forEach((value, q) => {
      const alone = fit(kernelRidge({ kernel, lambda: value, solver: "mixed" }), X, y);
      expect(Float64Array.from({ length: n }, (_, i) => model.coefficients.data[3 * i + q] as number)).toEqual(alone.coefficients);
    });
  });
});

it("a model is what it says it is, and is kept as JSON", () => {
  const model = fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0.01, solver: "mixed" }), X, y);
  const { holds, claims } = verify(model, X, y);
  expect(holds).toBe(true);
  const judged = claims.filter((each) => each.holds === true).map(({ claim }) => claim);
  for (const claim of ["lambda", "equations", "backwardError", "errorBound"] as const) expect(judged).toContain(claim);
  const kept = fromJSON(JSON.parse(JSON.stringify(toJSON(model))));
  expect(kept.report).toEqual({ ...model.report, elapsedMs: 0 });
});

describe('"auto"', () => {
  const size = 800;
  const points = randomMatrix(5, size, 2);
  const targets = randomMatrix(6, size, 3);
  const alone = targets.data.filter((_, at) => at % 3 === 0);
  const kernel = rbf({ gamma: 1 });

  it("uses single precision from 800 points on", () => {
    const { report } = fit(kernelRidge({ kernel, lambda: 0.1 }), points, alone);
    expect(report.solver).toBe("mixed");
    expect(report.reason).toMatch(/^K \+ λI is positive definite in single precision, .* conjugate gradients: \d steps$/);
    expect(report.backwardError).toBeLessThanOrEqual(1e-15);
    const fewer = { rows: size - 1, cols: 2, data: points.data.slice(2) };
    expect(fit(kernelRidge({ kernel, lambda: 0.1 }), fewer, alone.slice(1)).report).toMatchObject({
      solver: "cholesky",
      reason: "K + λI is positive definite",
    });
  });

  it("but not for a λ beside which single precision is coarse, nor for many targets, nor without a ridge", () => {
    const reasonOf = (lambda: number, y: Float64Array | Matrix): string =>
      fit(kernelRidge({ kernel, lambda }), points, y as Matrix).report.reason;
    expect(reasonOf(1e-6, alone)).toMatch(/in double precision, as λ\/‖K \+ λI‖ is \d\.\de-\d, below 1e-7$/);
    expect(reasonOf(0.1, targets)).toMatch(/a factor in single precision pays for at most 2 right-hand sides of 800, and there are 3$/);
  });
});
