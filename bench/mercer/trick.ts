import type { Contestant } from "../contest.ts";
import type { Regression } from "../data.ts";
import { median } from "../statistics.ts";
import { DIST } from "./dist.ts";
import { describe } from "./kernels.ts";
import { type Library, loadLibrary } from "./load.ts";

/** Fits by the kernel in one run. */
const FITS = 20;

/** Fit and prediction at the points z by the kernel: the median of a run, as the engine is still giving back what other routes left to be collected. */
export function byKernel(problem: Regression, z: Float64Array): Contestant<Float64Array> {
  const { kernel, lambda } = problem;
  const estimatorOf = (mercer: Library) => mercer.kernelRidge({ kernel: describe(mercer, kernel), lambda });
  return fitAndPredict("mercer", problem, z, estimatorOf, FITS);
}

/** The same from features that are written out: their inner products in place of the kernel, or a weight for each by least squares. */
export function writtenOut(
  route: "inner products" | "weights",
  map: (x: Float64Array) => Float64Array,
  problem: Regression,
  z: Float64Array,
): Contestant<Float64Array> {
  const { lambda } = problem;
  const estimatorOf = (mercer: Library) =>
    route === "weights" ? mercer.leastSquares({ features: map, lambda }) : mercer.kernelRidge({ kernel: mercer.fromFeatures(map), lambda });
  return fitAndPredict(`features written out, ${route}`, problem, z, estimatorOf, 1);
}

type Estimator = ReturnType<Library["kernelRidge"]> | ReturnType<Library["leastSquares"]>;

function fitAndPredict(
  implementation: string,
  { n, d, x, y }: Regression,
  z: Float64Array,
  estimatorOf: (mercer: Library) => Estimator,
  fits: number,
): Contestant<Float64Array> {
  const points = { rows: n, cols: d, data: x };
  const others = { rows: z.length / d, cols: d, data: z };
  return {
    implementation,
    arithmetic: "f64 strict",
    prepare: async () => {
      const mercer = await loadLibrary(DIST);
      const estimator = estimatorOf(mercer);
      // The overloads know each kind of estimator, not the union.
      const once = () => mercer.predict(mercer.fit(estimator as ReturnType<Library["kernelRidge"]>, points, y), others);
      let h: Float64Array = new Float64Array();
      return {
        run: () => {
          const times = Array.from({ length: fits }, () => {
            const start = performance.now();
            h = once();
            return performance.now() - start;
          });
          return median(times);
        },
        result: () => h,
      };
    },
  };
}
