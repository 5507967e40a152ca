/** Numbers in halves of 26 digits, whose products are exact. */
interface Halves {
  readonly whole: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
}

const SPLITTER = 2 ** 27 + 1;

function halvesOf(values: Float64Array): Halves {
  const high = values.map((value) => SPLITTER * value - (SPLITTER * value - value));
  return { whole: values, high, low: values.map((value, at) => value - (high[at] as number)) };
}

/**
 * C − A·Bᵀ for A (m × k) and B (n × k), every element as if summed in twice the digits and rounded once.
 *
 * Source: Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), algorithm 5.3.
 */
export function remainder(m: number, n: number, k: number, A: Float64Array, B: Float64Array, C: Float64Array): Float64Array {
  const [a, b] = [halvesOf(A), halvesOf(B)];
  const result = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) result[i * n + j] = compensated(C[i * n + j] as number, k, a, i * k, b, j * k);
  }
  return result;
}

/** c − Σ a_p b_p over k elements from `i` and `j` on. */
function compensated(c: number, k: number, a: Halves, i: number, b: Halves, j: number): number {
  let sum = c;
  let lost = 0;
  for (let p = 0; p < k; p++) {
    const product = -((a.whole[i + p] as number) * (b.whole[j + p] as number));
    const [xh, xl, yh, yl] = [a.high[i + p] as number, a.low[i + p] as number, b.high[j + p] as number, b.low[j + p] as number];
    const rounding = xl * yl + (product + xh * yh + xl * yh + xh * yl);
    const total = sum + product;
    const z = total - sum;
    lost += sum - (total - z) + (product - z) - rounding;
    sum = total;
  }
  return sum + lost;
}
