import type { KernelModel } from "../../src/entries/index.ts";
import type { Contestant } from "../contest.ts";
import type { Regression } from "../data.ts";
import { DIST } from "./dist.ts";
import { describe } from "./kernels.ts";
import { loadLibrary } from "./load.ts";

/** Steps whose time is the difference of a long descent and a short one: long enough to drown what differs between two calls. */
const MORE_STEPS = 100;

/** Time of `steps` steps, from the slope between two descents of different length: the Gram matrix of both cancels. */
export function descent({ n, d, x, y, kernel }: Regression, step: number, steps: number): Contestant<Float64Array> {
  return {
    implementation: "mercer",
    arithmetic: "f64 strict",
    prepare: async () => {
      const mercer = await loadLibrary(DIST);
      const points = { rows: n, cols: d, data: x };
      const descend = (iterations: number): [model: KernelModel<Float64Array>, ms: number] => {
        const start = performance.now();
        const model = mercer.fit(mercer.kernelDescent({ kernel: describe(mercer, kernel), step, iterations }), points, y);
        if (model.report.iterations !== iterations) throw new Error(`${model.report.iterations} steps in place of ${iterations}`);
        return [model, performance.now() - start];
      };
      let alpha = new Float64Array();
      return {
        run: () => {
          // The first call after a collection also pays for fresh memory: it is not timed.
          descend(1);
          const [short, shortMs] = descend(steps);
          const [, longMs] = descend(steps + MORE_STEPS);
          alpha = Float64Array.from(short.coefficients);
          return ((longMs - shortMs) * steps) / MORE_STEPS;
        },
        result: () => alpha,
      };
    },
  };
}
