import { describe, expect, it } from "vitest";
import {
  add,
  additiveChi2,
  allSubsets,
  anova,
  chi2,
  constant,
  cosine,
  custom,
  describe as describeKernel,
  exponential,
  exponentiate,
  fromFeatures,
  type Kernel,
  laplacian,
  linear,
  mapInputs,
  matern,
  multiplier,
  multiply,
  normalize,
  onColumns,
  periodic,
  polynomial,
  power,
  precomputed,
  rationalQuadratic,
  rbf,
  scale,
  sigmoid,
  white,
} from "../../src/entries/index";
import { composition } from "../support/compositions";
import { expectError } from "../support/errors";

const one = (): number => 1;

describe("describe", () => {
  it.each<[string, Kernel]>([
    ["xᵀz", linear()],
    ["xᵀAz", linear({ metric: [[1]] })],
    ["(d⁻¹xᵀz + 1)³", polynomial()],
    ["(2xᵀz − 0.5)¹²", polynomial({ gamma: 2, coef0: -0.5, degree: 12 })],
    ["exp(−0.1‖x − z‖²)", rbf({ gamma: 0.1 })],
    ["exp(−½‖(x − z)/(1, 2)‖²)", rbf({ lengthScale: [1, 2] })],
    ["exp(−‖x − z‖₁)", laplacian({ gamma: 1 })],
    ["exp(−‖(x − z)/2‖)", exponential({ lengthScale: 2 })],
    ["(1 + √3‖x − z‖)exp(−√3‖x − z‖)", matern({ nu: 1.5, lengthScale: 1 })],
    ["(1 + √5‖x − z‖ + 5‖x − z‖²/3)exp(−√5‖x − z‖)", matern({ nu: 2.5, lengthScale: 1 })],
    ["(1 + ‖x − z‖²/4)^(−2)", rationalQuadratic({ alpha: 2, lengthScale: 1 })],
    ["exp(−2 sin²(π‖x − z‖/3)/0.5²)", periodic({ period: 3, lengthScale: 0.5 })],
    ["exp(−2 Σ sin²(π(x_k − z_k)/3)/0.5²)", periodic({ period: 3, lengthScale: 0.5, metric: "per-feature" })],
    ["tanh(0.5xᵀz)", sigmoid({ gamma: 0.5, coef0: 0 })],
    ["xᵀz/(‖x‖‖z‖)", cosine()],
    ["exp(−2Σ (x_k − z_k)²/(x_k + z_k))", chi2({ gamma: 2 })],
    ["−Σ (x_k − z_k)²/(x_k + z_k)", additiveChi2()],
    ["Π (1 + x_k z_k)", allSubsets()],
    ["Σ over 2 features of Π x_k z_k", anova({ degree: 2 })],
    ["1.5", constant(1.5)],
    ["0.1·[same point]", white(0.1)],
    ["K", precomputed()],
    ["k(x, z)", custom(one)],
    ["φ(x)ᵀφ(z)", fromFeatures(() => [1])],
    ["0.5 · exp(−0.1‖x − z‖²) + xᵀz", add(scale(0.5, rbf({ gamma: 0.1 })), linear())],
    ["(xᵀz + 1) · xᵀz", multiply(add(linear(), constant(1)), linear())],
    ["2 · (xᵀz + 1)", scale(2, add(linear(), constant(1)))],
    ["(xᵀz)²", power(linear(), 2)],
    ["exp(xᵀz)", exponentiate(linear())],
    ["normalized(xᵀz)", normalize(linear())],
    ["(xᵀz on columns 0, 2)", onColumns([0, 2], linear())],
    ["(xᵀz after a map)", mapInputs((x) => x, linear())],
    ["f(x) · (xᵀz + 1) · f(z)", multiplier(one, add(linear(), constant(1)))],
  ])("%s", (formula, kernel) => {
    expect(describeKernel(kernel)).toBe(formula);
  });

  it("says what is given, not its canonical form", () => {
    expect(describeKernel(add(linear(), linear()))).toBe("xᵀz + xᵀz");
  });

  it("closes every bracket, has every number, and has no undefined in it, for 200 compositions", () => {
    for (let seed = 0; seed < 200; seed++) {
      const kernel = composition(seed, { d: 3, nonNegative: true, white: true });
      const formula = describeKernel(kernel);
      expect(formula).not.toMatch(/undefined|null|object|NaN/);
      expect(formula.split("(").length).toBe(formula.split(")").length);
      for (const [, parameter] of JSON.stringify(kernel).matchAll(/"(?:value|variance|factor)":(-?[\d.]+)/g))
        expect(formula).toContain(parameter);
    }
  });

  it("refuses what is not a kernel", () => {
    expectError("kernel", () => describeKernel({ kind: "?" }));
  });
});
