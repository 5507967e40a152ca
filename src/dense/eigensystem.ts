import { eigenSizes, isSymmetric } from "../core/eigen";
import { asMatrix } from "../core/matrix-view";
import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { bytesOf, copyOf, view, withBlocks } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import { eigh } from "./divide-and-conquer";
import { requireFinite } from "./finite";

/** A = V diag(values) Vᵀ */
interface Eigensystem {
  /** Ascending. */
  readonly values: Float64Array;
  /** V, n × n and orthogonal, row-major; column j belongs to value j. */
  readonly vectors: Float64Array;
}

/**
 * Of a symmetric matrix, whose lower triangle alone is read.
 *
 * @param doubt called for a matrix that is not its own transpose, before the work begins
 * @throws "not-finite" with the `row` whose eigenvalue is beyond the largest number
 */
export function eigensystem({ rows: n, data }: Matrix, pause?: Pause, doubt?: () => void): Eigensystem {
  return withBlocks(sizesOf(n), ({ A, values, ...blocks }, workspace) => {
    view(workspace, A).set(data);
    const matrix = asMatrix(A, n, n);
    if (doubt && !isSymmetric(workspace, matrix)) doubt();
    const count = eigh(workspace, matrix, values, blocks, pause);
    if (count < n) {
      throw mercerError("diverged", `the eigenvalues of a ${n} × ${n} matrix did not converge (${count} were found)`, { found: count });
    }
    const found = { rows: n, cols: 1, data: view(workspace, values).slice() };
    return { values: requireFinite(found, "the list of eigenvalues", "A").data, vectors: copyOf(workspace, A) };
  });
}

function sizesOf(n: number) {
  return { A: n * n, values: n, ...eigenSizes(n) };
}

/** What `eigensystem` holds at once, its results included and the matrix that it is given not. */
export function eigensystemBytes(n: number): number {
  return bytesOf(sizesOf(n)) + 8 * (n * n + n);
}

/** n·ε·max|λ|: what an eigenvalue of a matrix of order n must exceed to be told from 0. */
export function spectralTolerance(values: Float64Array, order = values.length): number {
  return order * Number.EPSILON * largestMagnitude(values);
}
