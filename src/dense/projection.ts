import { copied, withMatrices, zeros } from "../core/matrices";
import { elementsOf } from "../core/matrix-view";
import { addTransposed, multiply } from "../core/products";
import type { Matrix } from "../matrix";

/** Y = V·S + outside, by some of the columns of V. */
interface Projection {
  /** S, m × t: the rows of the columns that do not count are 0. */
  readonly shares: Float64Array;
  /** n × t, orthogonal to the columns that count. */
  readonly outside: Float64Array;
}

/**
 * S = VᵀY and (I − VVᵀ)Y by the columns of V that count; the columns of V (n × m) are orthonormal, Y is n × t. Twice, as the first pass leaves its rounding
 * in the span of V.
 *
 * Source: Giraud, Langou, Rozložník, The loss of orthogonality in the Gram-Schmidt orthogonalization process, Comput. Math. Appl. 50 (2005).
 */
export function projection(V: Matrix, counts: (column: number) => boolean, Y: Matrix): Projection {
  const m = V.cols;
  const t = Y.cols;
  const shares = new Float64Array(m * t);
  return withMatrices({ V, rest: Y, less: zeros(m, t) }, ({ V: basis, rest, less: shared }, workspace) => {
    for (let pass = 0; pass < 2; pass++) {
      const less = elementsOf(workspace, shared).fill(0);
      addTransposed(workspace, basis, rest, shared);
      less.forEach((share, at) => {
        const counted = counts(Math.floor(at / t)) ? share : 0;
        shares[at] = (shares[at] as number) + counted;
        less[at] = -counted;
      });
      multiply(workspace, basis, shared, rest);
    }
    return { shares, outside: copied(workspace, rest).data };
  });
}
