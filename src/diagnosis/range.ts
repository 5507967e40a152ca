import { eigensystem, spectralTolerance } from "../dense/eigensystem";
import { product, square } from "../dense/products";
import { projection } from "../dense/projection";
import { type Matrix, pickColumns, transposed } from "../matrix";
import { euclideanNorm, largestMagnitude } from "../matrix/magnitude";
import type { Pause } from "../wasm/pause";

/** The range of K, its null space and the eigenvalues that tell them apart. */
export interface Range {
  /** Of (K + Kᵀ)/2, ascending. */
  readonly eigenvalues: Float64Array;
  readonly inertia: { readonly positive: number; readonly zero: number; readonly negative: number };
  /** n·ε·max|λ|: what an eigenvalue must exceed to be told from 0; 2n·ε·max σ for a K that is not symmetric, whose singular values are eigenvalues of a matrix of that order. */
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
  /** Column j is u_j. */
  readonly left: Matrix;
  readonly right: Matrix;
}

export function rangeOf(K: Matrix, symmetric: boolean, pause: Pause): Range {
  const n = K.rows;
  const system = eigensystem(symmetric ? K : symmetricPart(K), pause);
  const { values: eigenvalues } = system;
  const vectors = { rows: n, cols: n, data: system.vectors };
  const { values, left, right } = symmetric ? { values: eigenvalues, left: vectors, right: vectors } : singular(K, pause);
  const order = symmetric ? n : 2 * n;
  const tolerance = spectralTolerance(values, order);
  const counts = (j: number): boolean => Math.abs(values[j] as number) > tolerance;
  const positions = Array.from(values.keys());
  const kept = positions.filter(counts);
  const dropped = positions.filter((j) => !counts(j));
  const rank = kept.length;
  const largest = largestMagnitude(values);
  const leastKept = kept.reduce((least, j) => Math.min(least, Math.abs(values[j] as number)), Infinity);
  const condition = rank > 0 ? largest / leastKept : 1;
  const nullSpace = symmetric ? pickColumns(right, dropped) : complement(pickColumns(right, kept), pause);
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
    nullEffect: nullSpace.cols === 0 ? 0 : largestMagnitude(product(K, pickColumns(nullSpace, [0]))),
    lowest: pickColumns(vectors, [0]).data,
    order,
    missed(y, noise) {
      const { shares, outside } = projection(left, counts, { rows: n, cols: 1, data: y });
      const reach = euclideanNorm(shares.map((share, j) => (share === 0 ? 0 : share * (largest / (values[j] as number)))));
      if (!noise) return { missed: outside, reach };
      const quotients = shares.map((share, j) => (share === 0 ? 0 : share / (values[j] as number)));
      const alpha = product(right, { rows: n, cols: 1, data: quotients });
      return { missed: outside.map((value, i) => value + (noise[i] as number) * (alpha[i] as number)), reach };
    },
  };
}

/** Singular values and vectors from the eigensystem of [0 K; Kᵀ 0], whose eigenvalues are ±σ with vectors (u, ±v)/√2. */
function singular({ rows: n, data }: Matrix, pause: Pause): Expansion {
  // its lower triangle
  const both = new Float64Array(4 * n * n);
  const transpose = transposed(n, n, data);
  for (let i = 0; i < n; i++) both.set(transpose.subarray(i * n, (i + 1) * n), 2 * n * (n + i));
  const { values, vectors } = eigensystem({ rows: 2 * n, cols: 2 * n, data: both }, pause);
  const half = (from: number): Matrix => ({
    rows: n,
    cols: n,
    data: Float64Array.from(
      { length: n * n },
      (_, at) => Math.SQRT2 * (vectors[2 * n * (from + Math.floor(at / n)) + n + (at % n)] as number),
    ),
  });
  return { values: values.slice(n), left: half(0), right: half(n) };
}

/** An orthonormal basis of what is orthogonal to the orthonormal columns of V (n × r): the eigenvectors of VVᵀ with eigenvalue 0. */
function complement(V: Matrix, pause: Pause): Matrix {
  const { rows: n, cols: r } = V;
  const { vectors } = eigensystem(square(V), pause);
  const first = Array.from({ length: n - r }, (_, j) => j);
  return pickColumns({ rows: n, cols: n, data: vectors }, first);
}

function symmetricPart({ rows: n, data }: Matrix): Matrix {
  return { rows: n, cols: n, data: data.map((value, at) => 0.5 * value + 0.5 * (data[(at % n) * n + Math.floor(at / n)] as number)) };
}
