import { featureSpaceDimension } from "../../kernels/feature-space";
import type { Problem } from "../../problem/problem";
import type { Yardstick } from "../../proof/error-bar";

/** Too few points to say of a kernel what it sees. */
const FEW = 20;
/** Rows of K that are looked at. */
const ROWS = 64;
/** A pair whose k(x, z)/√(k(x, x) k(z, z)) is no larger hardly counts. */
const COUNTS = 1e-3;
/** Points are all the same for a kernel whose values differ by no more than this share. */
const CONSTANT = 1e-6;

/**
 * What a look at K says of a kernel with infinitely many features whose width is wrong for the data: next to no pair of points counts, so that h is 0
 * between them; or all pairs count alike, so that h is constant.
 *
 * @param row row i of K
 */
export function contactOf(
  { kernel, precomputed, side, n }: Problem,
  row: (i: number) => Float64Array,
  { roots }: Yardstick,
): readonly string[] {
  if (precomputed || n < FEW || featureSpaceDimension(kernel, side.pointAt(0)) !== Infinity) return [];
  const step = Math.ceil(n / ROWS);
  // so many pairs that count are enough for the points, whatever the others are
  const enough = Math.ceil((Math.ceil(n / step) * n) / (2 * (n - 1)));
  let pairs = 0;
  let counting = 0;
  let alike = 0;
  for (let i = 0; i < n; i += step) {
    const K = row(i);
    for (let j = i + 1; j < n; j++) {
      const size = (roots[i] as number) * (roots[j] as number);
      const value = K[j] as number;
      pairs++;
      if (Math.abs(value) > COUNTS * size) counting++;
      if (value >= (1 - CONSTANT) * size) alike++;
      if (counting >= enough && alike < pairs) return [];
    }
  }
  // fewer than one neighbour that counts for every second point
  if (2 * counting * (n - 1) < pairs) {
    const share = `${((100 * counting) / pairs).toPrecision(2)} % of the pairs of points`;
    return [
      `K is nearly diagonal: only ${share} have k(x, z) above ${COUNTS} of √(k(x, x) k(z, z)), so the model predicts next to nothing between the points; scale the features (standardize: true), or widen the kernel`,
    ];
  }
  if (alike < pairs) return [];
  return [
    `K is nearly constant: k(x, z) is the same for all pairs of points to ${CONSTANT}, so the model hardly tells them apart; scale the features (standardize: true), or narrow the kernel`,
  ];
}
