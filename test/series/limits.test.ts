import { describe, expect, it } from "vitest";
import {
  add,
  constant,
  distributionPredictor,
  fit,
  fromJSON,
  gaussianProcess,
  isMercerError,
  kernelRidge,
  lambdaPath,
  leaveOneOut,
  linear,
  logMarginalLikelihood,
  matern,
  predict,
  predictDistribution,
  predictor,
  rbf,
  scale,
  selectLambda,
  toJSON,
  tune,
  verify,
  white,
} from "../../src/entries/index";
import { fromJSON as readServed, predict as serve, predictor as servePredictor } from "../../src/entries/predict";
import { random } from "../support/generator";

const { uniform } = random(3);
const n = 80;
const X = Array.from({ length: n }, () => 5 * uniform());
const y = X.map((x) => Math.sin(3 * x) + 0.2 * uniform());
const kernel = scale(1.3, matern({ nu: 1.5, lengthScale: 0.7 }));
const Z = Float64Array.from({ length: 30 }, (_, i) => i / 5 - 0.4);

describe("a model of a series", () => {
  const model = fit(gaussianProcess({ kernel, noise: 0.1, trend: "linear", standardize: true, solver: "stateSpace" }), X, y);

  it("gives the same bits in one call, in many, from its file, and without WebAssembly", () => {
    const whole = Array.from(predict(model, Z));
    const at = predictor(model);
    const file = toJSON(model);
    const served = readServed(file) as typeof model;
    const servedAt = servePredictor(served);
    expect(Array.from(Z, (z) => at([z]))).toEqual(whole);
    expect(Array.from(predict(fromJSON(file) as typeof model, Z))).toEqual(whole);
    expect(Array.from(serve(served, Z))).toEqual(whole);
    expect(Array.from(Z, (z) => servedAt([z]))).toEqual(whole);
  });

  it("has the variances of its predictor, and bears verification", () => {
    const { mean, variance } = predictDistribution(model, Z);
    const at = distributionPredictor(model);
    expect(Array.from(Z, (z) => at([z]))).toEqual(Array.from(Z, (_, i) => ({ mean: mean[i], variance: variance[i] })));
    expect(verify(model, X, y).claims.filter(({ holds }) => holds === false)).toEqual([]);
    const ridge = fit(kernelRidge({ kernel, lambda: 0.2, intercept: true, solver: "stateSpace" }), X, y);
    expect(verify(ridge, X, y).claims.filter(({ holds }) => holds === false)).toEqual([]);
  });

  it("is tuned to the optimum of the dense likelihood", () => {
    const [dense, series] = (["cholesky", "stateSpace"] as const).map((solver) =>
      tune(gaussianProcess({ kernel, noise: 0.1, solver }), X, y, { starts: 1 }),
    );
    expect(series?.converged).toBe(true);
    expect(Math.abs((series?.value as number) - (dense?.value as number))).toBeLessThan(1e-6);
  });
});

describe("paths of λ", () => {
  const cells = Array.from({ length: 48 }, (_, i) => [i % 8, Math.floor(i / 8)]);
  const height = cells.map(([a, b]) => Math.sin(a as number) + 0.1 * (b as number) + 0.3 * uniform());
  it.each([
    ["stateSpace", kernel, X, y],
    ["kronecker", rbf({ lengthScale: [2, 3] }), cells, height],
  ] as const)("are those of the whole matrix: %s", (solver, k, points, targets) => {
    const lambdas = [0.01, 0.1, 1, 10];
    for (const intercept of [false, true]) {
      const of = (by: "cholesky" | "stateSpace" | "kronecker") => kernelRidge({ kernel: k, solver: by, intercept });
      const dense = lambdaPath(of("cholesky"), points as number[][], targets as number[], lambdas);
      const found = lambdaPath(of(solver), points as number[][], targets as number[], lambdas);
      for (const name of ["looError", "gcv", "effectiveDimension", "logMarginalLikelihood"] as const) {
        const most = Math.max(...Array.from(dense[name], Math.abs));
        dense[name].forEach((value, i) => {
          expect(Math.abs((found[name][i] as number) - value)).toBeLessThanOrEqual(1e-10 * most);
        });
      }
      expect(found.best).toEqual(dense.best);
      expect(selectLambda(of(solver), points as number[][], targets as number[], lambdas).best).toBe(dense.best.leaveOneOut);
      const chosen = lambdaPath(of(solver), points as number[][], targets as number[]);
      expect(chosen.lambdas.length).toBeGreaterThan(30);
      expect(chosen.looError.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("gaps of any size", () => {
  const nu = [0.5, 1.5, 2.5] as const;
  /** For few points the solution is known: (K + N)⁻¹ of two groups that do not see each other. */
  it.each(nu)("from 1e-9 to 1e9 leave no NaN and no loss, ν = %s", (order) => {
    const places = [-1e9, -1e9 + 1, 0, 1e-9, 2e-9, 1, 1e9];
    const values = [1, 2, -1, 0.5, 0.25, 3, 1];
    const far = matern({ nu: order, lengthScale: 1 });
    const [dense, series] = (["cholesky", "stateSpace"] as const).map((solver) =>
      logMarginalLikelihood(gaussianProcess({ kernel: far, noise: 0.01, solver }), places, values, { gradient: true }),
    );
    expect(Math.abs((series?.value as number) - (dense?.value as number))).toBeLessThan(1e-10 * Math.abs(dense?.value as number));
    for (const path of Object.keys(dense?.gradient ?? {})) {
      const [found, expected] = [series?.gradient?.[path] as number, dense?.gradient?.[path] as number];
      expect(Math.abs(found - expected)).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)));
    }
  });

  it("keeps the digits of a smooth function without noise, where the matrix has none: the bridge of e^(−|x − z|) is known", () => {
    // Matérn ½ is Markov: given its neighbours a point has α = (y − ρ(y₋ + y₊)/(1 + ρ²))(1 + ρ²)/(1 − ρ²) on a regular grid, ρ = e^(−h)
    const h = 1e-7;
    const grid = Array.from({ length: 5 }, (_, i) => i * h);
    const values = [0, 1e-7, 0, 1e-7, 0];
    const { coefficients } = fit(
      kernelRidge({ kernel: matern({ nu: 0.5, lengthScale: 1 }), lambda: 0, solver: "stateSpace" }),
      grid,
      values,
    );
    const less = -Math.expm1(-2 * h);
    const rho = Math.exp(-h);
    const inner = ((1 + rho * rho) * 1e-7) / less;
    expect(Math.abs((coefficients[1] as number) / inner - 1)).toBeLessThan(1e-6);
  });
});

describe("what does not fit", () => {
  const refused = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (isMercerError(error)) return `${error.code}: ${error.message}`;
      throw error;
    }
    return "nothing";
  };

  it("is refused with what does not fit", () => {
    const of = (k: typeof kernel | ReturnType<typeof rbf>, points: unknown) =>
      refused(() => fit(gaussianProcess({ kernel: k, solver: "stateSpace" }), points as number[], y));
    expect(of(rbf(), X)).toMatch(/^unsupported: .*"rbf" has no state/);
    expect(of(white(1) as never, X)).toMatch(/^unsupported: .*white noise alone/);
    expect(
      refused(() =>
        fit(
          kernelRidge({ kernel, solver: "stateSpace" }),
          [
            [1, 2],
            [3, 4],
          ],
          [1, 2],
        ),
      ),
    ).toMatch(/^unsupported: .*X has 2 features/);
    const twice = kernelRidge({ kernel, lambda: 0, solver: "stateSpace" });
    expect(refused(() => fit(twice, [2, 1, 1], [1, 2, 3]))).toMatch(/^not-positive-definite: .*rows 1 and 2 of X are equal/);
    const ridge = kernelRidge({ kernel, lambda: 0.1, solver: "stateSpace" });
    expect(refused(() => tune(ridge, X, y))).toMatch(/^unsupported: .*no derivatives of leave-one-out/);
  });

  it("is left to other routes by auto, and so are few points", () => {
    const many = Array.from({ length: 1000 }, (_, i) => i / 10);
    const targets = many.map((x) => Math.sin(x));
    expect(fit(kernelRidge({ kernel, lambda: 0.1 }), many, targets).report.solver).toBe("stateSpace");
    expect(fit(kernelRidge({ kernel, lambda: 0.1 }), many.slice(1), targets.slice(1)).report.solver).toBe("mixed");
    expect(fit(kernelRidge({ kernel: add(linear(), constant(1)), lambda: 0.1 }), many, targets).report.solver).toBe("primal");
    expect(fit(gaussianProcess({ kernel, noise: 0.1 }), many, targets).report.reason).toMatch(/Kalman filter/);
    expect(leaveOneOut(kernelRidge({ kernel, lambda: 0.1 }), many, targets).route).toBe("factor");
  });
});
