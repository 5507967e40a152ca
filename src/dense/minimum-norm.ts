import { columnOf, type Matrix } from "../matrix";
import { dot } from "../matrix/vectors";
import type { Pause } from "../wasm/pause";
import { eigensystem, eigensystemBytes, spectralTolerance } from "./eigensystem";
import { product, scaledBySides } from "./products";
import { projection } from "./projection";

/** What of A = W^½KW^½ + λI the eigenvalues leave to be inverted. */
interface MinimumNormSolution {
  /** α, n × t */
  readonly coefficients: Float64Array;
  readonly intercepts: readonly number[];
  readonly rank: number;
  /** n·ε·max|λ|: eigenvalues up to it count as 0. */
  readonly tolerance: number;
  /** Whether the rank was no close decision. */
  readonly clear: boolean;
  /** x ← W^½A⁺W^½x: G⁺ where all eigenvalues count, or λ is 0. */
  readonly invert: (x: Float64Array) => void;
}

/** The least eigenvalue kept is that many tolerances where the rank is no close decision. */
const CLEAR = 1e3;

/**
 * α = W^½A⁺W^½(y − b), A = W^½KW^½ + λI (n × n, symmetric): of all α with the least loss the one of least norm, by the eigenvalues of A.
 *
 * With an intercept b is what lessens the loss, ⟨P₀W^½1, P₀W^½y⟩/‖P₀W^½1‖² with P₀ = I − AA⁺; where it cannot, since W^½1 lies in the range of A, it
 * is 1ᵀG⁺y/1ᵀG⁺1 with G⁺ = W^½A⁺W^½, which is the unpenalised intercept of an invertible A.
 *
 * @param K n × n; λ is added here
 * @param Y n × t
 */
export function minimumNorm(
  K: Matrix,
  weights: Float64Array | null,
  lambda: number,
  Y: Matrix,
  intercept: boolean,
  pause: Pause,
): MinimumNormSolution {
  const n = K.rows;
  const t = Y.cols;
  const roots = weights ? weights.map(Math.sqrt) : new Float64Array(n).fill(1);
  const A = weights ? scaledBySides(K, roots) : K.data.slice();
  for (let at = 0; at < n * n; at += n + 1) A[at] = (A[at] as number) + lambda;
  const { values, vectors } = eigensystem({ rows: n, cols: n, data: A }, pause);
  const V = { rows: n, cols: n, data: vectors };
  const tolerance = spectralTolerance(values);
  const kept = values.filter((value) => Math.abs(value) > tolerance);
  const least = kept.reduce((best, value) => Math.min(best, Math.abs(value)), Infinity);
  /** A⁺W^½B and what of W^½B lies outside the range of A. */
  const split = (columns: number, element: (i: number, c: number) => number): Split => {
    const given = Float64Array.from({ length: n * columns }, (_, at) => {
      const i = Math.floor(at / columns);
      return (roots[i] as number) * element(i, at % columns);
    });
    const { shares, outside } = projection(V, (j) => Math.abs(values[j] as number) > tolerance, { rows: n, cols: columns, data: given });
    const quotients = shares.map((share, at) => (share === 0 ? 0 : share / (values[Math.floor(at / columns)] as number)));
    return { columns, given, solution: product(V, { rows: n, cols: columns, data: quotients }), outside };
  };
  const columns = t + (intercept ? 1 : 0);
  const found = split(columns, (i, c) => (c < t ? (Y.data[i * t + c] as number) : 1));
  const intercepts = Array.from({ length: t }, (_, q) => (intercept ? interceptOf(found, q) : 0));
  const coefficients = Float64Array.from({ length: n * t }, (_, at) => {
    const [i, q] = [Math.floor(at / t), at % t];
    const constant = intercept ? (intercepts[q] as number) * (found.solution[i * columns + t] as number) : 0;
    return (roots[i] as number) * ((found.solution[i * columns + q] as number) - constant);
  });
  const invert = (x: Float64Array): void => {
    const { solution } = split(1, (i) => x[i] as number);
    x.set(solution.map((value, i) => (roots[i] as number) * value));
  };
  return { coefficients, intercepts, rank: kept.length, tolerance, clear: least > CLEAR * tolerance, invert };
}

/** Bytes that are held at once beside K: A, and what its eigensystem takes. */
export function eigenBytes(n: number): number {
  return 8 * n * n + eigensystemBytes(n);
}

/** B, A⁺B and what of B lies outside the range of A, each n × columns. */
interface Split {
  readonly columns: number;
  readonly given: Float64Array;
  readonly solution: Float64Array;
  readonly outside: Float64Array;
}

/** Of column q, the last column being W^½1. */
function interceptOf({ columns, given, solution, outside }: Split, q: number): number {
  const n = given.length / columns;
  const [ones, beyond] = [columnOf(given, columns, columns - 1), columnOf(outside, columns, columns - 1)];
  const reach = dot(beyond, beyond);
  const rounding = n * Number.EPSILON;
  if (reach > rounding * rounding * n * dot(ones, ones)) return dot(beyond, columnOf(outside, columns, q)) / reach;
  const penalty = dot(ones, columnOf(solution, columns, columns - 1));
  return penalty === 0 ? 0 : dot(ones, columnOf(solution, columns, q)) / penalty;
}
