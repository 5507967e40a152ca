import { describeValue, mercerError } from "../errors";
import { identityOf } from "../kernels/identity";
import type { SeenPoint } from "../kernels/seen-point";
import type { KernelSpec } from "../kernels/spec";
import { type Matrix, rowAt } from "../matrix";
import { andThen, identity, type PointValues, type PointView, transform, type ViewStep } from "./views";

/** k(x, x) of a kernel at the points of a view of a side, which some values are made of. */
export type DiagonalOf = (kernel: KernelSpec, view: PointView, side: Side) => Float64Array;

/** The points on one side of a Gram matrix, seen as the parts of a kernel see them; each view, and each number per point, is computed once. */
export interface Side {
  /** The points as given; for a precomputed kernel the matrix itself. */
  readonly points: Matrix;
  view(view: PointView): Matrix;
  values(wanted: PointValues): Float64Array;
  /** The point of a row, seen through the same views. */
  pointAt(row: number): SeenPoint;
}

/** The points as a side; what a kernel is on the diagonal is asked of `diagonalOf`. */
export function sideBy(diagonalOf: DiagonalOf, points: Matrix): Side {
  let views: Map<string, Matrix> | null = null;
  let numbers: Map<string, Float64Array> | null = null;
  // stands for all points where only their kind counts: asked for again and again
  let first: SeenPoint | null = null;
  const once = (of: object, view: PointView, make: () => Float64Array): Float64Array => {
    numbers ??= new Map();
    const key = `${identityOf(of)} ${view.key}`;
    const known = numbers.get(key) ?? make();
    numbers.set(key, known);
    return known;
  };
  const diagonal = (kernel: KernelSpec, view: PointView): Float64Array =>
    once(kernel, view, () => requireNonNegative(diagonalOf(kernel, view, side)));
  const side: Side = {
    points,
    view(view) {
      if (view.before === null) return points;
      views ??= new Map();
      const known = views.get(view.key);
      if (known) return known;
      const seen = transform(view.steps[view.steps.length - 1] as ViewStep, side.view(view.before));
      views.set(view.key, seen);
      return seen;
    },
    values(wanted) {
      if ("f" in wanted) return once(wanted.f, wanted.view, () => multipliers(wanted.f, side.view(wanted.view)));
      if ("diagonalOf" in wanted) return diagonal(wanted.diagonalOf, wanted.view);
      return diagonal(wanted.supportOf, wanted.view).map((value) => (value === 0 ? 0 : 1));
    },
    pointAt(row) {
      if (row > 0) return seenRow(side, identity, row);
      first ??= seenRow(side, identity, row);
      return first;
    },
  };
  return side;
}

/** A row of a view. */
function seenRow(side: Side, view: PointView, row: number): SeenPoint {
  return {
    features: rowAt(side.view(view), row),
    columns: (columns) => seenRow(side, andThen(view, { kind: "columns", columns }), row),
    image: (map) => seenRow(side, andThen(view, { kind: "map", map }), row),
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
