import type { Contest } from "../contest.ts";
import { symmetric } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import * as core from "../mercer/core.ts";
import { eigenError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import { here, together } from "../processes/contestants.ts";

/** All eigenvalues and eigenvectors of a symmetric matrix, n = 500 and 1000; verified by A V v = V (λ v) and VᵀV v = v, outside the clock. */
export function* eigh(): Generator<Contest<Float64Array>> {
  for (const n of [500, 1000]) yield decomposition(n);
}

function decomposition(n: number): Contest<Float64Array> {
  const a = symmetric(n, 9);
  const work = { operation: "eigh", n, a } as const;
  return {
    operation: "eigenvectors",
    size: `n = ${n}`,
    contestants: [
      here(MERCER, work),
      core.eigh(n, a),
      ...together(work, ["ml-matrix"]),
      nativeContestant("scipy native", "eigh", { a: { data: a, shape: [n, n] } }),
    ],
    error: (eigensystem) => eigenError(n, a, eigensystem),
    tolerance: 1e-12,
  };
}
