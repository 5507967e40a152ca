import { Kernel } from "ml-kernel";
import { type Job, jobOfCall } from "../jobs/job.ts";
import type { Work } from "../jobs/work.ts";

/** The Gaussian Gram matrix; the rows as arrays, the form ml.js takes, are made outside the clock. */
export function mlKernel(work: Work): Job {
  if (work.operation !== "gram" || work.points.kernel.kind !== "rbf") throw new Error("ml-kernel is measured on the Gaussian Gram matrix");
  const { n, d, x, kernel } = work.points;
  const rows = rowsOf(n, d, x);
  const gaussian = new Kernel("gaussian", { sigma: sigmaOf(kernel.gamma) });
  return jobOfCall(
    () => gaussian.compute(rows),
    (k) => Float64Array.from(k.to1DArray()),
  );
}

/** exp(−‖x − z‖² / (2σ²)) is the Gaussian kernel with γ = 1/(2σ²). */
export function sigmaOf(gamma: number): number {
  return Math.sqrt(1 / (2 * gamma));
}

export function rowsOf(n: number, d: number, x: Float64Array): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from(x.subarray(i * d, (i + 1) * d)));
}
