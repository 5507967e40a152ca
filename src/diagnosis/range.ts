import { type Eigensystem, eigensystem } from "../dense/eigensystem";
import type { Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import type { Pause } from "../wasm/pause";

/** The range of K, its null space and the eigenvalues that tell them apart. */
export interface Range {
  /** Of (K + Kᵀ)/2, ascending. */
  readonly eigenvalues: Float64Array;
  readonly inertia: { readonly positive: number; readonly zero: number; readonly negative: number };
  /** n·ε·max|λ|: what an eigenvalue must exceed to be told from 0. */
  readonly tolerance: number;
  readonly rank: number;
  /** max|λ|/min|λ| over all eigenvalues; Infinity where one cannot be told from 0. */
  readonly conditionNumber: number;
  readonly nullSpace: Matrix;
  /** max |Kq| for the first column of the null space. */
  readonly nullEffect: number;
  /** The eigenvector of the smallest eigenvalue. */
  readonly lowest: Float64Array;
  /** Of the matrix whose eigenvectors told the range: n, or 2n for a K that is not symmetric. */
  readonly order: number;
  missed(y: Float64Array, noise: Float64Array | null): Missed;
}

/** What the minimum-norm fit α = K⁺y leaves of y. */
export interface Missed {
  /** y − h, h = (K − N)α with the noise N on the diagonal. */
  readonly missed: Float64Array;
  /** ‖K‖‖α‖ in the spectral norm. */
  readonly reach: number;
}

/** K = Σ σ_j u_j v_jᵀ, largest magnitude last: eigenvalues and eigenvectors of a symmetric K, singular values and vectors of any other. */
interface Expansion {
  readonly values: Float64Array;
  readonly left: Columns;
  readonly right: Columns;
}

type Columns = (j: number) => Float64Array;

export function rangeOf(K: Matrix, symmetric: boolean, pause: Pause): Range {
  const n = K.rows;
  const system = eigensystem(symmetric ? K : symmetricPart(K), pause);
  const { values: eigenvalues } = system;
  const expansion = symmetric ? { values: eigenvalues, left: columnsOf(system), right: columnsOf(system) } : singular(K, pause);
  const magnitudes = expansion.values.map(Math.abs);
  const largest = largestMagnitude(magnitudes);
  const tolerance = n * Number.EPSILON * largest;
  const kept = positions(magnitudes, (value) => value > tolerance);
  const rank = kept.length;
  const leastKept = kept.reduce((least, j) => Math.min(least, magnitudes[j] as number), Infinity);
  const condition = rank > 0 ? largest / leastKept : 1;
  const nullSpace = symmetric
    ? sideBySide(n, positions(magnitudes, (value) => value <= tolerance).map(expansion.right))
    : complement(n, kept.map(expansion.right), pause);
  return {
    eigenvalues,
    inertia: {
      positive: eigenvalues.filter((value) => value > tolerance).length,
      zero: eigenvalues.filter((value) => Math.abs(value) <= tolerance).length,
      negative: eigenvalues.filter((value) => value < -tolerance).length,
    },
    tolerance,
    rank,
    conditionNumber: rank === n ? condition : Infinity,
    nullSpace,
    nullEffect: effectOf(K, nullSpace),
    lowest: columnsOf(system)(0),
    order: symmetric ? n : 2 * n,
    missed(y, noise) {
      const residual = y.slice();
      const alpha = new Float64Array(n);
      let squares = 0;
      for (const j of kept) {
        const u = expansion.left(j);
        const share = dot(u, residual);
        subtract(residual, share, u);
        if (noise) subtract(alpha, -share / (expansion.values[j] as number), expansion.right(j));
        const stretched = share * (largest / (magnitudes[j] as number));
        squares += stretched * stretched;
      }
      return {
        missed: residual.map((value, i) => value + (noise?.[i] ?? 0) * (alpha[i] as number)),
        reach: Math.sqrt(squares),
      };
    },
  };
}

/** Singular values and vectors from the eigensystem of [0 K; Kᵀ 0], whose eigenvalues are ±σ with vectors (u, ±v)/√2. */
function singular({ rows: n, data }: Matrix, pause: Pause): Expansion {
  const both = new Float64Array(4 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      both[2 * n * i + n + j] = data[i * n + j] as number;
      both[2 * n * (n + j) + i] = data[i * n + j] as number;
    }
  }
  const system = eigensystem({ rows: 2 * n, cols: 2 * n, data: both }, pause);
  const column = columnsOf(system);
  const half =
    (from: number): Columns =>
    (j) =>
      column(n + j)
        .subarray(from, from + n)
        .map((value) => Math.SQRT2 * value);
  return { values: system.values.slice(n), left: half(0), right: half(n) };
}

/** An orthonormal basis of what is orthogonal to the orthonormal vectors given: the eigenvectors of I − Σ vvᵀ with eigenvalue 1. */
function complement(n: number, vectors: readonly Float64Array[], pause: Pause): Matrix {
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    pause(i / n);
    data[i * n + i] = 1;
    for (const v of vectors)
      for (let j = 0; j < n; j++) data[i * n + j] = (data[i * n + j] as number) - (v[i] as number) * (v[j] as number);
  }
  const column = columnsOf(eigensystem({ rows: n, cols: n, data }, pause));
  return sideBySide(
    n,
    Array.from({ length: n - vectors.length }, (_, c) => column(vectors.length + c)),
  );
}

function symmetricPart({ rows: n, data }: Matrix): Matrix {
  return { rows: n, cols: n, data: data.map((value, at) => 0.5 * value + 0.5 * (data[(at % n) * n + Math.floor(at / n)] as number)) };
}

/** max |Kq| for the first column q of Q; 0 where there is none. */
function effectOf({ rows: n, data: K }: Matrix, Q: Matrix): number {
  if (Q.cols === 0) return 0;
  const q = Float64Array.from({ length: n }, (_, i) => Q.data[i * Q.cols] as number);
  return largestMagnitude(q.map((_, i) => Math.abs(dot(q, K.subarray(i * n, (i + 1) * n)))));
}

function columnsOf({ values, vectors }: Eigensystem): Columns {
  const n = values.length;
  return (j) => Float64Array.from({ length: n }, (_, i) => vectors[i * n + j] as number);
}

function sideBySide(n: number, columns: readonly Float64Array[]): Matrix {
  const data = new Float64Array(n * columns.length);
  columns.forEach((column, c) => {
    for (let i = 0; i < n; i++) data[i * columns.length + c] = column[i] as number;
  });
  return { rows: n, cols: columns.length, data };
}

function positions(values: Float64Array, test: (value: number) => boolean): number[] {
  return Array.from(values.keys()).filter((j) => test(values[j] as number));
}

function dot(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
}

/** y ← y − a·x */
function subtract(y: Float64Array, a: number, x: Float64Array): void {
  for (let i = 0; i < y.length; i++) y[i] = (y[i] as number) - a * (x[i] as number);
}
