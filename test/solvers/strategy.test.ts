import { describe, expect, it } from "vitest";
import {
  fit,
  gaussianProcess,
  kernelDescent,
  kernelRidge,
  linear,
  type Matrix,
  polynomial,
  precomputed,
  rbf,
} from "../../src/entries/index";
import { randomMatrix, randomVector } from "../support/random";

/** Features of polynomial({ degree: 2 }) on d columns: (d + 2 choose 2). */
const KERNELS = [
  ["linear, two columns", linear(), 2, 2],
  ["polynomial, one column", polynomial({ degree: 2 }), 1, 3],
  ["polynomial, two columns", polynomial({ degree: 2 }), 2, 6],
] as const;

describe.each(KERNELS)('solver "auto", %s', (_, kernel, d, M) => {
  const routeOf = (n: number, lambda: number | number[], intercept = false): string => {
    const t = typeof lambda === "number" ? 1 : lambda.length;
    const Y: Matrix = { rows: n, cols: t, data: randomVector(2, n * t) };
    const { report } = fit(kernelRidge({ kernel, lambda, intercept }), randomMatrix(1, n, d), Y);
    if (report.solver === "primal") expect(report.reason).toContain(`K has rank at most ${M} < n = ${n}, the number of features`);
    return report.solver;
  };

  it("with a ridge: by the features from twelve times as many points on", () => {
    for (const intercept of [false, true]) {
      expect(routeOf(12 * M, 0.5, intercept)).toBe("primal");
      expect(routeOf(12 * M - 1, 0.5, intercept)).toBe("cholesky");
      expect(routeOf(12 * M - 1, [0.5, 2], intercept)).toBe("cholesky");
    }
  });

  it("without one for one of the targets: where they are fewer than the points", () => {
    expect(routeOf(M + 1, 0)).toBe("primal");
    expect(routeOf(M + 1, [1, 0])).toBe("primal");
    expect(routeOf(M + 1, 1)).toBe("cholesky");
    expect(routeOf(M, 0)).not.toBe("primal");
  });
});

/** K = diag(1, s): the condition number is 1/s, without a rounding for a power of four. */
const diagonal = (s: number) => [
  [1, 0],
  [0, s],
];

describe("a condition number of 1/ε", () => {
  const limit = 2 ** -52;
  const y = (s: number) => [1, s];

  it.each(["cholesky", "lu"] as const)('solver "%s": from there on the digits are in doubt', (solver) => {
    const run = (s: number) => fit(kernelRidge({ kernel: precomputed(), lambda: 0, solver }), diagonal(s), y(s)).report;
    for (const s of [4 * limit, 1]) {
      expect(run(s).conditionEstimate).toBe(1 / s);
      expect(run(s).warnings).toEqual([]);
    }
    for (const s of [limit, limit / 4]) {
      expect(run(s).conditionEstimate).toBe(1 / s);
      expect(run(s).warnings).toEqual([
        `K + λI is singular to working precision (condition number ${(1 / s).toPrecision(2)}): the coefficients carry no reliable digits; a larger lambda makes them meaningful`,
      ]);
    }
  });

  it('solver "auto": from there on the solution of least norm', () => {
    const run = (s: number) => fit(kernelRidge({ kernel: precomputed(), lambda: 0 }), diagonal(s), y(s)).report;
    expect(run(2 * limit)).toMatchObject({ solver: "cholesky", reason: "K + λI is positive definite" });
    const singular = run(limit);
    expect(singular.solver).toBe("eigen");
    expect(singular.reason).toContain("K + λI is singular to working precision (condition number 4.5e+15)");
  });

  it("of a Gaussian process", () => {
    const run = (s: number) => fit(gaussianProcess({ kernel: precomputed(), noise: 0 }), diagonal(s), y(s)).report;
    expect(run(2 * limit).warnings).toEqual([]);
    expect(run(limit).warnings).toEqual([
      "K + noise is singular to working precision (condition number 4.5e+15): the coefficients and variances carry no reliable digits; a larger noise makes them meaningful",
    ]);
  });
});

describe("a step at the limit of stability, ¼ for K = 4", () => {
  const run = (step: number, more: object = {}, K: number[][] = [[4]], y: number[] = [1]) =>
    fit(kernelDescent({ kernel: precomputed(), iterations: 2, step, ...more }), K, y).report;

  it("is beyond it where it exceeds it, by the squared loss and all points", () => {
    for (const step of [0.125, 0.25]) expect(run(step)).toMatchObject({ diverging: false, warnings: [] });
    const beyond = run(0.25 * (1 + 1e-9));
    expect(beyond.diverging).toBe(true);
    expect(beyond.warnings[0]).toMatch(
      /^the descent diverges: the step 0\.25\d* is beyond the limit of stability, which lies between 0\.25\d* and 0\.25\d*$/,
    );
    // 1/(λ₁(λ₁ + λ)), and 1/(λ₁ + λ) with a ridge of 1
    expect(run(1 / 20, { gradient: "euclidean", lambda: 1 }).diverging).toBe(false);
    expect(run(1.001 / 20, { gradient: "euclidean", lambda: 1 }).diverging).toBe(true);
    expect(run(1 / 5, { lambda: 1 }).diverging).toBe(false);
    expect(run(1.001 / 5, { lambda: 1 }).diverging).toBe(true);
    // heavy ball: (1 + β) times as far; Nesterov: (1 + β)/(1 + 2β)
    const [ball, ahead] = (["heavyBall", "nesterov"] as const).map((kind) => ({ momentum: { kind, beta: 0.5, restart: false } }));
    expect(run(0.25 * 1.5, ball).diverging).toBe(false);
    expect(run(0.25 * 1.5 * 1.001, ball).diverging).toBe(true);
    expect(run(0.25 * 0.75, ahead).diverging).toBe(false);
    expect(run(0.25 * 0.75 * 1.001, ahead).diverging).toBe(true);
    // of other losses, and of one point at a time, nothing of the kind is known
    for (const loss of ["logistic", "huber", "squaredHinge", "absolute"])
      expect(run(3, { loss })).toMatchObject({ diverging: false, warnings: [] });
    expect(run(0.3, { batch: 1 })).toMatchObject({ diverging: false, warnings: [] });
  });

  it("is nowhere for a K with a negative eigenvalue", () => {
    const K = [
      [0, 2],
      [2, 0],
    ];
    const message = "no step is stable: K is not positive semi-definite, it has an eigenvalue of -2.00 or less";
    expect(run(0.01, {}, K, [1, 1])).toMatchObject({ diverging: true, warnings: [message] });
    expect(run(0.01, { loss: "logistic" }, K, [1, 1])).toMatchObject({ diverging: false, warnings: [message] });
    expect(run(0.01, { loss: "absolute" }, K, [1, 1])).toMatchObject({ diverging: false, warnings: [] });
    // 2λ of the ridge lifts it above 0
    expect(run(0.01, { lambda: 3 }, K, [1, 1])).toMatchObject({ diverging: false, warnings: [] });
  });

  it('chosen by "auto" is half of it, and 1 where K is 0', () => {
    const auto = (K: number[][]) =>
      fit(
        kernelDescent({ kernel: precomputed(), iterations: 1 }),
        K,
        K.map(() => 1),
      ).report.step;
    expect(Math.abs((auto([[4]]) as number) * 8 - 1)).toBeLessThan(1e-6);
    expect(auto([[0]])).toBe(1);
    const whole = fit(kernelDescent({ kernel: rbf({ gamma: 1 }), iterations: 1, batch: 3 }), [1, 2, 3], [1, 2, 3]).report.step as number;
    const full = fit(kernelDescent({ kernel: rbf({ gamma: 1 }), iterations: 1 }), [1, 2, 3], [1, 2, 3]).report.step as number;
    // a mini-batch of all points is no more and no less than they are
    expect(Math.abs(whole / full - 1)).toBeLessThan(1e-6);
  });
});
