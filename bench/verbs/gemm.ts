import type { Contest } from "../contest.ts";
import { uniform } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import * as core from "../mercer/core.ts";
import { productError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import * as onnxruntime from "../peers/onnxruntime.ts";
import { here, rivals } from "../processes/contestants.ts";

/** C = A B, 1024³ and, for the slow, 512³. */
export function* gemm(): Generator<Contest<Float64Array>> {
  yield product(1024, false);
  yield product(512, true);
}

function product(n: number, all: boolean): Contest<Float64Array> {
  const a = uniform(n * n, 1);
  const b = uniform(n * n, 2);
  const shape = [n, n];
  const work = { operation: "product", n, a, b } as const;
  return {
    operation: "gemm",
    size: `${n}³`,
    flops: 2 * n ** 3,
    contestants: [
      here(MERCER, work),
      ...core.builds().map((build) => core.product(n, a, b, build)),
      ...(all ? rivals(work, ["ml-matrix"]) : []),
      onnxruntime.product(n, n, n, a, b),
      numpyTs.product(n, n, n, a, b),
      nativeContestant("numpy native", "matmul", { a: { data: a, shape }, b: { data: b, shape } }),
    ],
    error: (result) => productError(n, n, n, a, b, result),
    tolerance: 1e-12,
  };
}
