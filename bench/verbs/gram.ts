import type { Contest, Contestant } from "../contest.ts";
import { type Points, points, uniform } from "../data.ts";
import * as core from "../mercer/core.ts";
import * as mercer from "../mercer/library.ts";
import { distance, gramOf, productError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as numpyTs from "../peers/numpy-ts.ts";
import * as onnxruntime from "../peers/onnxruntime.ts";
import { rivals } from "../rivals/rivals.ts";

const NAMES = {
  rbf: "Gaussian Gram",
  laplacian: "Laplacian Gram",
  polynomial: "polynomial Gram",
  linear: "linear Gram",
  allSubsets: "all-subsets Gram",
};

/** X Xᵀ, then the Gram matrices of five kernels: every element, both triangles. */
export function* gram(): Generator<Contest<Float64Array>> {
  yield selfProduct(1000, 200);
  for (const kind of ["rbf", "laplacian", "polynomial", "linear", "allSubsets"] as const) yield gramContest(points(2000, 20, kind));
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

function gramContest(problem: Points): Contest<Float64Array> {
  const { n, d, kernel } = problem;
  const truth = gramOf(problem);
  return {
    operation: NAMES[kernel.kind],
    size: `n = ${n}, d = ${d}`,
    contestants: [
      mercer.gram(problem),
      ...(kernel.kind === "rbf" ? [core.gaussianGram(problem, kernel.gamma)] : []),
      ...rivals({ operation: "gram", points: problem }, kernel.kind === "rbf" ? ["ml-kernel"] : []),
      ...peers(problem),
    ],
    error: (result) => distance(result, truth),
    tolerance: 1e-12,
  };
}

function peers(problem: Points): Contestant<Float64Array>[] {
  const { n, d, x, kernel } = problem;
  if (kernel.kind === "allSubsets") return [];
  const native = nativeContestant("scikit-learn native", "gram", { x: { data: x, shape: [n, d] } }, kernel);
  if (kernel.kind !== "rbf") return [native];
  const { gamma } = kernel;
  return [onnxruntime.gaussianGram(problem, gamma), numpyTs.gaussianGram(problem, gamma), native];
}
