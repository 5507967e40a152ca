import type { Job } from "../jobs/job.ts";
import type { Work } from "../jobs/work.ts";
import { concatenated } from "../oracle.ts";
import { describe } from "./kernels.ts";
import { landmarksOf, largeRidge, matrixAt } from "./learning-jobs.ts";
import { loadLibrary, loadPools } from "./load.ts";
import { comparisonOf, scoresOf } from "./selection-jobs.ts";

/** A verb of a pool of so many threads, as a caller sees it: arguments and results cross. */
export async function poolJob(work: Work, threads: number, dist: string): Promise<Job> {
  const mercer = await loadLibrary(dist);
  const pool = await (await loadPools(dist)).startPool({ threads });
  let kept = new Float64Array();
  const job = (call: () => Promise<Float64Array>): Job => ({
    run: async () => {
      kept = (await call()) as Float64Array<ArrayBuffer>;
    },
    result: () => kept,
  });
  if (work.operation === "gram") {
    const { n, d, x, kernel } = work.points;
    const description = describe(mercer, kernel);
    return job(async () => (await pool.gram(description, { rows: n, cols: d, data: x })).data);
  }
  if (work.operation === "comparison") {
    const args = comparisonOf(work, mercer);
    return job(async () => scoresOf(await pool.compare(...args)));
  }
  if (work.operation === "eigh") {
    const { n, a } = work;
    return job(async () => {
      const { values, vectors } = await pool.eigh({ rows: n, cols: n, data: a });
      return concatenated(values, vectors.data);
    });
  }
  if (work.operation === "leastSquares") {
    const estimator = mercer.leastSquares();
    const points = { rows: work.m, cols: work.n, data: work.a };
    return job(async () => (await pool.fit(estimator, points, work.b)).weights);
  }
  if (work.operation === "largeFit") {
    const { problem, storage, tolerance } = work;
    const estimator = largeRidge(mercer, problem, storage, tolerance);
    const points = { rows: problem.n, cols: problem.d, data: problem.x };
    return job(async () => (await pool.fit(estimator, points, problem.y)).coefficients);
  }
  if (work.operation === "landmarks") {
    const { n, d, x, y } = work.problem;
    const estimator = landmarksOf(mercer, work);
    let predicted = (): Float64Array => new Float64Array();
    return {
      run: async () => {
        const model = await pool.fit(estimator, { rows: n, cols: d, data: x }, y);
        predicted = () => mercer.predict(model, matrixAt(work));
      },
      result: () => predicted(),
    };
  }
  if (work.operation !== "fit" && work.operation !== "predict")
    throw new Error(`the operation ${work.operation} is not measured in a pool`);
  const { n, d, x, y, kernel, lambda } = work.problem;
  const estimator = mercer.kernelRidge({ kernel: describe(mercer, kernel), lambda });
  const points = { rows: n, cols: d, data: x };
  if (work.operation === "fit") return job(async () => (await pool.fit(estimator, points, y)).coefficients);
  const { z } = work;
  const model = await pool.fit(estimator, points, y);
  return job(() => pool.predict(model, { rows: z.length / d, cols: d, data: z }));
}
