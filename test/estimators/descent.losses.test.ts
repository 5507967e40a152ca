import { describe, expect, it } from "vitest";
import {
  fit,
  gram,
  type KernelModel,
  kernelDescent,
  kernelRidge,
  type LossName,
  laplacian,
  linear,
  type Matrix,
  polynomial,
  precomputed,
  predict,
  rbf,
} from "../../src/entries/index";
import { at, build, distance, jacobi, norm, pickRows, times } from "../support/dense";
import { errorOf, expectError } from "../support/errors";
import { random } from "../support/generator";
import { randomMatrix, randomVector } from "../support/random";

const n = 30;
const X = randomMatrix(1, n, 2);
const y = randomVector(2, n);
const labels = y.map((value) => (value < 0 ? -1 : 1));
const kernel = rbf({ gamma: 0.8 });
const SMOOTH = ["squared", "huber", "logistic", "squaredHinge"] as const;
const KINKED = ["absolute", "epsilonInsensitive", "quantile", "hinge"] as const;
const CURVATURE = { squared: 2, huber: 2, logistic: 0.25, squaredHinge: 2 } as const;
const targetsOf = (loss: LossName): Float64Array => (["logistic", "hinge", "squaredHinge"].includes(loss) ? labels : y);
const largest = (K: Matrix): number => jacobi(K).values[K.rows - 1] as number;

/** λ₁ of a K ≥ 0 by the power method: the least and the largest quotient of K v and v enclose it, and have come together to ten digits. */
function perron(K: Matrix): number {
  let v = new Float64Array(K.rows).fill(1);
  for (let step = 0; step < 200; step++) {
    const w = times(K, v);
    const quotients = w.map((value, i) => value / (v[i] as number));
    const [low, high] = [Math.min(...quotients), Math.max(...quotients)];
    if (high - low <= 1e-10 * high) return high;
    v = w.map((value) => value / high);
  }
  return Number.NaN;
}

/** Σ L + λ αᵀKα by the definitions. */
function objective(loss: LossName, K: Matrix, target: Float64Array, lambda: number, alpha: Float64Array): number {
  const h = times(K, alpha);
  const value = (p: number, t: number): number => {
    const e = Math.abs(p - t);
    switch (loss) {
      case "squared":
        return e * e;
      case "absolute":
        return e;
      case "huber":
        return e <= 1.35 ? e * e : 2 * 1.35 * e - 1.35 ** 2;
      case "epsilonInsensitive":
        return Math.max(0, e - 0.1);
      case "quantile":
        return e / 2;
      case "poisson":
        return Math.exp(p) - t * p;
      case "logistic":
        return Math.log1p(Math.exp(-t * p));
      case "hinge":
        return Math.max(0, 1 - t * p);
      case "squaredHinge":
        return Math.max(0, 1 - t * p) ** 2;
    }
  };
  return h.reduce((sum, p, i) => sum + value(p, target[i] as number) + lambda * p * (alpha[i] as number), 0);
}

describe("the step auto on 1,000 random problems", () => {
  const kernels = [linear(), polynomial({ degree: 2 }), rbf(), laplacian({ gamma: 3 })];
  const momenta = ["none", "nesterov", "heavyBall", { kind: "nesterov", beta: 0.99 }, { kind: "heavyBall", beta: 0.5 }] as const;

  it("never raises the objective, and is never below a quarter of the limit", () => {
    let judged = 0;
    for (let seed = 1; seed <= 1000; seed++) {
      const next = random(seed).uniform;
      const pick = <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)] as T;
      const size = 2 + Math.floor(next() ** 2 * 18);
      const scale = 10 ** (16 * next() - 8);
      const base = gram(pick(kernels), randomMatrix(seed, size, 2));
      const K = { ...base, data: base.data.map((value) => value * scale) };
      const loss = pick(SMOOTH);
      const momentum = pick(momenta);
      const half = CURVATURE[loss] / 2;
      const lambda = next() < 0.5 ? 0 : half * largest(K) * 10 ** (4 * next() - 3);
      const target = randomVector(seed + 1, size).map((value) =>
        CURVATURE[loss] === 2 && loss !== "squaredHinge" ? value : value < 0 ? -1 : 1,
      );
      const options = { kernel: precomputed(), loss, lambda, momentum, iterations: 30, record: { every: 1, coefficients: true } };
      const { report } = fit(kernelDescent(options), K, target);
      const beta = momentum === "none" ? 0 : typeof momentum === "string" ? 0.9 : momentum.beta;
      const kind = typeof momentum === "string" ? momentum : momentum.kind;
      const factor = kind === "none" ? 1 : kind === "heavyBall" ? 1 + beta : (1 + beta) / (1 + 2 * beta);
      const limit = factor / (half * largest(K) + lambda);
      expect(report.step).toBeLessThanOrEqual(0.5 * limit * (1 + 1e-9));
      expect(report.step).toBeGreaterThanOrEqual(0.25 * limit);
      expect(report.diverging).toBe(false);
      const values = (report.record?.coefficients ?? []).map((alpha) => objective(loss, K, target, lambda, alpha as Float64Array));
      values.forEach((value, t) => {
        if (t > 0) expect(value).toBeLessThanOrEqual((values[t - 1] as number) * (1 + 2e-10) + 1e-20 * (values[0] as number));
      });
      judged++;
    }
    expect(judged).toBe(1000);
  });
});

describe("momentum by its number", () => {
  const K = gram(kernel, X);
  const top = largest(K);

  it.each([
    ["heavyBall", 0.6, 1.6],
    ["nesterov", 0.6, 1.6 / 2.2],
  ] as const)("%s with β = %d: 1 %% within the limit is stable, 1 %% beyond is flagged", (kind, beta, factor) => {
    const limit = factor / (top + 0.2);
    const run = (step: number, iterations: number) =>
      fit(kernelDescent({ kernel, lambda: 0.2, step, iterations, momentum: { kind, beta } }), X, y).report;
    expect(run(0.99 * limit, 5)).toMatchObject({ diverging: false, warnings: [] });
    expect(run(0.99 * limit, 5000).trainingLoss[0]).toBeLessThan(norm(y) ** 2);
    expect(run(1.01 * limit, 5).diverging).toBe(true);
    expect(run(1.01 * limit, 2000).trainingLoss[0]).toBeGreaterThan(1e3 * norm(y) ** 2);
  });

  it.each(["heavyBall", "nesterov"] as const)("%s makes the steps of its formula", (kind) => {
    const [beta, step, lambda] = [0.7, 0.03, 0.1];
    let [alpha, before] = [new Float64Array(n), new Float64Array(n)];
    for (let t = 1; t <= 40; t++) {
      const carried = alpha.map((value, i) => value + beta * (value - (before[i] as number)));
      const z = kind === "nesterov" ? carried : alpha;
      const g = times(K, z).map((h, i) => 2 * (h - (y[i] as number)) + 2 * lambda * (z[i] as number));
      [before, alpha] = [alpha, carried.map((value, i) => value - step * (g[i] as number))];
    }
    const model = fit(kernelDescent({ kernel, lambda, step, iterations: 40, momentum: { kind, beta } }), X, y);
    expect(distance(model.coefficients, alpha)).toBeLessThanOrEqual(1e-12 * norm(alpha));
  });
});

describe("fixed points", () => {
  it.each(["none", "nesterov", "heavyBall"] as const)("squared loss, momentum %s: ridge", (momentum) => {
    // eigenvalues far from 0: the Euclidean gradient is slow along small ones
    const kernel = laplacian({ gamma: 3 });
    const exact = fit(kernelRidge({ kernel, lambda: 0.3 }), X, y);
    for (const gradient of ["functional", "euclidean"] as const) {
      const estimator = kernelDescent({ kernel, lambda: 0.3, momentum, gradient, iterations: 200_000, tolerance: 1e-12 });
      const model = fit(estimator, X, y);
      expect(model.report.reason).toContain("tolerance");
      expect(distance(model.coefficients, exact.coefficients)).toBeLessThanOrEqual(1e-10 * norm(exact.coefficients));
    }
  });

  it("singular K without ridge: the predictions of the minimum-norm solution", () => {
    const twice = pickRows(X, [...Array(10).keys(), ...Array(10).keys()]);
    const target = randomVector(5, 20);
    const exact = fit(kernelRidge({ kernel: laplacian({ gamma: 2 }), lambda: 0 }), twice, target);
    for (const momentum of ["none", "nesterov", "heavyBall"] as const) {
      const model = fit(kernelDescent({ kernel: laplacian({ gamma: 2 }), momentum, iterations: 3000 }), twice, target);
      expect(distance(predict(model, X), predict(exact, X))).toBeLessThanOrEqual(1e-9 * norm(target));
    }
  });

  it.each(SMOOTH)("%s: all momenta and both gradients end at the same predictions", (loss) => {
    const kernel = laplacian({ gamma: 3 });
    const run = (momentum: "none" | "nesterov" | "heavyBall", gradient: "functional" | "euclidean") =>
      predict(
        fit(kernelDescent({ kernel, loss, lambda: 0.5, momentum, gradient, iterations: 300_000, tolerance: 1e-11 }), X, targetsOf(loss)),
        X,
      );
    const reference = run("none", "functional");
    for (const momentum of ["none", "nesterov", "heavyBall"] as const) {
      for (const gradient of ["functional", "euclidean"] as const) {
        expect(distance(run(momentum, gradient), reference)).toBeLessThanOrEqual(1e-8 * norm(reference));
      }
    }
  });

  it.each(SMOOTH)("%s: momentum takes fewer steps", (loss) => {
    const steps = (momentum: "none" | "nesterov") =>
      fit(kernelDescent({ kernel, loss, lambda: 0.01, momentum, iterations: 1e6, tolerance: 1e-6 }), X, targetsOf(loss)).report
        .iterations as number;
    expect(steps("nesterov")).toBeLessThan(0.5 * steps("none"));
  });
});

describe("losses with kinks", () => {
  it.each(KINKED)("%s: auto decreases, keeps the best, and comes near the optimum", (loss) => {
    const target = targetsOf(loss);
    const K = gram(kernel, X);
    const [lambda, iterations] = [0.2, 4000];
    const model = fit(kernelDescent({ kernel, loss, lambda, iterations, record: { every: 1, coefficients: true } }), X, target);
    expect(model.report.warnings).toEqual([]);
    const values = (model.report.record?.coefficients ?? []).map((alpha) => objective(loss, K, target, lambda, alpha as Float64Array));
    const best = Math.min(...values);
    expect(objective(loss, K, target, lambda, model.coefficients)).toBeLessThanOrEqual(best * (1 + 1e-12));
    expect(values[model.report.iterations as number]).toBeLessThanOrEqual(best * (1 + 1e-12));
    // a long run from there gains little more
    const more = fit(kernelDescent({ kernel, loss, lambda, iterations: 200_000 }), X, target, { start: model });
    expect(objective(loss, K, target, lambda, more.coefficients)).toBeGreaterThanOrEqual(0.98 * best);
  });

  it("does not depend on the scale of K or y", () => {
    const run = (k: number, c: number): Float64Array => {
      const K = gram(kernel, X);
      const scaled = { ...K, data: K.data.map((value) => value * k) };
      const target = y.map((value) => value * c);
      const model = fit(kernelDescent({ kernel: precomputed(), loss: "absolute", iterations: 200 }), scaled, target);
      return model.coefficients.map((alpha) => (alpha * k) / c);
    };
    const reference = run(1, 1);
    for (const [k, c] of [
      [2 ** 26, 1],
      [2 ** -26, 2 ** 20],
    ] as const)
      expect(run(k, c)).toEqual(reference);
  });
});

describe("stopping", () => {
  it("discrepancy: as soon as the loss has come down to it", () => {
    const model = fit(kernelDescent({ kernel, iterations: 10_000, discrepancy: 5, record: { every: 1 } }), X, y);
    const { steps, losses } = model.report.record ?? { steps: [], losses: [] };
    expect(losses.at(-1)).toBeLessThanOrEqual(5);
    expect(losses.at(-2)).toBeGreaterThan(5);
    expect(steps.at(-1)).toBe(model.report.iterations);
    expect(model.report.reason).toContain("discrepancy");
  });

  it("validation: the model is the best checked, patience ends the run, and iterations gives it again", () => {
    const noisy = y.map((value, i) => value + Math.sin(37 * i));
    const Z = randomMatrix(9, 40, 2);
    const truth = randomVector(10, 40);
    const validation = { X: Z, y: truth, patience: 4, every: 3 };
    const options = { kernel: rbf({ gamma: 20 }), iterations: 30_000 };
    const model = fit(kernelDescent(options), X, noisy, { validation });
    const lossAt = (iterations: number): number => {
      const h = predict(fit(kernelDescent({ ...options, iterations }), X, noisy), Z);
      return h.reduce((sum, value, i) => sum + (value - (truth[i] as number)) ** 2, 0);
    };
    const best = model.report.iterations as number;
    const taken = Number(/after (\d+)/.exec(model.report.reason)?.[1]);
    expect(best % 3).toBe(0);
    expect(taken).toBeLessThan(30_000);
    expect(taken).toBe(best + 12);
    for (const step of [best - 3, best + 3, best + 6, best + 12]) if (step >= 0) expect(lossAt(step)).toBeGreaterThanOrEqual(lossAt(best));
    expect(model.coefficients).toEqual(fit(kernelDescent({ ...options, iterations: best }), X, noisy).coefficients);
  });

  it("validation refuses what does not fit", () => {
    const estimator = kernelDescent({ kernel, loss: "hinge", iterations: 10 });
    const run = (validation: object) => () => fit(estimator, X, labels, { validation: validation as { X: Matrix; y: number[] } });
    expectError("shape", run({ X: randomMatrix(1, 3, 5), y: [1, 1, 1] }), { argument: "validation" });
    expectError("shape", run({ X: randomMatrix(1, 3, 2), y: [1, 1] }), { argument: "validation" });
    expectError("argument", run({ X: randomMatrix(1, 3, 2), y: [1, 1, 0] }), { argument: "validation.y", row: 2 });
    expectError("argument", run({ X: randomMatrix(1, 3, 2), y: [1, 1, 1], patience: 0 }), { argument: "validation.patience" });
    expectError("argument", () => fit(kernelRidge({ kernel }), X, y, { validation: { X, y } }), { argument: "validation" });
  });

  it("abort: the error carries a model that predicts", () => {
    const stop = new AbortController();
    const estimator = kernelDescent({ kernel, iterations: 1e9, storage: "tiles" });
    const error = errorOf(() =>
      fit(estimator, X, y, { signal: stop.signal, onProgress: ({ phase }) => phase === "descent" && stop.abort("enough") }),
    );
    expect(error).toMatchObject({ code: "aborted", name: "AbortError", cause: "enough" });
    const model = error.model as KernelModel<Float64Array>;
    expect(model.report.iterations).toBeGreaterThan(0);
    expect(predict(model, X).every(Number.isFinite)).toBe(true);
  });
});

describe("labels", () => {
  it.each(["logistic", "hinge", "squaredHinge"] as const)("%s takes ±1 alone", (loss) => {
    const wrong = labels.slice();
    wrong[7] = 0;
    expectError("argument", () => fit(kernelDescent({ kernel, loss, iterations: 1 }), X, wrong), { argument: "y", row: 7, value: 0 });
  });
});

describe("a start", () => {
  const base = { kernel, lambda: 0.1, iterations: 20 };

  it.each([...SMOOTH, ...KINKED])("%s: goes on as if it had not stopped", (loss) => {
    const run = (iterations: number, start?: KernelModel) =>
      fit(kernelDescent({ ...base, loss, step: 2 ** -7, iterations }), X, targetsOf(loss), start ? { start } : {});
    expect(run(30, run(20)).coefficients).toEqual(run(50).coefficients);
  });

  it("may be a ridge model, from which nothing moves", () => {
    const start = fit(kernelRidge({ kernel, lambda: 0.1 }), X, y);
    const model = fit(kernelDescent({ ...base, tolerance: 1e-9 }), X, y, { start });
    expect(model.report.iterations).toBe(0);
    expect(model.coefficients).toEqual(start.coefficients);
  });

  it("must be of the same problem", () => {
    const start = fit(kernelDescent(base), X, y);
    const refused =
      (change: object, points: Matrix = X, sampleWeight?: Float64Array) =>
      () =>
        fit(kernelDescent(base), points, y, { start: { ...start, ...change }, ...(sampleWeight ? { sampleWeight } : {}) });
    expectError("argument", refused({ kernel: rbf({ gamma: 0.9 }) }), { argument: "start" });
    expectError("argument", refused({ points: randomMatrix(3, n, 2) }), { argument: "start" });
    expectError("argument", refused({ intercept: 1 }), { argument: "start" });
    expectError("argument", refused({ kind: "other" }), { argument: "start" });
    expectError("shape", refused({ coefficients: new Float64Array(n - 1) }), { argument: "start" });
    expectError(
      "argument",
      refused(
        {},
        X,
        y.map((_, i) => (i === 3 ? 0 : 1)),
      ),
      { argument: "start" },
    );
    expectError("argument", () => fit(kernelRidge({ kernel }), X, y, { start }), { argument: "start" });
    expect(
      refused(
        {},
        build(n, 2, (i, k) => at(X, i, k)),
      )().report.iterations,
    ).toBe(20);
  });
});

describe("mini-batches", () => {
  const options = { kernel, loss: "logistic", lambda: 0.1, batch: 7, iterations: 300 } as const;

  it("are the same for the same seed, and others for another", () => {
    const run = (seed: number) => fit(kernelDescent({ ...options, seed }), X, labels).coefficients;
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it.each(["functional", "euclidean"] as const)("%s: come near the optimum with the decreasing step", (gradient) => {
    const kernel = laplacian({ gamma: 3 });
    const estimator = (iterations: number) => kernelDescent({ ...options, kernel, gradient, iterations });
    const K = gram(kernel, X);
    const exact = fit(
      kernelDescent({ kernel, loss: "logistic", lambda: 0.1, momentum: "nesterov", iterations: 1e5, tolerance: 1e-10 }),
      X,
      labels,
    );
    const optimum = objective("logistic", K, labels, 0.1, exact.coefficients);
    const gap = (iterations: number): number =>
      objective("logistic", K, labels, 0.1, fit(estimator(iterations), X, labels).coefficients) / optimum - 1;
    expect(gap(20_000)).toBeLessThan(0.02);
    expect(gap(20_000)).toBeLessThan(gap(100));
  });

  it("record full losses, and change nothing by it", () => {
    const plain = fit(kernelDescent(options), X, labels);
    const { coefficients, report } = fit(kernelDescent({ ...options, record: { every: 50, coefficients: true } }), X, labels);
    expect(coefficients).toEqual(plain.coefficients);
    expect(report.record?.steps).toEqual([0, 50, 100, 150, 200, 250, 300]);
    expect(report.record?.losses.at(-1)).toBe(report.trainingLoss[0]);
    expect(report.record?.coefficients?.at(-1)).toEqual(coefficients);
  });
});

describe("K by tiles", () => {
  it("gives the bits of the stored K", () => {
    // beyond the sizes at which the null space is looked at, which takes K itself
    const many = randomMatrix(4, 300, 3);
    const Y = randomMatrix(5, 300, 2);
    const weights = randomVector(6, 300).map((value) => 0.5 + value ** 2);
    for (const gradient of ["functional", "euclidean"] as const) {
      const run = (storage: "stored" | "tiles") =>
        fit(
          kernelDescent({ kernel: laplacian(), gradient, lambda: 0.1, step: 1e-5, iterations: 20, storage, record: { every: 1 } }),
          many,
          Y,
          {
            sampleWeight: weights,
          },
        );
      const [stored, tiles] = [run("stored"), run("tiles")];
      expect(tiles.coefficients).toEqual(stored.coefficients);
      expect(tiles.report.record).toEqual(stored.report.record);
      expect(tiles.report.bytes).toBeLessThan(stored.report.bytes);
    }
  });

  it("needs memory for the points only, and finds a step at least a quarter of the limit for a kernel without negative values", () => {
    const many = randomMatrix(7, 300, 2);
    const target = randomVector(8, 300);
    const top = perron(gram(rbf(), many));
    for (const momentum of ["none", "nesterov"] as const) {
      const { report } = fit(kernelDescent({ kernel: rbf(), momentum, iterations: 50, storage: "tiles" }), many, target);
      const limit = (momentum === "none" ? 1 : 1.9 / 2.8) / top;
      expect(report.step).toBeGreaterThanOrEqual(0.25 * limit);
      expect(report.step).toBeLessThanOrEqual(0.5 * limit);
      expect(report.diverging).toBe(false);
    }
    const bytes = (rows: number) =>
      fit(
        kernelDescent({ kernel: linear(), iterations: 1, step: 1e-6, storage: "tiles" }),
        randomMatrix(1, rows, 2),
        new Float64Array(rows).fill(1),
      ).report.bytes;
    // sixteen strips of K from 4,096 points on
    expect(bytes(6600) - bytes(5000)).toBeLessThan(2.2 * (bytes(5000) - bytes(4200)) + 1e4);
  });
});

describe("the null space", () => {
  const twice = pickRows(X, [...Array(12).keys(), ...Array(12).keys()]);
  const target = randomVector(11, 24);
  const run = (nullSpace: "keep" | "remove") => fit(kernelDescent({ kernel: laplacian(), iterations: 500, nullSpace }), twice, target);

  it("is kept and measured, or removed without a change of the predictions", () => {
    const [kept, removed] = [run("keep"), run("remove")];
    // equal rows: the difference of a pair's coefficients is in null(K)
    const half = Array.from({ length: 12 }, (_, i) => ((kept.coefficients[i] as number) - (kept.coefficients[i + 12] as number)) / 2);
    const drift = Math.sqrt(2) * norm(Float64Array.from(half));
    expect(drift).toBeGreaterThan(10);
    expect(Math.abs((kept.report.nullComponent as number) - drift)).toBeLessThanOrEqual(1e-10 * drift);
    expect(removed.report.nullComponent).toBe(kept.report.nullComponent);
    for (let i = 0; i < 12; i++) {
      expect(Math.abs((removed.coefficients[i] as number) - (removed.coefficients[i + 12] as number))).toBeLessThanOrEqual(1e-11 * drift);
    }
    expect(distance(predict(removed, X), predict(kept, X))).toBeLessThanOrEqual(1e-11 * drift);
  });

  it("is not looked at unasked for many points", () => {
    const many = randomMatrix(12, 300, 2);
    const fitted = fit(kernelDescent({ kernel: rbf(), iterations: 1, step: 1e-3 }), many, randomVector(13, 300));
    expect(fitted.report.nullComponent).toBeNull();
  });
});
