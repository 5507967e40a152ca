import type { Matrix } from "../../src/entries/index";
import { at, build } from "./dense";

/** Explicit maps φ with φ(x)·φ(z) = k(x, z), written down from their definitions. */

/** One component per subset of the features: column = bitmask. */
export function allSubsetsFeatures(X: Matrix): Matrix {
  return build(X.rows, 2 ** X.cols, (i, mask) => {
    let value = 1;
    for (let k = 0; k < X.cols; k++) if ((mask >> k) & 1) value *= at(X, i, k);
    return value;
  });
}

/** (γ xᵀz + c)ᵖ: one component √(p!/Π e!) · Π (√γ x_k)^{e_k} · √c^{e_0} for every way to write p = e_0 + e_1 + … + e_d. */
export function polynomialFeatures(X: Matrix, { gamma, coef0, degree }: { gamma: number; coef0: number; degree: number }): Matrix {
  const exponents = compositions(degree, X.cols + 1);
  return build(X.rows, exponents.length, (i, m) => {
    const [constant, ...powers] = exponents[m] as [number, ...number[]];
    const ways = factorial(degree) / [constant, ...powers].reduce((result, e) => result * factorial(e), 1);
    const monomial = powers.reduce((result, e, k) => result * (Math.sqrt(gamma) * at(X, i, k)) ** e, 1);
    return Math.sqrt(ways) * Math.sqrt(coef0) ** constant * monomial;
  });
}

function compositions(total: number, parts: number): number[][] {
  if (parts === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, first) => compositions(total - first, parts - 1).map((rest) => [first, ...rest])).flat();
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
