/** How numbers are put in order: position k of the sorted ones is that of row `order[k]`; null where they are in order as they are. Equal ones keep their order. */
export type Order = Int32Array | null;

/** The order of finite numbers, −0 being 0: four passes over digits of 16 bits. */
export function orderOf(x: Float64Array): Order {
  const n = x.length;
  let isSorted = true;
  for (let i = 1; i < n && isSorted; i++) isSorted = (x[i] as number) >= (x[i - 1] as number);
  if (isSorted) return null;
  const keys = new BigUint64Array(Float64Array.from(x, (value) => value + 0).buffer);
  const halves = new Uint16Array(keys.buffer);
  // negative numbers are turned over, positive ones put above them
  for (let i = 0; i < n; i++) {
    const top = halves[4 * i + 3] as number;
    if (top < 0x8000) halves[4 * i + 3] = top | 0x8000;
    else for (let digit = 0; digit < 4; digit++) halves[4 * i + digit] = ~(halves[4 * i + digit] as number);
  }
  let order = Int32Array.from({ length: n }, (_, i) => i);
  let next = new Int32Array(n);
  const counts = new Int32Array(65537);
  for (let digit = 0; digit < 4; digit++) {
    counts.fill(0);
    for (let i = 0; i < n; i++)
      counts[(halves[4 * i + digit] as number) + 1] = (counts[(halves[4 * i + digit] as number) + 1] as number) + 1;
    for (let value = 0; value < 65536; value++) counts[value + 1] = (counts[value + 1] as number) + (counts[value] as number);
    for (let k = 0; k < n; k++) {
      const i = order[k] as number;
      const value = halves[4 * i + digit] as number;
      next[counts[value] as number] = i;
      counts[value] = (counts[value] as number) + 1;
    }
    [order, next] = [next, order];
  }
  return order;
}

/** Rows of t numbers, in order: themselves where they are. */
export function sorted(rows: Float64Array, order: Order, t = 1): Float64Array {
  if (!order) return rows;
  const result = new Float64Array(rows.length);
  for (let k = 0; k < order.length; k++) {
    for (let q = 0; q < t; q++) result[k * t + q] = rows[(order[k] as number) * t + q] as number;
  }
  return result;
}

/** The rows as they were before they were sorted. */
export function unsorted(rows: Float64Array, order: Order, t = 1): Float64Array {
  if (!order) return rows;
  const result = new Float64Array(rows.length);
  for (let k = 0; k < order.length; k++) {
    for (let q = 0; q < t; q++) result[(order[k] as number) * t + q] = rows[k * t + q] as number;
  }
  return result;
}
