// Data for the jobs, by whole numbers and exact divisions: the same bits everywhere, whatever functions the host has.

/** rows × cols numbers in (−1, 1). */
export function uniform(rows, cols, seed) {
  return { rows, cols, data: Float64Array.from(numbers(rows * cols, seed), (whole) => (2 * whole) / PRIME - 1) };
}

/** The same in (0, 1). */
export function positive(rows, cols, seed) {
  return { rows, cols, data: Float64Array.from(numbers(rows * cols, seed), (whole) => whole / PRIME) };
}

/** n × n, of either definiteness. */
export function symmetric(n, seed) {
  const { data } = uniform(n, n, seed);
  return { rows: n, cols: n, data: data.map((_, at) => data[Math.max(at, (at % n) * n + Math.floor(at / n))]) };
}

const PRIME = 2147483647;

/** Whole numbers below the prime, each the one before times 48271 modulo it: products are below 2⁵³. */
function numbers(count, seed) {
  let state = 48271 * seed;
  return Array.from({ length: count }, () => {
    state = (state * 48271) % PRIME;
    return state;
  });
}
