import type { Contest } from "../contest.ts";
import { symmetric, uniform } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import * as core from "../mercer/core.ts";
import { solutionError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import { here } from "../processes/contestants.ts";

/** P A Pᵀ = L D Lᵀ of an indefinite matrix, n = 2000; verified by solving A x = b with the factors, outside the clock. No peer in JavaScript has it. */
export function* ldl(): Generator<Contest<Float64Array>> {
  const n = 2000;
  const a = symmetric(n, 10);
  const b = uniform(n, 11);
  yield {
    operation: "LDLᵀ",
    size: `n = ${n}`,
    flops: n ** 3 / 3,
    contestants: [
      here(MERCER, { operation: "ldl", n, a, b }),
      core.ldl(n, a, b),
      nativeContestant("scipy native", "ldl", { a: { data: a, shape: [n, n] }, b: { data: b, shape: [n] } }),
    ],
    error: (x) => solutionError(n, a, b, x),
    tolerance: 1e-12,
  };
}
