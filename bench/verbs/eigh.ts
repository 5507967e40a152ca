import type { Contest } from "../contest.ts";
import { symmetric } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import * as core from "../mercer/core.ts";
import { eigenError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import { here, together } from "../processes/contestants.ts";

/** All eigenvalues and eigenvectors of a symmetric matrix, n = 1000 and, for the slow, 250; verified by A V v = V (λ v) and VᵀV v = v, outside the clock. */
export function* eigh(): Generator<Contest<Float64Array>> {
  yield decomposition(1000, false);
  yield decomposition(250, true);
}

function decomposition(n: number, all: boolean): Contest<Float64Array> {
  const a = symmetric(n, 9);
  const work = { operation: "eigh", n, a } as const;
  return {
    operation: "eigenvectors",
    size: `n = ${n}`,
    contestants: [
      here(MERCER, work),
      core.eigh(n, a),
      ...(all ? together(work, ["ml-matrix"]) : []),
      nativeContestant("scipy native", "eigh", { a: { data: a, shape: [n, n] } }),
    ],
    error: (eigensystem) => eigenError(n, a, eigensystem),
    tolerance: 1e-12,
  };
}
