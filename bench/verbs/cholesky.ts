import type { Contest } from "../contest.ts";
import { positiveDefinite } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import * as core from "../mercer/core.ts";
import { choleskyError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import { here, rivals } from "../processes/contestants.ts";

/** A = L Lᵀ, n = 2000 and, for the slow, 1000. */
export function* cholesky(): Generator<Contest<Float64Array>> {
  yield factorisation(2000, false);
  yield factorisation(1000, true);
}

function factorisation(n: number, all: boolean): Contest<Float64Array> {
  const a = positiveDefinite(n, 3);
  const work = { operation: "cholesky", n, a } as const;
  return {
    operation: "Cholesky",
    size: `n = ${n}`,
    flops: n ** 3 / 3,
    contestants: [
      here(MERCER, work),
      ...core.builds().map((build) => core.cholesky(n, a, build)),
      ...(all ? [...rivals(work, ["ml-matrix"]), numpyTs.cholesky(n, a)] : []),
      nativeContestant("scipy native", "cholesky", { a: { data: a, shape: [n, n] } }),
    ],
    error: (result) => choleskyError(n, a, result),
    tolerance: 1e-12,
  };
}
