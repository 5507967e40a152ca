import { KernelRidgeRegression } from "ml-regression";
import type { Regression } from "../data.ts";
import { type Job, jobOfCall, jobOfPoints } from "../jobs/job.ts";
import type { Work } from "../jobs/work.ts";
import { rowsOf, sigmaOf } from "./ml-kernel.ts";

/** Kernel ridge with a Gaussian kernel: the fit, or predictions of a fitted model. */
export function mlRegression(work: Work): Job {
  switch (work.operation) {
    case "fit":
      return jobOfCall(fitter(work.problem), ({ alpha }) => Float64Array.from(alpha.to1DArray()));
    case "predict": {
      const { problem, z } = work;
      const model = fitter(problem)();
      const rows = rowsOf(z.length / problem.d, problem.d, z);
      return jobOfCall(
        () => model.predict(rows),
        (h) => Float64Array.from(h.flat()),
      );
    }
    case "predictor": {
      const { problem, z } = work;
      const model = fitter(problem)();
      const points = rowsOf(z.length / problem.d, problem.d, z).map((point) => [point]);
      return jobOfPoints(points, (point) => model.predict(point)[0][0]);
    }
    default:
      throw new Error(`ml-regression has no ${work.operation}`);
  }
}

function fitter({ n, d, x, y, kernel, lambda }: Regression): () => KernelRidgeRegression {
  if (kernel.kind !== "rbf") throw new Error("ml-regression is measured with the Gaussian kernel");
  const rows = rowsOf(n, d, x);
  const targets = Array.from(y, (value) => [value]);
  const options = { lambda, kernelType: "gaussian", kernelOptions: { sigma: sigmaOf(kernel.gamma) } } as const;
  return () => new KernelRidgeRegression(rows, targets, options);
}
