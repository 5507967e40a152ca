import { describeValue, mercerError } from "../errors";
import type { KernelSpec } from "../kernels/spec";
import { applyView, type PointValues, type PointView, viewKey } from "../kernels/views";
import type { Matrix } from "../matrix";

/** The points on one side of a Gram matrix, seen as the parts of a kernel see them; each view is computed once. */
export interface Side {
  /** The points as given; for a precomputed kernel the matrix itself. */
  readonly points: Matrix;
  view(view: PointView): Matrix;
  values(values: PointValues): Float64Array;
}

/** @param diagonalOf k(x, x) of a kernel at points, which some values are made of */
export function sideOf(points: Matrix, diagonalOf: (kernel: KernelSpec, points: Matrix) => Float64Array): Side {
  const views = new Map<string, Matrix>([["", points]]);
  const view = (wanted: PointView): Matrix => {
    const key = viewKey(wanted);
    const seen = views.get(key) ?? applyView(wanted, points);
    views.set(key, seen);
    return seen;
  };
  return {
    points,
    view,
    values(wanted) {
      const seen = view(wanted.view);
      return "diagonalOf" in wanted ? requireNonNegative(diagonalOf(wanted.diagonalOf, seen)) : multipliers(wanted.f, seen);
    },
  };
}

function multipliers(f: (x: Float64Array) => number, { rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const value: unknown = f(data.slice(row * cols, (row + 1) * cols));
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw mercerError("not-finite", `the multiplier of the kernel is ${describeValue(value)} at row ${row}`, { row, value });
  });
}

function requireNonNegative(diagonal: Float64Array): Float64Array {
  const row = diagonal.findIndex((value) => value < 0);
  if (row < 0) return diagonal;
  throw mercerError("kernel", `the kernel cannot be normalised: k(x, x) is ${diagonal[row]} at row ${row}`, { row, value: diagonal[row] });
}
