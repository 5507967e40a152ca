import { Decimal as Base } from "decimal.js";
import type { KernelSpec } from "../../src/kernels/spec";

/** 60 digits and no end of the range. */
const Decimal = Base.clone({ precision: 60, maxE: 9e15, minE: -9e15 });
type Decimal = Base;

const PI = Decimal.acos(-1);

/** A number as it is in memory: the shortest digits that read back as it, which Decimal takes, are another number by up to half an ulp. */
function exactly(value: number): Decimal {
  let [mantissa, exponent] = [value, 0];
  while (Number.isFinite(mantissa) && !Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent--;
  }
  return new Decimal(BigInt(mantissa).toString()).times(new Decimal(2).pow(exponent));
}

/** A kernel's value as exact arithmetic has it, with how much a relative error of 1 in each rounded quantity would move it. */
export interface PreciseValue {
  readonly value: Decimal;
  /** k ∂(ln k)/∂(relative error), or the size of the terms of a sum that may cancel. */
  readonly sensitivity: Decimal;
}

/** The formula of a leaf kernel of the library on two points, none of its code in use. */
export function preciseKernel(kernel: KernelSpec, x: readonly number[], z: readonly number[]): PreciseValue {
  const a = x.map((value) => exactly(value));
  const b = z.map((value) => exactly(value));
  const total = (term: (p: Decimal, q: Decimal, k: number) => Decimal): Decimal =>
    a.reduce((sum, p, k) => sum.plus(term(p, b[k] as Decimal, k)), new Decimal(0));
  const lengthAt = (lengthScale: number | readonly number[], k: number): Decimal =>
    exactly(typeof lengthScale === "number" ? lengthScale : (lengthScale[k] as number));
  const squared = (lengthScale: number | readonly number[]): Decimal => total((p, q, k) => p.minus(q).div(lengthAt(lengthScale, k)).pow(2));
  const gammaOf = (gamma: number | "auto"): Decimal => exactly(gamma === "auto" ? 1 / x.length : gamma);
  /** e^−q */
  const decay = (q: Decimal): PreciseValue => ({ value: q.neg().exp(), sensitivity: q.neg().exp().times(q.plus(1)) });
  const chiSquare = (): Decimal => total((p, q) => (p.plus(q).isZero() ? p.plus(q) : p.minus(q).pow(2).div(p.plus(q))));
  switch (kernel.kind) {
    case "linear":
      return { value: total((p, q) => p.times(q)), sensitivity: total((p, q) => p.times(q).abs()) };
    case "polynomial": {
      const gamma = gammaOf(kernel.gamma);
      const base = gamma.times(total((p, q) => p.times(q))).plus(kernel.coef0);
      const size = gamma.times(total((p, q) => p.times(q).abs())).plus(Math.abs(kernel.coef0));
      return { value: base.pow(kernel.degree), sensitivity: size.pow(kernel.degree).times(kernel.degree) };
    }
    case "sigmoid": {
      const gamma = gammaOf(kernel.gamma);
      const argument = gamma.times(total((p, q) => p.times(q))).plus(kernel.coef0);
      const size = gamma.times(total((p, q) => p.times(q).abs())).plus(Math.abs(kernel.coef0));
      // e^2y has no digits to spare in its tail, where tanh is 1
      const value = argument.abs().gt(60) ? new Decimal(argument.s) : argument.tanh();
      return { value, sensitivity: Decimal.min(size, size.minus(argument.abs()).plus(2)) };
    }
    case "rbf":
      if ("sigma" in kernel) return decay(squared(kernel.sigma));
      return decay("lengthScale" in kernel ? squared(kernel.lengthScale).div(2) : gammaOf(kernel.gamma).times(squared(1)));
    case "laplacian":
      return decay(gammaOf(kernel.gamma).times(total((p, q) => p.minus(q).abs())));
    case "matern": {
      const s = squared(kernel.lengthScale)
        .times(2 * kernel.nu)
        .sqrt();
      const factor = kernel.nu === 0.5 ? new Decimal(1) : kernel.nu === 1.5 ? s.plus(1) : s.plus(1).plus(s.pow(2).div(3));
      const { value, sensitivity } = decay(s);
      return { value: value.times(factor), sensitivity: sensitivity.times(factor) };
    }
    case "rationalQuadratic": {
      const alpha = exactly(kernel.alpha);
      const t = squared(kernel.lengthScale).div(alpha.times(2));
      // 1 + t has no digits of a small t
      return decay((t.lt(1e-30) ? t.minus(t.pow(2).div(2)) : t.plus(1).ln()).times(alpha));
    }
    case "periodic": {
      const waves: readonly Decimal[] =
        kernel.metric === "euclidean" ? [squared(1).sqrt()] : a.map((p, k) => p.minus(b[k] as Decimal).abs());
      const phases = waves.map((r) => r.div(kernel.period));
      const q = phases
        .map((phase) => PI.times(phase.mod(1)).sin().pow(2).times(2).div(exactly(kernel.lengthScale).pow(2)))
        .reduce((sum, wave) => sum.plus(wave));
      const { value, sensitivity } = decay(q);
      const turned = phases
        .reduce((sum, phase) => sum.plus(phase), new Decimal(0))
        .times(13)
        .div(exactly(kernel.lengthScale).pow(2));
      return { value, sensitivity: sensitivity.plus(value.times(turned)) };
    }
    case "cosine": {
      const [u, v] = [total((p) => p.pow(2)).sqrt(), total((_, q) => q.pow(2)).sqrt()];
      const value =
        u.isZero() || v.isZero()
          ? new Decimal(0)
          : total((p, q) => p.times(q))
              .div(u)
              .div(v);
      return { value, sensitivity: new Decimal(2) };
    }
    case "chi2":
      return decay(chiSquare().times(kernel.gamma));
    case "additiveChi2":
      return { value: chiSquare().neg(), sensitivity: chiSquare() };
    case "allSubsets": {
      const product = (of: (p: Decimal, q: Decimal) => Decimal): Decimal =>
        a.reduce((sum, p, k) => sum.times(of(p, b[k] as Decimal)), new Decimal(1));
      return { value: product((p, q) => p.times(q).plus(1)), sensitivity: product((p, q) => p.times(q).abs().plus(1)) };
    }
    case "anova": {
      const of = (products: readonly Decimal[]): Decimal => {
        const e = [new Decimal(1), ...Array.from({ length: kernel.degree }, () => new Decimal(0))];
        for (const s of products) {
          for (let q = kernel.degree; q > 0; q--) e[q] = (e[q] as Decimal).plus(s.times(e[q - 1] as Decimal));
        }
        return e[kernel.degree] as Decimal;
      };
      const products = a.map((p, k) => p.times(b[k] as Decimal));
      return { value: of(products), sensitivity: of(products.map((s) => s.abs())) };
    }
    default:
      throw new Error(`no precise value of ${kernel.kind}`);
  }
}

/** |got − value| in units of ε times the sensitivity; what is below the least normal number is not counted. */
export function errorInUnits(got: number, { value, sensitivity }: PreciseValue): number {
  const allowance = new Decimal(2).pow(-1020);
  const error = Decimal.max(0, value.minus(got).abs().minus(allowance));
  return error.isZero() ? 0 : error.div(sensitivity.times(2 ** -52)).toNumber();
}
