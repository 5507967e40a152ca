/** n over k: exact below 2⁵³, infinite where it overflows. */
export function choose(n: number, k: number): number {
  if (k > n) return 0;
  let count = 1;
  for (let i = 1; i <= Math.min(k, n - k) && count < Infinity; i++) count = (count * (n + 1 - i)) / i;
  return Math.round(count);
}
