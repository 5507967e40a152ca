import { exponentOf } from "../matrix/powers-of-two";
import { choose } from "./binomial";
import { resolveGamma } from "./resolve";
import type { PolynomialKernel } from "./spec";

/** Monomials as runs of a feature and its exponent, in one array: those of monomial m from starts[m] to starts[m + 1]. */
interface Table {
  readonly starts: readonly number[];
  readonly runs: readonly number[];
}

/** How many monomials a polynomial kernel of d features has: those of degree p, or up to degree p with a constant term. */
export function countMonomials({ degree, coef0 }: PolynomialKernel, d: number): number {
  return choose(coef0 > 0 ? d + degree : d + degree - 1, degree);
}

/**
 * The map of a polynomial kernel with c ≥ 0 for points of d features:
 *
 *     (γ xᵀz + c)ᵖ = Σ over e of p!/(e! (p−|e|)!) γ^|e| c^(p−|e|) x^e z^e
 *
 * Made in the time that its exponents take to write, those above 0; a point takes a multiplication for each unit of them.
 */
export function monomialMap(kernel: PolynomialKernel, d: number): (x: Float64Array) => Float64Array {
  const { degree, coef0 } = kernel;
  const gamma = resolveGamma(kernel.gamma, d);
  const { starts, runs } = tableOf(d, degree, coef0 > 0);
  const count = starts.length - 1;
  // roots of γ and c one by one where their powers would leave the range although the features do not
  const apart = [gamma, coef0].some((value) => value > 0 && Math.abs(exponentOf(value)) * degree > 900);
  const [g, c] = apart ? [1, Math.sqrt(coef0)] : [gamma, coef0];
  const weights = Float64Array.from({ length: count }, (_, m) => {
    const total = sumOfExponents(runs, starts[m] as number, starts[m + 1] as number);
    const ways = multinomial(runs, starts[m] as number, starts[m + 1] as number, degree - total);
    const rest = degree - total;
    return apart ? multiplied(Math.sqrt(ways), c, rest) : Math.sqrt(multiplied(multiplied(ways, g, total), c, rest));
  });
  return (point) => {
    const x = apart ? point.map((value) => value * Math.sqrt(gamma)) : point;
    const features = new Float64Array(count);
    for (let m = 0; m < count; m++) {
      let product = weights[m] as number;
      for (let at = starts[m] as number; at < (starts[m + 1] as number); at += 2) {
        product = multiplied(product, x[runs[at] as number] as number, runs[at + 1] as number);
      }
      features[m] = product;
    }
    return features;
  };
}

/** Exponents in lexicographic order, the last feature fastest: first those that begin with more zeros. */
function tableOf(d: number, degree: number, upTo: boolean): Table {
  const starts = [0];
  const runs: number[] = [];
  const prefix: number[] = [];
  const visit = (first: number, rest: number): void => {
    if (upTo || rest === 0) {
      for (const number of prefix) runs.push(number);
      starts.push(runs.length);
    }
    for (let k = d - 1; k >= first && rest > 0; k--) {
      for (let e = upTo || k < d - 1 ? 1 : rest; e <= rest; e++) {
        prefix.push(k, e);
        visit(k + 1, rest - e);
        prefix.length -= 2;
      }
    }
  };
  visit(0, degree);
  return { starts, runs };
}

function sumOfExponents(runs: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let at = from + 1; at < to; at += 2) sum += runs[at] as number;
  return sum;
}

/** (rest + Σe)!/(rest! Π e_k!), as a product of binomial coefficients: exact as long as it is below 2⁵³. */
function multinomial(runs: readonly number[], from: number, to: number, rest: number): number {
  if (rest === 0 && to === from + 2) return 1;
  let among = rest;
  let ways = 1;
  for (let at = from + 1; at < to; at += 2) {
    for (let k = 1; k <= (runs[at] as number); k++) ways = (ways * ++among) / k;
  }
  return ways;
}

/** Factors that are multiplied one by one; longer powers by squaring. */
const ONE_BY_ONE = 1024;

/** product · xᵖ, factor by factor: powers of the host differ between engines in the last bit. */
export function multiplied(product: number, x: number, p: number): number {
  if (p > ONE_BY_ONE) {
    const rest = multiplied(product, x * x, Math.floor(p / 2));
    return p % 2 === 1 ? rest * x : rest;
  }
  let result = product;
  for (let k = 0; k < p; k++) result *= x;
  return result;
}
