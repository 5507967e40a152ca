import type { KernelModel } from "../../src/entries/index.ts";
import type { Large, Points, Regression } from "../data.ts";
import { type Job, jobOfCall, jobOfPoints, pointsOf } from "../jobs/job.ts";
import type { Landmarks, Learning, Storage } from "../jobs/work.ts";
import { describe } from "./kernels.ts";
import type { Library } from "./load.ts";

/** Gram matrices, fits and predictions; estimators are described outside the clock, as a caller does who fits again and again. */
export function learningJob(work: Learning, mercer: Library): Job {
  switch (work.operation) {
    case "leastSquares": {
      // with the report: rank, condition, loss and backward error
      const estimator = mercer.leastSquares();
      const points = { rows: work.m, cols: work.n, data: work.a };
      return jobOfCall(
        () => mercer.fit(estimator, points, work.b),
        ({ weights }) => weights,
      );
    }
    case "gram": {
      const kernel = describe(mercer, work.points.kernel);
      const points = matrixOf(work.points);
      return jobOfCall(
        () => mercer.gram(kernel, points),
        ({ data }) => data,
      );
    }
    case "fit":
      return jobOfCall(fitter(mercer, work.problem, work.solver), ({ coefficients }) => coefficients);
    case "largeFit":
      return jobOfCall(largeFit(mercer, work.problem, work.storage, work.tolerance), (alpha) => alpha);
    case "landmarks": {
      const estimator = landmarksOf(mercer, work);
      const points = matrixOf(work.problem);
      return jobOfCall(
        () => mercer.fit(estimator, points, work.problem.y),
        (model) => mercer.predict(model, matrixAt(work)),
      );
    }
    case "predict": {
      const { problem, z } = work;
      const model = fitter(mercer, problem)();
      const points = { rows: z.length / problem.d, cols: problem.d, data: z };
      return jobOfCall(
        () => mercer.predict(model, points),
        (h) => h,
      );
    }
    case "predictor": {
      const { problem, z } = work;
      return jobOfPoints(pointsOf(problem.d, z), mercer.predictor(fitter(mercer, problem)()));
    }
    case "kernelDescent": {
      const { problem, step, iterations } = work;
      const estimator = mercer.kernelDescent({ kernel: describe(mercer, problem.kernel), step, iterations });
      const points = matrixOf(problem);
      return jobOfCall(
        () => mercer.fit(estimator, points, problem.y),
        ({ coefficients }) => coefficients,
      );
    }
    case "machine": {
      const { problem, tolerance } = work;
      const kernel = describe(mercer, problem.kernel);
      const estimator = mercer.kernelClassifier({ kernel, lambda: problem.lambda, loss: "hinge", intercept: true, tolerance });
      const points = matrixOf(problem);
      return jobOfCall(
        () => mercer.fit(estimator, points, problem.y),
        // β, and b behind it
        ({ coefficients, intercept }) => Float64Array.of(...(coefficients as Float64Array), intercept as number),
      );
    }
    case "descent":
      throw new Error("no public function takes steps on a Gram matrix alone: the contestant in mercer/descent.ts measures them");
    default:
      return work satisfies never;
  }
}

/** A fit of many points, that returns α. */
export function largeFit(mercer: Library, problem: Large, storage: Storage, tolerance: number): () => Float64Array {
  const estimator = largeRidge(mercer, problem, storage, tolerance);
  const points = matrixOf(problem);
  return () => mercer.fit(estimator, points, problem.y).coefficients;
}

export function largeRidge(mercer: Library, { kernel, lambda }: Large, storage: Storage, tolerance: number) {
  const ridge = { kernel: describe(mercer, kernel), lambda };
  switch (storage) {
    case "whole":
      return mercer.kernelRidge({ ...ridge, solver: "cholesky" });
    case "single factor":
      return mercer.kernelRidge({ ...ridge, solver: "mixed" });
    case "tiles":
    case "triangle":
      return mercer.kernelRidge({ ...ridge, solver: "iterative", storage, tolerance });
    default:
      return storage satisfies never;
  }
}

export function landmarksOf(mercer: Library, { problem, count }: Landmarks) {
  return mercer.nystrom({ kernel: describe(mercer, problem.kernel), landmarks: count, seed: 1, lambda: problem.lambda });
}

/** The points where a fit on landmarks is asked. */
export function matrixAt({ problem: { d }, z }: Landmarks) {
  return { rows: z.length / d, cols: d, data: z };
}

function fitter(mercer: Library, problem: Regression, solver: "auto" | "cholesky" = "auto"): () => KernelModel<Float64Array> {
  const estimator = mercer.kernelRidge({ kernel: describe(mercer, problem.kernel), lambda: problem.lambda, solver });
  const points = matrixOf(problem);
  return () => mercer.fit(estimator, points, problem.y);
}

function matrixOf({ n, d, x }: Points) {
  return { rows: n, cols: d, data: x };
}
