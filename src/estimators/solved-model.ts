import type { Matrix } from "../matrix";
import { type KernelModel, kernelModel, type Report, reportOf } from "../models/model";
import type { Findings } from "../models/report";
import { ownPoints } from "../problem/points";
import { type Problem, scatter } from "../problem/problem";

/** What a solver of a kernel method finds: α of the points that count, n × t, and b. */
export type Solution = Findings & { readonly coefficients: Float64Array | Matrix; readonly intercepts: Float64Array };

/** The model of a solution, its report complete. */
export function solvedModel(problem: Problem, solution: Solution, started: number, isVector = problem.isVector): KernelModel {
  const { coefficients, intercepts } = solution;
  const alpha = "data" in coefficients ? coefficients.data : coefficients;
  return reportedModel(problem, reportOf(solution, started), { alpha, intercepts, isVector });
}

/** The model of all points from the α of those that count. */
export function reportedModel(
  problem: Problem,
  report: Report,
  { alpha, intercepts, isVector }: { readonly alpha: Float64Array; readonly intercepts: Float64Array; readonly isVector: boolean },
): KernelModel {
  const parts = { kernel: problem.kernel, n: problem.all.rows, points: ownPoints(problem), report };
  return kernelModel(parts, scatter(problem, alpha), intercepts, isVector);
}
