import { type KernelRidgeSpec, ridgeStructure } from "../estimators/kernel-ridge";
import { type StructuredPath, sizeOfStructure, structuredPath } from "../gaussian/structured-path";
import { type Problem, withoutOffset } from "../problem/problem";
import type { Watch } from "../progress";
import { gridBetween } from "./grid";

/** The criteria by which λ is chosen by the structure of K, where it has one that is to be used; null where the whole matrix is. Weights leave no structure here. */
export function pathByStructure(
  spec: KernelRidgeSpec,
  problem: Problem,
  candidates: Float64Array | null,
  progress: Watch,
): StructuredPath | null {
  const { n, weights } = problem;
  const structure = weights ? null : ridgeStructure(spec, problem, candidates ?? Float64Array.of(1));
  if (!structure) return null;
  const centred = spec.intercept ? withoutOffset(problem) : problem;
  const F = { rows: n, cols: spec.intercept ? 1 : 0, data: new Float64Array(spec.intercept ? n : 0).fill(1) };
  const { largest, trace } = candidates ? { largest: 0, trace: 0 } : sizeOfStructure(problem, structure, progress);
  return structuredPath(centred, structure, { lambdas: candidates ?? gridBetween({ largest, trace, least: 0 }), F }, progress);
}
