/**
 * ln u of u ≥ 1: u = c (1 + r) with c the middle of one of the cells of width 1/64, |r| ≤ 1/128, up to u = 16; beyond, Math.log.
 *
 * Taylor to r⁶: absolute error below 3e-16.
 */
const CELLS_PER_UNIT = 64;
const LARGEST = 16;
const inverses = new Float64Array(LARGEST * CELLS_PER_UNIT).map((_, cell) => CELLS_PER_UNIT / (cell + 0.5));
const logarithms = inverses.map((inverse) => -Math.log(inverse));

export function logarithm(u: number): number {
  if (u >= LARGEST) return Math.log(u);
  const cell = (u * CELLS_PER_UNIT) | 0;
  const r = u * inverses[cell] - 1;
  const r2 = r * r;
  return logarithms[cell] + (r - r2 * (1 / 2 - r * (1 / 3) + r2 * (1 / 4 - r * (1 / 5) + r2 * (1 / 6))));
}
