import { DoubledSum } from "./doubled-sum";

/** qᵀKq and a bound of its error. */
export interface QuadraticForm {
  readonly value: number;
  /** Proven: the exact value of the form lies within `value` ± `error`. */
  readonly error: number;
}

const UNIT_ROUNDOFF = 2 ** -53;

/**
 * qᵀKq for K (n × n, any), as if computed with twice the digits, so that its sign can be trusted even where the terms cancel:
 *
 *     |error| ≤ 4(n + 4)²u² Σ|q_i||K_ij||q_j| + u|value|,  u = 2⁻⁵³
 *
 * Source: Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), algorithm 5.3 and proposition 5.5, for the inner
 * sums and the outer one. Numbers are scaled by a power of two first, so the products neither overflow nor vanish unless K spans 600 decades.
 */
export function quadraticForm(n: number, K: Float64Array, q: Float64Array): QuadraticForm {
  const scale = powerOfTwo(K) * powerOfTwo(q) * powerOfTwo(q);
  const k = 1 / powerOfTwo(K);
  const v = q.map((value) => value / powerOfTwo(q));
  const total = new DoubledSum();
  let magnitude = 0;
  for (let i = 0; i < n; i++) {
    const row = new DoubledSum();
    let size = 0;
    for (let j = 0; j < n; j++) {
      const element = k * (K[i * n + j] as number);
      row.addProduct(element, v[j] as number);
      size += Math.abs(element * (v[j] as number));
    }
    total.addProduct(row.sum, v[i] as number);
    total.lost += row.lost * (v[i] as number);
    magnitude += size * Math.abs(v[i] as number);
  }
  const value = total.sum + total.lost;
  const gamma = (n + 4) * UNIT_ROUNDOFF;
  const error = 4 * gamma * gamma * magnitude + UNIT_ROUNDOFF * Math.abs(value);
  return { value: value * scale, error: error * scale };
}

/** A power of two not far from the largest magnitude, with an inverse; 1 for zeros. */
function powerOfTwo(values: Float64Array): number {
  const largest = values.reduce((best, value) => Math.max(best, Math.abs(value)), 0);
  let power = 1;
  while (power <= largest / 2 && power < 2 ** 1022) power *= 2;
  while (power > largest && largest > 0 && power > 2 ** -1021) power /= 2;
  return power;
}
