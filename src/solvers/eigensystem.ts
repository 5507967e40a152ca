import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { eigenWork, eigh } from "../wasm/eigen";
import { bytesOf, view, withBlocks } from "../wasm/memory";
import type { Pause } from "../wasm/pause";

/** A = V diag(values) Vᵀ */
export interface Eigensystem {
  /** Ascending. */
  readonly values: Float64Array;
  /** V, n × n and orthogonal, row-major; column j belongs to value j. */
  readonly vectors: Float64Array;
}

/** Of a symmetric matrix, whose lower triangle alone is read. */
export function eigensystem({ rows: n, data }: Matrix, pause?: Pause): Eigensystem {
  return withBlocks(eigenSizes(n), ({ A, values, work }, workspace) => {
    view(workspace, A).set(data);
    const found = eigh(workspace, n, A, values, work, pause);
    if (found < n) {
      throw mercerError("diverged", `the eigenvalues of a ${n} × ${n} matrix did not converge (${found} were found)`, { found });
    }
    return { values: view(workspace, values).slice(), vectors: view(workspace, A).slice() };
  });
}

/** Bytes of the core's memory that an eigensystem of this size takes. */
export function eigensystemBytes(n: number): number {
  return bytesOf(eigenSizes(n));
}

function eigenSizes(n: number) {
  return { A: n * n, values: n, work: eigenWork(n) };
}
