import type { Contest } from "../contest.ts";
import { uniform } from "../data.ts";
import * as core from "../mercer/core.ts";
import * as mercer from "../mercer/library.ts";
import { solutionError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import { rivals } from "../rivals/rivals.ts";

/** P A = L U with partial pivoting, n = 2000; verified by solving A x = b with the factors, outside the clock. */
export function* lu(): Generator<Contest<Float64Array>> {
  const n = 2000;
  const a = uniform(n * n, 4);
  const b = uniform(n, 5);
  yield {
    operation: "LU",
    size: `n = ${n}`,
    flops: (2 * n ** 3) / 3,
    contestants: [
      mercer.lu(n, a, b),
      core.lu(n, a, b),
      ...rivals({ operation: "lu", n, a, b }, ["ml-matrix"]),
      numpyTs.lu(n, a, b),
      nativeContestant("scipy native", "lu", { a: { data: a, shape: [n, n] }, b: { data: b, shape: [n] } }),
    ],
    error: (x) => solutionError(n, a, b, x),
    tolerance: 1e-12,
  };
}
