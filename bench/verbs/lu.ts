import type { Contest } from "../contest.ts";
import { uniform } from "../data.ts";
import * as core from "../mercer/core.ts";
import * as mercer from "../mercer/library.ts";
import { solutionError, solutionOfFactors } from "../oracle.ts";
import * as mlMatrix from "../peers/ml-matrix.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import * as plain from "../plain-loops/factors.ts";
import * as twin from "../pure-typescript/lu.ts";
import { own, PLAIN, TWIN } from "./own.ts";

/** P A = L U with partial pivoting, n = 2000; verified by solving A x = b with the factors, outside the clock. */
export function* lu(): Generator<Contest<Float64Array>> {
  const n = 2000;
  const a = uniform(n * n, 4);
  const b = uniform(n, 5);
  const factors = new Float64Array(n * n);
  const pivots = new Int32Array(n);
  const around = { restore: () => factors.set(a), read: () => solutionOfFactors(n, factors, pivots, b) };
  yield {
    operation: "LU",
    size: `n = ${n}`,
    flops: (2 * n ** 3) / 3,
    contestants: [
      mercer.lu(n, a, b),
      core.lu(n, a, b),
      own(TWIN, factors, () => twin.lu(n, factors, pivots), around),
      own(PLAIN, factors, () => plain.lu(n, factors, pivots), around),
      numpyTs.lu(n, a, b),
      mlMatrix.lu(n, a, b),
      nativeContestant("scipy native", "lu", { a: { data: a, shape: [n, n] }, b: { data: b, shape: [n] } }),
    ],
    error: (x) => solutionError(n, a, b, x),
    tolerance: 1e-12,
  };
}
