import { describe, expect, it } from "vitest";
import {
  add,
  custom,
  distributionPredictor,
  fit,
  gaussianProcess,
  incremental,
  isMercerError,
  type KernelModel,
  kernelRidge,
  linear,
  matern,
  periodic,
  polynomial,
  precomputed,
  predict,
  rbf,
  white,
} from "../../src/entries/index";
import { random } from "../support/generator";
import { EPSILON } from "../support/precision";

const source = random(16);
const N = 330;
const rows = Array.from({ length: N }, () => [source.normal(), source.normal(), source.normal()]);
const y = Float64Array.from(rows, ([a, b, c]) => Math.sin(a as number) + (b as number) * (c as number) + 0.1 * source.normal());
const weights = Float64Array.from({ length: N }, () => source.between(0.5, 3));

const without = <T extends { report: object }>({ report, ...model }: T): object => {
  const { elapsedMs: _, bytes: __, ...rest } = report as Record<string, unknown>;
  return { ...model, report: rest };
};

const KERNELS = {
  gaussian: rbf(),
  rough: matern({ nu: 1.5, lengthScale: [1, 2, 3] }),
  composed: add(polynomial({ degree: 2 }), white(0.5), periodic({ metric: "per-feature", period: 2, lengthScale: 1 })),
  custom: custom((x, z) => Math.exp(-Math.abs((x[0] as number) - (z[0] as number)))),
};

describe.each(Object.entries(KERNELS))("rows that are appended, kernel %s", (_, kernel) => {
  const sizes = [1, 2, 17, 64, 65, 200, 257, 300];

  it("give the bits of a fit to all of them: ridge", () => {
    for (const intercept of [false, true]) {
      const estimator = kernelRidge({ kernel, lambda: 0.3, intercept, solver: "cholesky" });
      const stream = incremental(estimator, rows.slice(0, 1), y.slice(0, 1));
      for (let k = 1; k < sizes.length; k++) stream.append(rows.slice(sizes[k - 1], sizes[k]), y.slice(sizes[k - 1], sizes[k]));
      expect(stream.rows).toBe(300);
      expect(stream.drift).toBe(0);
      expect(without(stream.model())).toEqual(without(fit(estimator, rows.slice(0, 300), y.slice(0, 300))));
      stream.release();
    }
  });

  it("give the bits of a fit to all of them: a Gaussian process, weighted", () => {
    const process = gaussianProcess({ kernel, noise: 0.3, trend: "constant" });
    const stream = incremental(process, rows.slice(0, 40), y.slice(0, 40), { sampleWeight: weights.slice(0, 40) });
    stream.append(rows.slice(40, 150), y.slice(40, 150), { sampleWeight: weights.slice(40, 150) });
    const model = fit(process, rows.slice(0, 150), y.slice(0, 150), { sampleWeight: weights.slice(0, 150) });
    expect(without(stream.model())).toEqual(without(model));
    const [kept, made] = [stream.distributionPredictor(), distributionPredictor(model)];
    for (const z of rows.slice(150, 160)) expect(kept(z)).toEqual(made(z));
  });
});

describe("rows that are taken away", () => {
  const kernel = rbf();
  const estimator = kernelRidge({ kernel, lambda: 0.3, intercept: true, solver: "cholesky" });

  /** No prediction of the two differs by more than their bounds, which are proven. */
  function requireNear(model: KernelModel, refit: KernelModel): void {
    const bound = (model.report.errorBound as number) + (refit.report.errorBound as number);
    const [h, wanted] = [predict(model, rows) as Float64Array, predict(refit, rows) as Float64Array];
    h.forEach((value, i) => {
      expect(Math.abs(value - (wanted[i] as number))).toBeLessThanOrEqual(bound);
    });
    expect(bound).toBeLessThan(1e-9);
  }

  it("leave the model of the others, and say so", () => {
    const stream = incremental(estimator, rows.slice(0, 200), y.slice(0, 200));
    stream.remove([0, 199, 64, 3, 64]);
    const kept = (_: unknown, i: number): boolean => i < 200 && ![0, 199, 64, 3].includes(i);
    const refit = fit(estimator, rows.filter(kept), y.filter(kept));
    const model = stream.model();
    expect(stream.rows).toBe(196);
    requireNear(model, refit);
    expect(model.report.reason).toContain("4 of the rows that its factor once had were taken away by rotations");
    expect(model.points).toEqual(refit.points);
    // and rows may follow
    stream.append(rows.slice(200, 330), y.slice(200, 330));
    const longer = (_: unknown, i: number): boolean => i >= 200 || kept(_, i);
    requireNear(stream.model(), fit(estimator, rows.filter(longer), y.filter(longer)));
  });

  it("drift no further than they say", () => {
    const process = gaussianProcess({ kernel, noise: 0.3 });
    const stream = incremental(process, rows.slice(0, 60), y.slice(0, 60), { window: 60, maxDrift: 1 });
    for (let i = 60; i < N; i++) stream.append([rows[i] as number[]], y.slice(i, i + 1));
    expect(stream.rows).toBe(60);
    const { logMarginalLikelihood } = stream.model();
    const refit = fit(process, rows.slice(N - 60), y.slice(N - 60));
    // log det G moves by at most n δ max g_ii / λ_min, and yᵀG⁻¹y by its share
    const allowed =
      (stream.drift + 60 * EPSILON) * (60 * (1.3 / 0.3) + (y.reduce((sum, value) => sum + value * value, 0) * (1.3 * 60)) / 0.3 ** 2);
    expect(Math.abs(logMarginalLikelihood - refit.logMarginalLikelihood)).toBeLessThanOrEqual(allowed);
    expect(stream.drift).toBeGreaterThan(0);
    expect(stream.drift).toBeLessThan(1e-8);
  });

  it("have the factor made anew where the drift passes its limit: then the bits are those of a fit", () => {
    const stream = incremental(estimator, rows.slice(0, 120), y.slice(0, 120), { window: 120, maxDrift: 0 });
    stream.append(rows.slice(120, 160), y.slice(120, 160));
    expect(stream.drift).toBe(0);
    expect(without(stream.model())).toEqual(without(fit(estimator, rows.slice(40, 160), y.slice(40, 160))));
  });

  it("may be weighted later on", () => {
    const stream = incremental(estimator, rows.slice(0, 20), y.slice(0, 20));
    stream.append(rows.slice(20, 30), y.slice(20, 30), { sampleWeight: weights.slice(20, 30) });
    const all = Float64Array.from({ length: 30 }, (_, i) => (i < 20 ? 1 : (weights[i] as number)));
    expect(without(stream.model())).toEqual(without(fit(estimator, rows.slice(0, 30), y.slice(0, 30), { sampleWeight: all })));
  });
});

it("takes several targets, and gives matrices then", () => {
  const Y = rows.slice(0, 30).map(([a, b]) => [a as number, b as number]);
  const estimator = kernelRidge({ kernel: rbf(), lambda: 1, solver: "cholesky" });
  const stream = incremental(estimator, rows.slice(0, 20), Y.slice(0, 20));
  stream.append(rows.slice(20, 30), Y.slice(20));
  expect(without(stream.model())).toEqual(without(fit(estimator, rows.slice(0, 30), Y)));
});

it("keeps the units of the first rows", () => {
  const estimator = kernelRidge({ kernel: rbf(), lambda: 0.1, standardize: true });
  const stream = incremental(estimator, rows.slice(0, 50), y.slice(0, 50));
  const { scaling } = stream.model();
  stream.append(rows.slice(50, 80), y.slice(50, 80));
  const model = stream.model();
  expect(model.scaling).toEqual(scaling);
  expect(scaling).toEqual(fit(estimator, rows.slice(0, 50), y.slice(0, 50)).scaling);
  expect(Math.abs((predict(model, [rows[60] as number[]])[0] as number) - (y[60] as number))).toBeLessThan(0.5);
});

describe("what is refused", () => {
  const estimator = kernelRidge({ kernel: linear(), lambda: 1e-3 });

  function codeOf(act: () => unknown): { code: string; message: string } {
    try {
      act();
    } catch (error) {
      if (isMercerError(error)) return error;
      throw error;
    }
    return expect.fail("nothing was refused");
  }

  it.each([
    ["several λ", kernelRidge({ kernel: rbf(), lambda: [1, 2] }), "unsupported", "lambda"],
    ["noise per point", gaussianProcess({ kernel: rbf(), noise: [1, 2] }), "unsupported", "noise"],
    ["a precomputed kernel", kernelRidge({ kernel: precomputed() }), "unsupported", "precomputed"],
    ["another solver", kernelRidge({ kernel: rbf(), solver: "lu" }), "argument", "solver"],
    ["what is no estimator", { kind: "kernelDescent" } as never, "argument", "kernelRidge or gaussianProcess"],
  ])("%s", (_, refused, code, word) => {
    const error = codeOf(() => incremental(refused as never, [[0], [1]], [0, 1]));
    expect(error.code).toBe(code);
    expect(error.message).toContain(word);
  });

  it("rows that do not fit, and the handle goes on", () => {
    const stream = incremental(estimator, [[1], [2]], [1, 2]);
    const before = without(stream.model());
    const refusals = [
      () => stream.append([[1, 2]], [1]),
      () => stream.append([[1]], [1, 2]),
      () => stream.append([[Number.NaN]], [1]),
      () => stream.append([[3]], [1], { sampleWeight: 0 }),
      () => stream.append([[3]], [1], { weight: 1 } as never),
      () => stream.append([[3]], [[1, 2]] as never),
      () => stream.remove(2),
      () => stream.remove(-1),
      () => stream.remove([0, 1]),
      () => incremental(estimator, [[1]], [1], { windows: 3 } as never),
    ];
    for (const act of refusals) expect(["shape", "argument", "not-finite"]).toContain(codeOf(act).code);
    expect(without(stream.model())).toEqual(before);
    stream.append([[3]], [3]);
    expect(stream.rows).toBe(3);
  });

  it("a row that leaves no factor, and the handle goes on", () => {
    const stream = incremental(kernelRidge({ kernel: linear(), lambda: 0 }), [[1]], [1]);
    const error = codeOf(() => stream.append([[2]], [2]));
    expect(error.code).toBe("not-positive-definite");
    expect(error.message).toContain("lambda");
    expect(stream.rows).toBe(1);
    expect(predict(stream.model(), [[3]])[0]).toBe(3);
  });

  it("all, once it is released", () => {
    const stream = incremental(estimator, [[1], [2]], [1, 2]);
    stream.release();
    expect(codeOf(() => stream.model()).message).toContain("released");
    expect(codeOf(() => stream.append([[3]], [3])).code).toBe("argument");
    expect(codeOf(() => stream.rows).code).toBe("argument");
  });
});
