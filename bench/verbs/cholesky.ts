import type { Contest } from "../contest.ts";
import { positiveDefinite } from "../data.ts";
import * as core from "../mercer/core.ts";
import * as mercer from "../mercer/library.ts";
import { choleskyError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import { rivals } from "../rivals/rivals.ts";

/** A = L Lᵀ, n = 2000. */
export function* cholesky(): Generator<Contest<Float64Array>> {
  const n = 2000;
  const a = positiveDefinite(n, 3);
  yield {
    operation: "Cholesky",
    size: `n = ${n}`,
    flops: n ** 3 / 3,
    contestants: [
      mercer.cholesky(n, a),
      core.cholesky(n, a),
      ...rivals({ operation: "cholesky", n, a }, ["ml-matrix"]),
      numpyTs.cholesky(n, a),
      nativeContestant("scipy native", "cholesky", { a: { data: a, shape: [n, n] } }),
    ],
    error: (result) => choleskyError(n, a, result),
    tolerance: 1e-12,
  };
}
