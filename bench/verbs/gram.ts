import type { Contest, Contestant } from "../contest.ts";
import { type Points, points, uniform } from "../data.ts";
import { gramKernels, type Kernel } from "../kernels.ts";
import * as core from "../mercer/core.ts";
import * as mercer from "../mercer/library.ts";
import { distance, gramOf, productError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import * as onnxruntime from "../peers/onnxruntime.ts";
import { rivals } from "../rivals/rivals.ts";

/** X Xᵀ, then the Gram matrices of all kernels and of some compositions: every element, both triangles. */
export function* gram(): Generator<Contest<Float64Array>> {
  yield selfProduct(1000, 200);
  const d = 20;
  for (const [name, kernel] of Object.entries(gramKernels(d))) yield gramContest(`${name} Gram`, points(2000, d, kernel));
}

function selfProduct(n: number, d: number): Contest<Float64Array> {
  const x = uniform(n * d, 6);
  const transpose = x.map((_, index) => x[(index % n) * d + Math.floor(index / n)]);
  return {
    operation: "X Xᵀ",
    size: `n = ${n}, d = ${d}`,
    flops: n * n * d,
    contestants: [
      mercer.selfProduct(n, d, x),
      core.selfProduct(n, d, x),
      ...rivals({ operation: "selfProduct", n, d, x }, ["ml-matrix"]),
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
  return {
    operation,
    size: `n = ${n}, d = ${d}`,
    contestants: [
      mercer.gram(problem),
      core.gram(problem),
      ...rivals({ operation: "gram", points: problem }, kernel.kind === "rbf" ? ["ml-kernel"] : []),
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
