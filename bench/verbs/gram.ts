import type { Contest, Contestant } from "../contest.ts";
import { type Points, points, uniform } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import { gramKernels, type Kernel } from "../kernels.ts";
import * as core from "../mercer/core.ts";
import { distance, gramOf, productError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import * as onnxruntime from "../peers/onnxruntime.ts";
import { here, rivals } from "../processes/contestants.ts";

/** X Xᵀ, then the Gram matrices of all kernels and of some compositions: every element, both triangles. */
export function* gram(): Generator<Contest<Float64Array>> {
  yield selfProduct(1000, 200);
  const d = 20;
  for (const [name, kernel] of Object.entries(gramKernels(d))) {
    const n = LARGE.has(name) ? 2000 : 1000;
    yield gramContest(`${name} Gram`, points(n, d, kernel));
  }
}

/** Kernels that are measured at 2,000 points; the others, some of which take plain loops a second there, at 1,000. */
const LARGE = new Set([
  "linear",
  "polynomial",
  "Gaussian",
  "Laplacian",
  "Matérn 5/2",
  "rational quadratic",
  "periodic",
  "periodic per feature",
  "sigmoid",
  "cosine",
]);

function selfProduct(n: number, d: number): Contest<Float64Array> {
  const x = uniform(n * d, 6);
  const transpose = x.map((_, index) => x[(index % n) * d + Math.floor(index / n)]);
  const work = { operation: "selfProduct", n, d, x } as const;
  return {
    operation: "X Xᵀ",
    size: `n = ${n}, d = ${d}`,
    flops: n * n * d,
    contestants: [
      here(MERCER, work),
      core.selfProduct(n, d, x),
      ...rivals(work, ["ml-matrix"]),
      onnxruntime.selfProduct(n, d, x),
      numpyTs.selfProduct(n, d, x),
      nativeContestant("numpy native", "self_product", { x: { data: x, shape: [n, d] } }),
    ],
    error: (result) => productError(n, n, d, x, transpose, result),
    tolerance: 1e-12,
  };
}

function gramContest(operation: string, problem: Points): Contest<Float64Array> {
  const { n, d, kernel } = problem;
  const truth = gramOf(problem);
  const work = { operation: "gram", points: problem } as const;
  return {
    operation,
    size: `n = ${n}, d = ${d}`,
    contestants: [
      here(MERCER, work),
      core.gram(problem),
      ...rivals(work, kernel.kind === "rbf" ? ["ml-kernel"] : []),
      ...(kernel.kind === "rbf" ? [onnxruntime.gaussianGram(problem, kernel.gamma), numpyTs.gaussianGram(problem, kernel.gamma)] : []),
      ...(isInScikitLearn(kernel) ? [scikitLearn(problem)] : []),
    ],
    error: (result) => distance(result, truth),
    tolerance: 1e-12,
  };
}

function scikitLearn({ n, d, x, kernel }: Points): Contestant<Float64Array> {
  return nativeContestant("scikit-learn native", "gram", { x: { data: x, shape: [n, d] } }, kernel);
}

function isInScikitLearn(kernel: Kernel): boolean {
  if (kernel.kind === "sum" || kernel.kind === "product") return kernel.parts.every(isInScikitLearn);
  if (kernel.kind === "periodic") return kernel.metric === "euclidean";
  return kernel.kind !== "allSubsets" && kernel.kind !== "anova";
}
