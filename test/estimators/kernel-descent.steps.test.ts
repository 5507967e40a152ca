import { describe, expect, it } from "vitest";
import {
  fit,
  gram,
  isMercerError,
  type Kernel,
  type KernelModel,
  kernelDescent,
  laplacian,
  linear,
  type Matrix,
  polynomial,
  precomputed,
  predict,
  rbf,
} from "../../src/entries/index";
import { at, build, jacobi, norm, product, times } from "../support/dense";
import { errorOf, expectError } from "../support/errors";
import { random } from "../support/generator";
import { guarded } from "../support/problems";
import { randomMatrix, randomVector } from "../support/random";

interface Case {
  readonly kernel: Kernel;
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly lambda: number;
  readonly gradient: "functional" | "euclidean";
  /** 2/h, h the largest eigenvalue of what the gradient 2W(Kα − y) + 2λα, or K times it, is linear in α by. */
  readonly limit: number;
}

/** Functional: W^½KW^½ + λI, similar to WK + λI. Euclidean: KWK + λK. */
function largestCurvature(K: Matrix, weights: Float64Array | undefined, lambda: number, gradient: Case["gradient"]): number {
  const n = K.rows;
  const w = (i: number): number => weights?.[i] ?? 1;
  if (gradient === "functional") return lambda + largestEigenvalue(build(n, n, (i, j) => Math.sqrt(w(i)) * at(K, i, j) * Math.sqrt(w(j))));
  const KWK = product(
    K,
    build(n, n, (i, j) => w(i) * at(K, i, j)),
  );
  return largestEigenvalue(build(n, n, (i, j) => (at(KWK, i, j) + at(KWK, j, i)) / 2 + lambda * at(K, i, j)));
}

const largestEigenvalue = (A: Matrix): number => jacobi(A).values[A.rows - 1] as number;

/** Problems of all shapes; Gram matrices scaled by 10⁻⁸ … 10⁸. */
function randomCase(seed: number): Case {
  const next = random(seed).uniform;
  const n = 1 + Math.floor(next() ** 2 * 60);
  const d = 1 + Math.floor(next() * 5);
  const scale = 10 ** (16 * next() - 8);
  const kernels = [
    linear(),
    linear(),
    polynomial({ gamma: scale, coef0: 0, degree: 1 }),
    polynomial({ degree: 2 }),
    rbf(),
    laplacian({ gamma: 3 }),
  ];
  const kernel = kernels[Math.floor(next() * kernels.length)] as Kernel;
  const X = randomMatrix(seed + 1, n, d, kernel.kind === "linear" ? Math.sqrt(scale) : 1);
  const y = randomVector(seed + 2, n, 10 ** (4 * next() - 2));
  const weights = next() < 0.4 ? Float64Array.from({ length: n }, () => 10 ** (4 * next() - 2)) : undefined;
  const gradient = next() < 0.5 ? "functional" : "euclidean";
  const K = gram(kernel, X);
  const lambda = next() < 0.5 ? 0 : largestCurvature(K, weights, 0, "functional") * 10 ** (4 * next() - 3);
  return { kernel, X, y, weights, lambda, gradient, limit: 1 / largestCurvature(K, weights, lambda, gradient) };
}

const isWeightedEuclidean = ({ weights, gradient }: Case): boolean => weights !== undefined && gradient === "euclidean";

function run({ kernel, X, y, weights, lambda, gradient }: Case, step: number | "auto", iterations: number): KernelModel<Float64Array> {
  const estimator = kernelDescent({ kernel, lambda, gradient, step, iterations, record: { every: 1 } });
  return fit(estimator, X, y, weights ? { sampleWeight: weights } : {});
}

describe("the step", () => {
  const cases = Array.from({ length: 400 }, (_, seed) => randomCase(seed + 1));
  const groups = [
    { name: "functional, or without weights", problems: cases.filter((problem) => !isWeightedEuclidean(problem)) },
    { name: "Euclidean with weights", problems: cases.filter(isWeightedEuclidean) },
  ];

  it.each(groups)("$name: auto is stable, and at least a quarter of the true limit, on random problems", ({ problems }) => {
    expect(problems.length).toBeGreaterThan(60);
    for (const problem of problems) {
      const { report } = run(problem, "auto", 40);
      expect(report.diverging).toBe(false);
      // half of what is proven stable, so never more than half of the truth
      expect(report.step).toBeLessThanOrEqual((problem.limit / 2) * (1 + 1e-9));
      expect(report.step).toBeGreaterThanOrEqual(problem.limit / 4);
      // then the objective falls at every step; without a ridge it is the loss
      const losses = report.record?.losses ?? [];
      expect(losses).toHaveLength((report.iterations ?? 0) + 1);
      if (problem.lambda > 0) continue;
      losses.forEach((loss, t) => {
        if (t > 0) expect(loss).toBeLessThanOrEqual((losses[t - 1] as number) * (1 + 1e-9) + 1e-24 * (losses[0] as number));
      });
    }
  });

  it.each(groups)("$name: 1 % beyond the limit is flagged, 1 % within is not", ({ problems }) => {
    for (const problem of problems.slice(0, 100)) {
      const beyond = run(problem, 1.01 * problem.limit, 5).report;
      expect(beyond).toMatchObject({ diverging: true, step: 1.01 * problem.limit });
      expect(beyond.warnings).toHaveLength(1);
      expect(run(problem, 0.99 * problem.limit, 5).report).toMatchObject({ diverging: false, warnings: [] });
    }
  });

  it("Euclidean descent on an indefinite K: auto is stable, the limit being that of the largest square", () => {
    const K = [
      [1, 0],
      [0, -2],
    ];
    const { report } = fit(kernelDescent({ kernel: precomputed(), gradient: "euclidean", iterations: 200 }), K, [1, 2]);
    expect(report.step).toBeLessThan(1 / 4);
    expect(report.step).toBeGreaterThanOrEqual(1 / 16);
    expect(report.diverging).toBe(false);
    expect(report.trainingLoss[0]).toBeLessThan(1e-6);
  });

  it("functional descent on an indefinite K: no step is stable, and the report says so", () => {
    const K = [
      [1, 0],
      [0, -2],
    ];
    const { report } = fit(kernelDescent({ kernel: precomputed(), iterations: 5 }), K, [1, 2]);
    expect(report.diverging).toBe(true);
    expect(report.warnings).toHaveLength(1);
  });

  it.each([
    [[[-1]]],
    [
      [
        [-2, 0],
        [0, -1e-3],
      ],
    ],
    [
      [
        [-1, 0],
        [0, 0],
      ],
    ],
  ])("functional descent on the negative K = %j: no step is stable", (K) => {
    const y = new Float64Array(K.length).fill(1);
    expect(fit(kernelDescent({ kernel: precomputed(), iterations: 3 }), K, y).report.diverging).toBe(true);
  });

  it("any step will do where K is 0", () => {
    const X = build(3, 2, () => 0);
    const model = fit(kernelDescent({ kernel: linear(), iterations: 3 }), X, [1, 2, 3]);
    expect(model.report).toMatchObject({ diverging: false, trainingLoss: [14] });
    expect(model.report.step).toBeGreaterThan(0);
  });
});

describe("a descent that leaves the finite numbers", () => {
  const X = randomMatrix(1, 20, 2);
  const y = randomVector(2, 20);
  const limit = 1 / (jacobi(gram(rbf(), X)).values[19] as number);

  it.each([
    ["plain", undefined],
    ["recording losses", { every: 1 }],
    ["recording coefficients", { every: 1, coefficients: true }],
    ["recording some coefficients", { every: 7, coefficients: true }],
  ])("%s: the error carries the last finite model and a step that is safe", (_, record) => {
    const options = { kernel: rbf(), step: 50 * limit, ...(record ? { record } : {}) };
    const error = expectError("diverged", () => fit(kernelDescent({ ...options, iterations: 5000 }), X, y), { step: 50 * limit });
    expect(error.largestStep).toBeLessThan(limit);
    expect(error.largestStep).toBeGreaterThanOrEqual(limit / 4);
    const model = error.model as KernelModel<Float64Array>;
    expect(model.coefficients.every(Number.isFinite)).toBe(true);
    expect(predict(model, X).every(Number.isFinite)).toBe(true);
    expect(model.report.trainingLoss.every(Number.isFinite)).toBe(true);
    expect(model.report).toMatchObject({ diverging: true, iterations: error.iterations });
    // it is what a fit that stops there gives
    const stopped = fit(kernelDescent({ ...options, iterations: error.iterations as number }), X, y);
    expect(model.coefficients).toEqual(stopped.coefficients);
    expectError("diverged", () => fit(kernelDescent({ ...options, iterations: (error.iterations as number) + 1 }), X, y), {
      iterations: error.iterations,
    });
    expect(model.report.trainingLoss).toEqual(stopped.report.trainingLoss);
    expect(fit(kernelDescent({ kernel: rbf(), step: error.largestStep as number, iterations: 100 }), X, y).report.diverging).toBe(false);
  });

  it("names the safe step in its message", () => {
    const error = errorOf(() => fit(kernelDescent({ kernel: rbf(), step: 1e6, iterations: 1000 }), X, y));
    expect(error.message).toContain('"auto"');
    expect(isMercerError(error)).toBe(true);
  });
});

describe("the record and the end", () => {
  const X = randomMatrix(3, 15, 2);
  const y = randomVector(4, 15);

  it("lists every so many steps, and the last", () => {
    const record = (iterations: number, every: number) =>
      fit(kernelDescent({ kernel: rbf(), iterations, record: { every } }), X, y).report.record?.steps;
    expect(record(10, 4)).toEqual([0, 4, 8, 10]);
    expect(record(8, 4)).toEqual([0, 4, 8]);
    expect(record(3, 10)).toEqual([0, 3]);
    expect(record(0, 1)).toEqual([0]);
    expect(fit(kernelDescent({ kernel: rbf(), iterations: 3 }), X, y).report.record).toBeNull();
  });

  it("keeps as many coefficients as steps, the last being the model's", () => {
    for (const [iterations, every] of [
      [10, 4],
      [8, 4],
      [0, 3],
    ] as const) {
      const model = fit(kernelDescent({ kernel: rbf(), iterations, record: { every, coefficients: true } }), X, y);
      const { steps, losses, coefficients } = model.report.record ?? { steps: [], losses: [] };
      expect(losses).toHaveLength(steps.length);
      expect(coefficients).toHaveLength(steps.length);
      expect(coefficients?.at(-1)).toEqual(model.coefficients);
      expect(coefficients?.[0]).toEqual(new Float64Array(15));
    }
  });

  it("recording changes nothing, however many calls into the core it takes", () => {
    const base = { kernel: rbf(), iterations: 5000 };
    const plain = fit(kernelDescent(base), X, y);
    expect(fit(kernelDescent({ ...base, record: { every: 3 } }), X, y).coefficients).toEqual(plain.coefficients);
    expect(fit(kernelDescent({ ...base, record: { every: 777, coefficients: true } }), X, y).coefficients).toEqual(plain.coefficients);
  });

  it("no step at all leaves α = 0", () => {
    const { coefficients, report } = fit(kernelDescent({ kernel: rbf(), iterations: 0 }), X, y);
    expect(coefficients).toEqual(new Float64Array(15));
    expect(report.iterations).toBe(0);
    expect(Math.abs((report.trainingLoss[0] as number) - norm(y) ** 2)).toBeLessThanOrEqual(20 * Number.EPSILON * norm(y) ** 2);
  });

  it("stops once the gradient is small enough, and not before", () => {
    const tolerance = 1e-3;
    const lambda = 0.2;
    const start = 2 * Math.max(...y.map(Math.abs));
    const gradient = (alpha: Float64Array): number =>
      Math.max(...times(gram(rbf(), X), alpha).map((h, i) => Math.abs(2 * (h - (y[i] as number)) + 2 * lambda * (alpha[i] as number))));
    const stopped = fit(kernelDescent({ kernel: rbf(), lambda, tolerance, iterations: 100_000 }), X, y);
    const iterations = stopped.report.iterations as number;
    expect(iterations).toBeLessThan(100_000);
    expect(gradient(stopped.coefficients)).toBeLessThanOrEqual(tolerance * start * (1 + 1e-9));
    const before = fit(kernelDescent({ kernel: rbf(), lambda, iterations: iterations - 1 }), X, y);
    expect(gradient(before.coefficients)).toBeGreaterThan(tolerance * start * (1 - 1e-9));
  });

  it("says what was done", () => {
    const { report } = fit(kernelDescent({ kernel: rbf(), iterations: 3, step: 0.01 }), X, y);
    expect(report).toMatchObject({ solver: "gradient-descent", iterations: 3, step: 0.01, backwardError: null, rank: null });
  });

  it("leaves its input alone", () => {
    const { inputs, unchanged } = guarded({ X: randomMatrix(5, 9, 2), y: randomVector(6, 9), w: new Float64Array(9).fill(3) });
    fit(Object.freeze(kernelDescent({ kernel: rbf(), iterations: 20 })), inputs.X, inputs.y, { sampleWeight: inputs.w });
    expect(unchanged()).toBe(true);
  });
});

describe("options that are refused", () => {
  const base = { kernel: rbf(), iterations: 5 };
  it.each([
    ["tolerance", { batch: 5, tolerance: 1e-3 }],
    ["discrepancy", { batch: 5, discrepancy: 1 }],
  ] as const)("mini-batches with a %s", (_, options) => {
    expectError("unsupported", () => kernelDescent({ ...base, ...options }), { argument: "batch" });
  });

  it.each([
    ["step", { step: 0 }],
    ["step", { step: -1 }],
    ["step", { step: Number.NaN }],
    ["iterations", { iterations: -1 }],
    ["iterations", { iterations: 1.5 }],
    ["lambda", { lambda: -1 }],
    ["tolerance", { tolerance: -1 }],
    ["gradient", { gradient: "steepest" as "functional" }],
    ["record.every", { record: { every: 0 } }],
    ["loss", { loss: "cubic" as "squared" }],
    ["delta", { loss: "huber" as const, delta: 0 }],
    ["epsilon", { loss: "epsilonInsensitive" as const, epsilon: -1 }],
    ["delta", { loss: "absolute" as const, delta: 1 }],
    ["epsilon", { epsilon: 1 }],
    ["discrepancy", { discrepancy: -1 }],
    ["momentum", { momentum: "adam" as "nesterov" }],
    ["momentum.beta", { momentum: { kind: "heavyBall" as const, beta: 1 } }],
    ["batch", { batch: 0 }],
    ["batch", { batch: 1.5 }],
    ["seed", { seed: Number.NaN }],
    ["nullSpace", { nullSpace: "drop" as "keep" }],
    ["storage", { storage: "disk" as "stored" }],
    ["storage", { storage: "tiles" as const, batch: 5 }],
  ])("a bad %s", (argument, options) => {
    expectError("argument", () => kernelDescent({ ...base, ...options }), { argument });
  });
});

it.each([
  ["euclidean", 10],
  // n max k(x, x) bounds the curvature of every batch
  ["functional", 1],
] as const)("batches of a tenth, by the %s gradient, step a %i-th as far where K is nearly all ones", (gradient, times) => {
  const options = { kernel: rbf({ gamma: 1e-3 }), gradient, iterations: 1, seed: 1 };
  const step = (batch: "full" | number) =>
    fit(kernelDescent({ ...options, batch }), randomMatrix(1, 50, 2), randomVector(2, 50)).report.step as number;
  expect(Math.abs(step("full") / step(5) / times - 1)).toBeLessThan(0.01);
});
