import { scaledBySides } from "../dense/products";
import type { Matrix } from "../matrix";

/** Rows that K shows to be related, each with an earlier row: [earlier, later]. */
export interface RelatedRows {
  /** Distinct, yet ‖φ(x) − φ(z)‖² is at most 10⁻⁸ of ‖φ‖². */
  readonly nearDuplicates: readonly (readonly [number, number])[];
  /** φ(x) and φ(z) are multiples of each other to rounding, and not equal. */
  readonly collinear: readonly (readonly [number, number])[];
  /** φ(x) = 0: the row of K is 0. */
  readonly zeroRows: readonly number[];
}

const NEAR = 1e-8;
const COLLINEAR = 1e-13;

/** Of rows that are near or collinear the cosine is larger than this: at least 1 − NEAR. */
const CANDIDATE = 1 - 10 * NEAR;

/**
 * Distances and angles in the feature space, ‖φ(x) − φ(z)‖² = K_ii − 2K_ij + K_jj and cos² = K_ij²/(K_ii K_jj), for a positive semi-definite K.
 * Each row is listed once at most, with the earlier row nearest to it; rows in `repeated` are left out.
 */
export function relatedRows(gram: Matrix, repeated: ReadonlySet<number>): RelatedRows {
  const { rows: n, data: K } = gram;
  const cosines = cosinesOf(gram);
  const nearDuplicates: [number, number][] = [];
  const collinear: [number, number][] = [];
  const zeroRows: number[] = [];
  const diagonal = (i: number): number => K[i * n + i] as number;
  for (let i = 0; i < n; i++) {
    if (diagonal(i) === 0) zeroRows.push(i);
    if (!(diagonal(i) > 0) || repeated.has(i)) continue;
    let nearest = -1;
    let distance = NEAR;
    let aligned = -1;
    for (let j = 0; j < i; j++) {
      if (Math.abs(cosines[i * n + j] as number) < CANDIDATE || repeated.has(j)) continue;
      const product = K[i * n + j] as number;
      const apart = (diagonal(i) - 2 * product + diagonal(j)) / Math.max(diagonal(i), diagonal(j));
      if (apart <= distance) {
        distance = apart;
        nearest = j;
      }
      const cosine = product / Math.sqrt(diagonal(i)) / Math.sqrt(diagonal(j));
      if (aligned < 0 && cosine * cosine >= 1 - COLLINEAR) aligned = j;
    }
    if (nearest >= 0) nearDuplicates.push([nearest, i]);
    else if (aligned >= 0) collinear.push([aligned, i]);
  }
  return { nearDuplicates, collinear, zeroRows };
}

/** K_ij/√(K_ii K_jj) below the diagonal, 0 for rows without features. */
function cosinesOf(gram: Matrix): Float64Array {
  const { rows: n, data: K } = gram;
  const lengths = Float64Array.from({ length: n }, (_, i) => Math.sqrt(Math.max(0, K[i * (n + 1)] as number)));
  const inverses = lengths.map((length) => (length > 0 ? 1 / length : 0));
  return scaledBySides(gram, inverses);
}
