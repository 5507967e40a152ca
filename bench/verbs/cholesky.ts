import type { Contest } from "../contest.ts";
import { positiveDefinite } from "../data.ts";
import * as core from "../mercer/core.ts";
import * as mercer from "../mercer/library.ts";
import { choleskyError } from "../oracle.ts";
import * as mlMatrix from "../peers/ml-matrix.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import * as plain from "../plain-loops/factors.ts";
import * as twin from "../pure-typescript/cholesky.ts";
import { own, PLAIN, TWIN } from "./own.ts";

/** A = L Lᵀ, n = 2000. */
export function* cholesky(): Generator<Contest<Float64Array>> {
  const n = 2000;
  const a = positiveDefinite(n, 3);
  const l = new Float64Array(n * n);
  const restore = () => l.set(a);
  yield {
    operation: "Cholesky",
    size: `n = ${n}`,
    flops: n ** 3 / 3,
    contestants: [
      mercer.cholesky(n, a),
      core.cholesky(n, a),
      own(TWIN, l, () => void twin.cholesky(n, l), { restore }),
      own(PLAIN, l, () => void plain.cholesky(n, l), { restore }),
      numpyTs.cholesky(n, a),
      mlMatrix.cholesky(n, a),
      nativeContestant("scipy native", "cholesky", { a: { data: a, shape: [n, n] } }),
    ],
    error: (result) => choleskyError(n, a, result),
    tolerance: 1e-12,
  };
}
