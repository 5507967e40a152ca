import type { Contest } from "../contest.ts";
import { uniform } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import * as core from "../mercer/core.ts";
import { leastSquaresError, qrError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import { here, rivals } from "../processes/contestants.ts";

/** A = Q R by reflections, n = 1000 and, for the slow, 500; least squares of 10,000 points with 50 features. */
export function* qr(): Generator<Contest<Float64Array>> {
  yield factorisation(1000, false);
  yield factorisation(500, true);
  yield leastSquares(10_000, 50);
}

/** Verified by Q R v = A v and QᵀQ v = v, outside the clock. */
function factorisation(n: number, all: boolean): Contest<Float64Array> {
  const a = uniform(n * n, 6);
  const v = { data: uniform(n, 79), shape: [n] };
  const work = { operation: "qr", n, a } as const;
  return {
    operation: "QR",
    size: `n = ${n}`,
    flops: (4 * n ** 3) / 3,
    contestants: [
      here(MERCER, work),
      core.qr(n, a),
      ...(all ? [...rivals(work, ["ml-matrix"]), numpyTs.qr(n, a)] : []),
      nativeContestant("scipy native", "qr", { a: { data: a, shape: [n, n] }, v }),
    ],
    error: (actions) => qrError(n, a, actions),
    tolerance: 1e-12,
  };
}

function leastSquares(m: number, n: number): Contest<Float64Array> {
  const a = uniform(m * n, 7);
  const b = uniform(m, 8);
  const work = { operation: "leastSquares", m, n, a, b } as const;
  return {
    operation: "least squares",
    size: `${m} points, ${n} features`,
    contestants: [
      here(MERCER, work),
      ...rivals(work, ["ml-matrix"]),
      nativeContestant("scipy native", "least_squares", { a: { data: a, shape: [m, n] }, b: { data: b, shape: [m] } }),
    ],
    error: (x) => leastSquaresError(m, n, a, b, x),
    tolerance: 1e-13,
  };
}
