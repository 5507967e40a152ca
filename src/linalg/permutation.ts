/** The rows of P A, and the sign of P, from the exchanges of the elimination. */
export function permutationOf(exchanges: Int32Array): { readonly permutation: Int32Array; readonly sign: -1 | 1 } {
  const permutation = Int32Array.from(exchanges.keys());
  let sign = 1;
  exchanges.forEach((p, i) => {
    if (p === i) return;
    [permutation[i], permutation[p]] = [permutation[p] as number, permutation[i] as number];
    sign = -sign;
  });
  return { permutation, sign: sign as -1 | 1 };
}
