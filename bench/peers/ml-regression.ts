import { KernelRidgeRegression } from "ml-regression";
import type { Regression } from "../data.ts";
import type { Job, Work } from "../rivals/work.ts";
import { rowsOf, sigmaOf } from "./ml-kernel.ts";

/** Kernel ridge with a Gaussian kernel: the fit, or predictions of a fitted model. */
export function mlRegression(work: Work): Job {
  if (work.operation === "fit") return fit(work.problem, work.batch);
  if (work.operation === "predict") return predict(work.problem, work.z);
  throw new Error(`ml-regression has no ${work.operation}`);
}

function fit(problem: Regression, batch: number): Job {
  const make = fitter(problem);
  let model: KernelRidgeRegression | undefined;
  return {
    run: () => {
      for (let i = 0; i < batch; i++) model = make();
    },
    result: () => Float64Array.from(model?.alpha.to1DArray() ?? []),
  };
}

function predict(problem: Regression, z: Float64Array): Job {
  const model = fitter(problem)();
  const rows = rowsOf(z.length / problem.d, problem.d, z);
  let h: number[][] = [];
  return {
    run: () => {
      h = model.predict(rows);
    },
    result: () => Float64Array.from(h.flat()),
  };
}

function fitter({ n, d, x, y, kernel, lambda }: Regression): () => KernelRidgeRegression {
  if (kernel.kind !== "rbf") throw new Error("ml-regression is measured with the Gaussian kernel");
  const rows = rowsOf(n, d, x);
  const targets = Array.from(y, (value) => [value]);
  const options = { lambda, kernelType: "gaussian", kernelOptions: { sigma: sigmaOf(kernel.gamma) } } as const;
  return () => new KernelRidgeRegression(rows, targets, options);
}
