import { describe, expect, it } from "vitest";
import {
  add,
  fit,
  gaussianProcess,
  gram,
  isMercerError,
  type Kernel,
  kernelRidge,
  leaveOneOut,
  logMarginalLikelihood,
  matern,
  predict,
  predictDistribution,
  rbf,
  scale,
  verify,
  white,
} from "../../src/entries/index";
import { axisModes } from "../../src/fourier/modes";
import { wavesAt } from "../../src/fourier/waves";
import { random } from "../support/generator";

const { uniform } = random(4);
const n = 60;
const X = Array.from({ length: n }, () => [2 * uniform()]);
const y = X.map(([a]) => Math.sin(3 * (a as number)) + 0.1 * uniform());
const Y = y.map((value, i) => [value, value * value - (X[i]?.[0] as number)]);
const Z = [[0.5], [1.2], X[3] as number[]];

const close = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  const most = Math.max(...Array.from(expected, Math.abs));
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs((found[i] as number) - (expected[i] as number))).toBeLessThanOrEqual(tolerance * most);
  }
};

describe("the waves of one axis", () => {
  it.each([
    [0.5, 1e-4],
    [0.1, 1e-8],
    [3, 1e-11],
  ])("are within their bound of the Gaussian of length scale %s, and the bound within the tolerance", (lengthScale, tolerance) => {
    const axis = axisModes(-1, 1, lengthScale, tolerance);
    expect(axis.error).toBeLessThanOrEqual(tolerance + 1e-13);
    const waves = (x: number): Float64Array => {
      const found = new Float64Array(2 * axis.p + 1);
      wavesAt(axis, x, axis.p, found, 0);
      return found.map((value, j) => value * (axis.weights[j] as number));
    };
    let worst = 0;
    for (let i = 0; i <= 40; i++) {
      const [a, b] = [waves(-1), waves(-1 + i / 20)];
      const sum = a.reduce((total, value, j) => total + value * (b[j] as number), 0);
      worst = Math.max(worst, Math.abs(sum - Math.exp(-((i / 20 / lengthScale) ** 2) / 2)));
    }
    expect(worst).toBeLessThanOrEqual(axis.error + 1e-14);
    // the bound is no idle one
    if (tolerance > 1e-10) expect(axis.error).toBeLessThanOrEqual(1e4 * worst);
  });
});

const KERNELS: Readonly<Record<string, Kernel>> = {
  "a Gaussian": rbf({ lengthScale: 0.6 }),
  "length scales and noise": add(scale(1.7, rbf({ lengthScale: [0.8] })), white(0.02)),
  "a width": scale(0.5, rbf({ gamma: 1.5 })),
  "a width of its own": rbf(),
};

describe.each(Object.entries(KERNELS))("waves for %s", (_, kernel) => {
  it.each(["none", "linear"] as const)("are the dense process, trend %s", (trend) => {
    const [dense, waves] = (["cholesky", "fourier"] as const).map((solver) => gaussianProcess({ kernel, noise: 0.1, trend, solver })) as [
      ReturnType<typeof gaussianProcess>,
      ReturnType<typeof gaussianProcess>,
    ];
    const [expected, found] = [fit(dense, X, Y), fit(waves, X, Y)];
    expect(found.report.solver).toBe("fourier");
    expect(found.report.reason).toMatch(/waves, whose kernel is within/);
    close(found.coefficients.data, expected.coefficients.data, 1e-7);
    close([found.logMarginalLikelihood], [expected.logMarginalLikelihood], 1e-8);
    const [there, here] = [predictDistribution(expected, Z), predictDistribution(found, Z)];
    close(here.mean.data, there.mean.data, 1e-8);
    close(here.variance, there.variance, 1e-7);
    const [without, left] = [leaveOneOut(dense, X, Y), leaveOneOut(waves, X, Y)];
    close(left.residuals.data, without.residuals.data, 1e-7);
    const [of, by] = [dense, waves].map((estimator) => logMarginalLikelihood(estimator, X, Y, { gradient: true }).gradient ?? {}) as [
      object,
      object,
    ];
    expect(Object.keys(by)).toEqual(Object.keys(of));
    close(Object.values(by), Object.values(of), 1e-6);
  });

  it("are within the bound of the report, which is small", () => {
    const of = (solver: "cholesky" | "fourier") => fit(kernelRidge({ kernel, lambda: 0.1, solver }), X, y);
    const [dense, waves] = [of("cholesky"), of("fourier")];
    const bound = waves.report.errorBound as number;
    const roots = gram(kernel, Z)
      .data.filter((_, at) => at % (Z.length + 1) === 0)
      .map(Math.sqrt);
    const exact = predict(dense, Z);
    predict(waves, Z).forEach((value, i) => {
      expect(Math.abs(value - (exact[i] as number))).toBeLessThanOrEqual(
        (bound + (dense.report.errorBound as number)) * (roots[i] as number),
      );
    });
    expect(bound).toBeLessThan(1e-7);
    expect(verify(waves, X, y).claims.filter(({ holds }) => holds === false)).toEqual([]);
  });
});

describe("waves", () => {
  it("are the dense process in two features, and its derivatives", () => {
    const plane = X.map(([a], i) => [a as number, ((7 * i) % n) / n]);
    const [dense, waves] = (["cholesky", "fourier"] as const).map((solver) =>
      logMarginalLikelihood(gaussianProcess({ kernel: rbf({ lengthScale: [1.5, 2] }), noise: 0.1, trend: "constant", solver }), plane, y, {
        gradient: true,
      }),
    );
    close([waves?.value as number], [dense?.value as number], 1e-9);
    close(Object.values(waves?.gradient ?? {}), Object.values(dense?.gradient ?? {}), 1e-8);
  });

  it("are refused with what does not fit", () => {
    const refused = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        if (isMercerError(error)) return `${error.code}: ${error.message}`;
        throw error;
      }
      return "nothing";
    };
    const of = (kernel: Kernel, noise: number | number[] = 0.1) =>
      refused(() => fit(gaussianProcess({ kernel, noise, solver: "fourier" }), X, y));
    expect(of(matern({ nu: 1.5, lengthScale: 1 }))).toMatch(/^unsupported: .*which is no Gaussian/);
    expect(of(rbf({ lengthScale: 1e-3 }))).toMatch(/^unsupported: .*waves or more/);
    expect(of(rbf(), 0)).toMatch(/^not-positive-definite: .*must be positive/);
    const model = fit(gaussianProcess({ kernel: rbf(), noise: 0.1, solver: "fourier" }), X, y);
    expect(refused(() => predictDistribution(model, [[50]]))).toMatch(/^unsupported: row 0 of Z lies outside/);
  });
});
