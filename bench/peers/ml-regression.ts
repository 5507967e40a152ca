import { KernelRidgeRegression } from "ml-regression";
import type { Contestant } from "../contest.ts";
import type { Regression } from "../data.ts";
import { rowsOf, sigmaOf } from "./ml-kernel.ts";

const IDENTITY = { implementation: "ml-regression", arithmetic: "f64 strict" } as const;

/** α; `batch` fits a run. */
export function fit(problem: Regression, gamma: number, batch = 1): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const make = fitter(problem, gamma);
      let model: KernelRidgeRegression | undefined;
      return {
        run: () => {
          for (let i = 0; i < batch; i++) model = make();
          return undefined;
        },
        result: () => Float64Array.from(model?.alpha.to1DArray() ?? []),
      };
    },
  };
}

/** Predictions at m points z. */
export function predict(problem: Regression, gamma: number, m: number, z: Float64Array): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const model = fitter(problem, gamma)();
      const rows = rowsOf(m, problem.d, z);
      let h: number[][] = [];
      return {
        run: () => {
          h = model.predict(rows);
          return undefined;
        },
        result: () => Float64Array.from(h.flat()),
      };
    },
  };
}

function fitter({ n, d, x, y, lambda }: Regression, gamma: number): () => KernelRidgeRegression {
  const rows = rowsOf(n, d, x);
  const targets = Array.from(y, (value) => [value]);
  const options = { lambda, kernelType: "gaussian", kernelOptions: { sigma: sigmaOf(gamma) } } as const;
  return () => new KernelRidgeRegression(rows, targets, options);
}
