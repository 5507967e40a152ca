import { shuffle } from "../random/shuffle";
import { uniform } from "../random/uniform";

/**
 * n points of a scrambled Halton sequence in [0, 1)^d, row by row: coordinate k of point i has the digits of i to the base of prime k, mirrored at the point
 * and each exchanged by a permutation of its place, drawn by the seed. More points begin with those of fewer.
 *
 * Source: A. B. Owen, A randomized Halton algorithm in R, 2017.
 */
export function haltonPoints(n: number, d: number, seed: number): Float64Array[] {
  const next = uniform(seed);
  const columns = primes(d).map((base) => {
    const places = placesOf(base);
    const digits = Array.from({ length: places }, () =>
      shuffle(
        Array.from({ length: base }, (_, digit) => digit),
        next,
      ),
    );
    return (i: number): number => mirrored(i, base, digits);
  });
  return Array.from({ length: n }, (_, i) => Float64Array.from(columns, (coordinate) => coordinate(i)));
}

/** Σ_j π_j(i_j) b^−(j+1), i_j the digits of i to the base b. */
function mirrored(i: number, base: number, digits: readonly (readonly number[])[]): number {
  let [rest, place, sum] = [i, 1, 0];
  for (const permuted of digits) {
    place /= base;
    sum += (permuted[rest % base] as number) * place;
    rest = Math.floor(rest / base);
  }
  return sum;
}

/** Digits until 2⁻³², beyond which points of a sequence of this use do not differ. */
function placesOf(base: number): number {
  let places = 0;
  for (let reach = 1; reach < 2 ** 32; reach *= base) places++;
  return places;
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
}
