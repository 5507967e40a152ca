import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import { anova, fit, type Kernel, type KernelModel, kernelRidge, matern, predict, predictGradient, rbf } from "../../src/entries/index";
import { expectError } from "../support/errors";
import { asPoints, readGradients, worstError } from "../support/gradients";
import { randomMatrix, randomVector } from "../support/random";

const fixture = readGradients();
const [X, Z] = [asPoints(fixture.X), asPoints(fixture.Z)];
const alpha = Float64Array.from(fixture.alpha);

/** A model with these coefficients, whatever was fitted. */
function modelOf(kernel: Kernel, points = X, coefficients = alpha): KernelModel<Float64Array> {
  const fitted = fit(kernelRidge({ kernel: rbf(), lambda: 1 }), points, new Float64Array(points.rows));
  return { ...fitted, kernel, coefficients } as KernelModel<Float64Array>;
}

describe("the gradient of a prediction", () => {
  it("of 300 compositions, against differences at 60 digits", () => {
    const errors = fixture.cases.map(({ kernel, points, pointsScale }) => {
      return worstError(predictGradient(modelOf(kernel), Z).data, points, pointsScale);
    });
    expect(Math.max(...errors)).toBeLessThan(1e-13);
  });

  it("of a fit: the slope of its predictions, in tiles of any size", () => {
    const [n, m] = [70, 45];
    const points = randomMatrix(1, n, 2);
    const model = fit(kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 1e-3, intercept: true }), points, randomVector(2, n));
    const at = randomMatrix(3, m, 2);
    const gradient = predictGradient(model, at);
    expect([gradient.rows, gradient.cols]).toEqual([m, 2]);
    const h = 2 ** -12;
    for (const k of [0, 1]) {
      const moved = (by: number): Float64Array => predict(model, { ...at, data: at.data.map((x, i) => (i % 2 === k ? x + by : x)) });
      const [up, down] = [moved(h), moved(-h)];
      // the error of a central difference is h²/6 times a third derivative
      for (let i = 0; i < m; i++) expect(gradient.data[2 * i + k]).toBeCloseTo(((up[i] as number) - (down[i] as number)) / (2 * h), 5);
    }
  });

  it("at a training point: 0 from the point itself for smooth kernels", () => {
    const one = asPoints([[1, 2]]);
    const smooth = [rbf({ gamma: 1 }), matern({ nu: 1.5, lengthScale: 1 }), matern({ nu: 2.5, lengthScale: [1, 2] })];
    const periodic = [
      mercer.periodic({ period: 1, lengthScale: 1 }),
      mercer.periodic({ period: 1, lengthScale: 1, metric: "per-feature" }),
    ];
    for (const kernel of [...smooth, ...periodic, mercer.rationalQuadratic({ alpha: 1, lengthScale: 1 })]) {
      expect(predictGradient(modelOf(kernel, one, Float64Array.of(2)), one).data.every((value) => value === 0)).toBe(true);
    }
    const line = asPoints([[3]]);
    const onLine = modelOf(mercer.periodic({ period: 1, lengthScale: 1 }), line, Float64Array.of(1));
    expect(predictGradient(onLine, line).data.every((value) => value === 0)).toBe(true);
  });

  it("of a χ² kernel at 0: the derivative from above", () => {
    const model = modelOf(mercer.chi2({ gamma: 1 }), asPoints([[0, 1]]), Float64Array.of(1));
    // k = e^(−(x₁ + (x₂ − 1)²/(x₂ + 1)))
    expect([...predictGradient(model, [[0, 1]]).data]).toEqual([-1, 0]);
  });

  it("of a normalised kernel whose points are far from 1: powers of two go through", () => {
    const kernel = mercer.normalize(mercer.polynomial({ gamma: 1, degree: 2, coef0: 0 }));
    const far = 2 ** 300;
    const scaled = (size: number): mercer.Matrix => ({ ...X, data: X.data.map((x) => (x + 0.125) * size) });
    const near = predictGradient(modelOf(kernel, scaled(1)), { ...Z, data: Z.data.slice() }).data;
    const got = predictGradient(modelOf(kernel, scaled(far)), { ...Z, data: Z.data.map((x) => x * far) }).data;
    got.forEach((value, i) => {
      expect(value * far).toBeCloseTo(near[i] as number, 13);
    });
  });
});

it("is exactly 0 where a product of two features has the other at 0", () => {
  const model = fit(
    kernelRidge({ kernel: anova({ degree: 2 }), lambda: 1 }),
    [
      [1, 2],
      [3, 1],
    ],
    [1, 2],
  );
  const [first, second] = predictGradient(model, [[1, 0]]).data;
  const [a, b] = model.coefficients;
  expect(Math.abs(first as number)).toBe(0);
  // ∂/∂x₂ Σ α x₁x₂z₁z₂
  expect(second).toBeCloseTo(2 * (a as number) + 3 * (b as number), 12);
});

describe("no gradient", () => {
  const far = [9, 9, 9];
  const kinks: [string, Kernel, number[][]][] = [
    ["Matérn ½ at a training point", matern({ nu: 0.5, lengthScale: 1 }), [far, fixture.X[3] as number[]]],
    ["the Laplacian in a feature of one", mercer.laplacian({ gamma: 1 }), [far, [9, fixture.X[3]?.[1] as number, 9]]],
    ["inside a composition", mercer.add(rbf(), mercer.scale(2, matern({ nu: 0.5, lengthScale: 1 }))), [far, fixture.X[3] as number[]]],
  ];

  it.each(kinks)("%s: unsupported, with the pair", (_, kernel, at) => {
    expectError("unsupported", () => predictGradient(modelOf(kernel), at), { row: 1, column: 3 });
    expect(predictGradient(modelOf(kernel), at.slice(0, 1)).data.every(Number.isFinite)).toBe(true);
  });

  it("a kink that does not count is none", () => {
    const without = alpha.map((value, i) => (i === 3 ? 0 : value));
    const model = modelOf(matern({ nu: 0.5, lengthScale: 1 }), X, without);
    expect(predictGradient(model, [fixture.X[3] as number[]]).data.every(Number.isFinite)).toBe(true);
  });

  it.each<[string, Kernel]>([
    ["custom", mercer.custom(() => 1)],
    ["fromFeatures", mercer.fromFeatures((x) => x)],
    [
      "mapped",
      mercer.add(
        rbf(),
        mercer.mapInputs((x) => x, rbf()),
      ),
    ],
    ["multiplier", mercer.multiplier(() => 1, rbf())],
  ])("%s: of a function nothing but its values is known", (kind, kernel) => {
    expectError("kernel", () => predictGradient(modelOf(kernel), Z), { kind });
  });

  it("of other models, several targets, other features, and the caller's own matrix", () => {
    const linear = fit(mercer.leastSquares(), X, alpha);
    expectError("argument", () => predictGradient(linear as unknown as KernelModel<Float64Array>, Z), { argument: "model" });
    const two = fit(kernelRidge({ kernel: rbf() }), X, { rows: 7, cols: 2, data: new Float64Array(14) });
    expectError("shape", () => predictGradient(two as unknown as KernelModel<Float64Array>, Z), { argument: "model" });
    expectError("shape", () => predictGradient(modelOf(rbf()), [[1, 2]]));
    const own = fit(kernelRidge({ kernel: mercer.precomputed() }), mercer.gram(rbf(), X), alpha);
    expectError("kernel", () => predictGradient(own, mercer.gram(rbf(), Z, X)), { kind: "precomputed" });
    expectError("not-finite", () => predictGradient(modelOf(rbf()), [[Number.NaN, 1, 1]]));
  });
});
