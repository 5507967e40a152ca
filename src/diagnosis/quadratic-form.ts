import { withMatrices, zeros } from "../core/matrices";
import { elementsOf, partOf } from "../core/matrix-view";
import { infinityNorm, subtractDoubled } from "../core/products";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { largestMagnitude, powerOfTwo } from "../matrix/magnitude";

/** qᵀKq and a bound of its error. */
interface QuadraticForm {
  readonly value: number;
  /** Proven: the exact value of the form lies within `value` ± `error`. */
  readonly error: number;
}

/** Scales of K between which its products neither overflow nor vanish. */
const SAFE = 2 ** 400;

/**
 * qᵀKq for K (n × n, any), as if computed with twice the digits, so that its sign can be trusted even where the terms cancel: Kq as a sum of two
 * numbers for each element, and its product with q,
 *
 *     |error| ≤ 8(n + 4)²u² n max_i |q_i| Σ_j |K_ij||q_j| + u|value|,  u = 2⁻⁵³
 *
 * Source: Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), algorithm 5.3 and proposition 5.5: with m = |q|ᵀ|K||q| the
 * two parts of Kq are off by 3(n + 2)²u²m, and the outer sum of 2n products by u|value| + 4(n + 1)²u²m. Numbers are scaled by a power of two first where the
 * products would overflow or vanish.
 */
export function quadraticForm(n: number, K: Float64Array, q: Float64Array): QuadraticForm {
  const largest = largestMagnitude(K);
  const unit = largest <= SAFE && largest >= 1 / SAFE ? 1 : powerOfTwo(largest);
  const length = powerOfTwo(largestMagnitude(q));
  const v = q.map((x) => x / length);
  const given = {
    K: { rows: n, cols: n, data: unit === 1 ? K : K.map((x) => x / unit) },
    v: { rows: n, cols: 1, data: v },
    twice: { rows: 1, cols: 2 * n, data: twiceOf(v) },
    ...{ zero: zeros(n), parts: zeros(2 * n), sum: zeros(1) },
  };
  return withMatrices(given, ({ K: matrix, v: x, twice, zero, parts, sum }, workspace) => {
    const [high, low] = [partOf(parts, 0, 0, n, 1), partOf(parts, n, 0, n, 1)];
    // −Kq, and what is left of it: high + low + Kq = 0 but for rounding
    subtractDoubled(workspace, matrix, x, zero, high);
    subtractDoubled(workspace, matrix, x, high, low);
    subtractDoubled(workspace, twice, parts, sum, sum);
    const value = elementsOf(workspace, sum)[0] as number;
    elementsOf(workspace, x).set(v.map(Math.abs));
    const gamma = (n + 4) * UNIT_ROUNDOFF;
    const error = 8 * gamma * gamma * n * infinityNorm(workspace, matrix, x) + UNIT_ROUNDOFF * Math.abs(value);
    return { value: value * unit * length * length, error: error * unit * length * length };
  });
}

/** v, and v once more. */
function twiceOf(v: Float64Array): Float64Array {
  const twice = new Float64Array(2 * v.length);
  twice.set(v);
  twice.set(v, v.length);
  return twice;
}

/** A vector q with qᵀKq < 0: the proof that K is not positive semi-definite. */
export interface Witness {
  readonly q: Float64Array;
  /** qᵀKq, in twice the working precision; its sign is certain. */
  readonly value: number;
}

/** The witness that an eigenvector of a negative eigenvalue gives; null where rounding leaves the sign of the form open. */
export function witnessOf(n: number, K: Float64Array, q: Float64Array): Witness | null {
  const { value, error } = quadraticForm(n, K, q);
  return value + error < 0 ? { q, value } : null;
}
