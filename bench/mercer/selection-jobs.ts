import { type Job, jobOfCall } from "../jobs/job.ts";
import type { Comparing, Selection } from "../jobs/work.ts";
import { describe } from "./kernels.ts";
import type { Library } from "./load.ts";

/** Criteria for many λ, and candidates on the same folds. */
export function selectionJob(work: Selection, mercer: Library): Job {
  switch (work.operation) {
    case "lambdaPath": {
      const { problem, lambdas } = work;
      const estimator = mercer.kernelRidge({ kernel: describe(mercer, problem.kernel) });
      const points = { rows: problem.n, cols: problem.d, data: problem.x };
      return jobOfCall(
        () => mercer.lambdaPath(estimator, points, problem.y, lambdas),
        ({ looError }) => looError,
      );
    }
    case "comparison": {
      const args = comparisonOf(work, mercer);
      return jobOfCall(() => mercer.compare(...args), scoresOf);
    }
    default:
      return work satisfies never;
  }
}

/** Logistic fits for each λ, and folds that are dealt in turns. */
export function comparisonOf({ problem, lambdas, folds }: Comparing, mercer: Library) {
  const { n, d, x, y } = problem;
  const kernel = describe(mercer, problem.kernel);
  const candidates = Object.fromEntries(
    Array.from(lambdas, (lambda, at) => [String(at), mercer.kernelNewton({ kernel, loss: "logistic", lambda })]),
  );
  const options = { folds: Float64Array.from({ length: n }, (_, i) => i % folds) };
  return [candidates, { rows: n, cols: d, data: x }, y, options] as const;
}

/** The scores of the folds, candidate after candidate in the order they were given. */
export function scoresOf({ ranking }: ReturnType<Library["compare"]>): Float64Array {
  const given = [...ranking].sort((a, b) => Number(a.name) - Number(b.name));
  return Float64Array.from(given.flatMap(({ scores }) => Array.from(scores)));
}
