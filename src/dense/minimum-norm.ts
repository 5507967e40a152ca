import type { Matrix } from "../matrix";
import type { Pause } from "../wasm/pause";
import { eigensystem, eigensystemBytes } from "./eigensystem";

/** What of A = W^½KW^½ + λI the eigenvalues leave to be inverted. */
export interface MinimumNormSolution {
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
  const roots = weights?.map(Math.sqrt);
  const root = (i: number): number => roots?.[i] ?? 1;
  const A = K.data.map((value, at) => {
    const i = Math.floor(at / n);
    const j = at % n;
    return root(i) * value * root(j) + (i === j ? lambda : 0);
  });
  const { values, vectors } = eigensystem({ rows: n, cols: n, data: A }, pause);
  const largest = values.reduce((best, value) => Math.max(best, Math.abs(value)), 0);
  const tolerance = n * Number.EPSILON * largest;
  const kept = Array.from(values.keys()).filter((j) => Math.abs(values[j] as number) > tolerance);
  const least = kept.reduce((best, j) => Math.min(best, Math.abs(values[j] as number)), Infinity);
  const split = (y: (i: number) => number): Split => splitVector(n, values, vectors, kept, (i) => root(i) * y(i));
  const ones = intercept ? split(() => 1) : null;
  const coefficients = new Float64Array(n * t);
  const intercepts = Array.from({ length: t }, (_, q) => {
    const own = split((i) => Y.data[i * t + q] as number);
    const b = ones ? interceptOf(ones, own, n) : 0;
    for (let i = 0; i < n; i++) {
      coefficients[i * t + q] = root(i) * ((own.solution[i] as number) - (ones ? b * (ones.solution[i] as number) : 0));
    }
    return b;
  });
  const invert = (x: Float64Array): void => {
    split((i) => x[i] as number).solution.forEach((value, i) => {
      x[i] = root(i) * value;
    });
  };
  return { coefficients, intercepts, rank: kept.length, tolerance, clear: least > CLEAR * tolerance, invert };
}

/** Bytes that are held at once beside K: A, and what its eigensystem takes. */
export function eigenBytes(n: number): number {
  return 8 * n * n + eigensystemBytes(n);
}

/** A⁺v, and what of v lies outside the range of A. */
interface Split {
  readonly given: Float64Array;
  readonly solution: Float64Array;
  readonly outside: Float64Array;
}

function splitVector(n: number, values: Float64Array, vectors: Float64Array, kept: readonly number[], v: (i: number) => number): Split {
  const given = Float64Array.from({ length: n }, (_, i) => v(i));
  const outside = given.slice();
  const solution = new Float64Array(n);
  for (const j of kept) {
    let share = 0;
    for (let i = 0; i < n; i++) share += (vectors[i * n + j] as number) * (outside[i] as number);
    const coefficient = share / (values[j] as number);
    for (let i = 0; i < n; i++) {
      const u = vectors[i * n + j] as number;
      outside[i] = (outside[i] as number) - share * u;
      solution[i] = (solution[i] as number) + coefficient * u;
    }
  }
  return { given, solution, outside };
}

function interceptOf(ones: Split, own: Split, n: number): number {
  const reach = dot(ones.outside, ones.outside);
  const rounding = n * Number.EPSILON;
  if (reach > rounding * rounding * n * dot(ones.given, ones.given)) return dot(ones.outside, own.outside) / reach;
  const penalty = dot(ones.given, ones.solution);
  return penalty === 0 ? 0 : dot(ones.given, own.solution) / penalty;
}

function dot(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
}
