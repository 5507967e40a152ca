/**
 * The p-quantile of numbers that count by their weights: the least x below or at which there is more than a share p of the weight, or the mean of two neighbours where one ends exactly there.
 * A weight of 2 is the same as the number twice.
 *
 * Source: Hyndman and Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996), definition 2.
 *
 * @param order the positions of the numbers that count, in the order of the numbers
 */
export function quantileOf(x: Float64Array, order: readonly number[], weightOf: (i: number) => number, p: number): number {
  const target = p * order.reduce((sum, i) => sum + weightOf(i), 0);
  let below = 0;
  for (const [at, i] of order.entries()) {
    below += weightOf(i);
    if (below > target) return x[i] as number;
    if (below === target && at + 1 < order.length) return midpoint(x[i] as number, x[order[at + 1] as number] as number);
  }
  return x[order.at(-1) as number] as number;
}

function midpoint(a: number, b: number): number {
  return a / 2 + b / 2;
}
