import type { Contest } from "../contest.ts";
import { uniform } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import * as core from "../mercer/core.ts";
import { solutionError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import { here, rivals } from "../processes/contestants.ts";

/** P A = L U with partial pivoting, n = 2000 and, for the slow, 1000; verified by solving A x = b with the factors, outside the clock. */
export function* lu(): Generator<Contest<Float64Array>> {
  yield factorisation(2000, false);
  yield factorisation(1000, true);
}

function factorisation(n: number, all: boolean): Contest<Float64Array> {
  const a = uniform(n * n, 4);
  const b = uniform(n, 5);
  const work = { operation: "lu", n, a, b } as const;
  return {
    operation: "LU",
    size: `n = ${n}`,
    flops: (2 * n ** 3) / 3,
    contestants: [
      here(MERCER, work),
      core.lu(n, a, b),
      ...(all ? [...rivals(work, ["ml-matrix"]), numpyTs.lu(n, a, b)] : []),
      nativeContestant("scipy native", "lu", { a: { data: a, shape: [n, n] }, b: { data: b, shape: [n] } }),
    ],
    error: (x) => solutionError(n, a, b, x),
    tolerance: 1e-12,
  };
}
