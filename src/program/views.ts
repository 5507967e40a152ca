import { readMatrix } from "../input";
import { identityOf } from "../kernels/identity";
import { semidefiniteFactor } from "../kernels/metric";
import { eachRow, requireNonNegative, unitScaled } from "../kernels/rows";
import { applyMap, pickColumns } from "../kernels/seen-point";
import type { KernelSpec, PointMap } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { timesPowersOfTwo } from "../matrix/powers-of-two";
import { sine } from "../special/elementary";

/** One thing done to points before a kernel sees them. */
export type ViewStep =
  | { readonly kind: "columns"; readonly columns: readonly number[] }
  | { readonly kind: "map"; readonly map: PointMap }
  /** x ↦ Lᵀx, A = L Lᵀ */
  | { readonly kind: "metric"; readonly metric: readonly (readonly number[])[] }
  /**
   * x ↦ 2ᵉx with the largest feature between ½ and 1: exact, and squares neither overflow nor vanish; where `beyond` is given, only points whose largest
   * feature is beyond 2 to plus or minus that
   */
  | { readonly kind: "unitScale"; readonly beyond?: number }
  /** x_k ↦ 2ᵉx_k, one e for all features or one for each */
  | { readonly kind: "powers"; readonly exponents: number | readonly number[] }
  /** x_k ↦ (sin πt, cos πt), t = x_k/p less the nearest whole number: where a feature is within a period. */
  | { readonly kind: "phases"; readonly period: number }
  /** x ↦ x, refused where a feature is negative */
  | { readonly kind: "nonNegative" };

/** Points as a part of a kernel sees them: the steps that lead there. */
export interface PointView {
  readonly steps: readonly ViewStep[];
  /** Equal for views that do the same; functions are the same only when identical. */
  readonly key: string;
  /** The view without its last step; null for the points as they are. */
  readonly before: PointView | null;
}

/** One number per point of a view: a function of the point, k(x, x), or 1 where k(x, x) is not 0. */
export type PointValues =
  | { readonly view: PointView; readonly f: (x: Float64Array) => number }
  | { readonly view: PointView; readonly diagonalOf: KernelSpec }
  | { readonly view: PointView; readonly supportOf: KernelSpec };

/** The points as they are. */
export const identity: PointView = { steps: [], key: "", before: null };

/** A view, one step further; columns of columns are columns. */
export function andThen(view: PointView, step: ViewStep): PointView {
  const last = view.steps[view.steps.length - 1];
  if (last?.kind !== "columns" || step.kind !== "columns" || step.columns.some((column) => column >= last.columns.length)) {
    return further(view, step);
  }
  const columns = step.columns.map((column) => last.columns[column] as number);
  return further(view.before as PointView, { kind: "columns", columns });
}

function further(before: PointView, step: ViewStep): PointView {
  return { steps: [...before.steps, step], key: before.key + stepKey(step), before };
}

/** Points one step further. */
export function transform(step: ViewStep, points: Matrix): Matrix {
  switch (step.kind) {
    case "columns":
      return eachRow(points, (x) => pickColumns(step.columns, x));
    case "map":
      return eachRow(points, (x) => applyMap(step.map, x));
    case "metric":
      return throughFactor(semidefiniteFactor(readMatrix(step.metric, "metric")), points);
    case "unitScale":
      return unitScaled(points, step.beyond ?? 0);
    case "powers":
      return eachRow(points, (x) => timesPowersOfTwo(x, step.exponents));
    case "phases":
      return phasesOf(points, step.period);
    case "nonNegative":
      requireNonNegative(points);
      return points;
    default:
      return step satisfies never;
  }
}

/** Lᵀx for every point x, each element summed in order. */
function throughFactor({ rows: d, data: L }: Matrix, points: Matrix): Matrix {
  return eachRow(points, (x) =>
    Float64Array.from({ length: d }, (_, j) => x.reduce((sum, value, i) => sum + (L[i * d + j] as number) * value, 0)),
  );
}

/** Sine and cosine of every feature's phase. The phase is reduced exactly before it is divided; a half turn changes both signs, and no square of a product. */
function phasesOf({ rows, cols, data }: Matrix, period: number): Matrix {
  const half = period * 0.5;
  const phases = new Float64Array(2 * data.length);
  data.forEach((x, at) => {
    const rest = x % period;
    const t = (rest > half ? rest - period : rest < -half ? rest + period : rest) / period;
    phases[2 * at] = sine(t);
    phases[2 * at + 1] = sine(0.5 - Math.abs(t));
  });
  return { rows, cols: 2 * cols, data: phases };
}

function stepKey(step: ViewStep): string {
  return step.kind === "map" ? `map ${identityOf(step.map)}` : JSON.stringify(step);
}
