import { asMatrix } from "../core/matrix-view";
import { infinityNorm, subtractDoubled } from "../core/products";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { largestMagnitude, powerOfTwo } from "../matrix/magnitude";
import { slice, view, withBlocks } from "../wasm/memory";

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
  return withBlocks({ K: n * n, v: n, zero: n, parts: 2 * n, twice: 2 * n, value: 1 }, (blocks, workspace) => {
    const [high, low] = [slice(blocks.parts, 0, n), slice(blocks.parts, n, n)];
    view(workspace, blocks.K).set(unit === 1 ? K : K.map((x) => x / unit));
    view(workspace, blocks.v).set(v);
    for (const block of [blocks.zero, blocks.parts, blocks.value]) view(workspace, block).fill(0);
    // −Kq, and what is left of it: high + low + Kq = 0 but for rounding
    const matrix = asMatrix(blocks.K, n, n);
    const [x, first, rest] = [asMatrix(blocks.v, n), asMatrix(high, n), asMatrix(low, n)];
    subtractDoubled(workspace, matrix, x, asMatrix(blocks.zero, n), first);
    subtractDoubled(workspace, matrix, x, first, rest);
    view(workspace, blocks.twice).set(v);
    view(workspace, blocks.twice).set(v, n);
    const sum = asMatrix(blocks.value, 1);
    subtractDoubled(workspace, asMatrix(blocks.twice, 1, 2 * n), asMatrix(blocks.parts, 2 * n), sum, sum);
    const value = view(workspace, blocks.value)[0] as number;
    view(workspace, blocks.v).set(v.map(Math.abs));
    const gamma = (n + 4) * UNIT_ROUNDOFF;
    const error = 8 * gamma * gamma * n * infinityNorm(workspace, matrix, blocks.v) + UNIT_ROUNDOFF * Math.abs(value);
    return { value: value * unit * length * length, error: error * unit * length * length };
  });
}
