import { describeValue, mercerError } from "../errors";
import { identityOf } from "../kernels/identity";
import type { SeenPoint } from "../kernels/seen-point";
import type { KernelSpec } from "../kernels/spec";
import { type Matrix, rowOf } from "../matrix";
import { andThen, before, identity, type PointValues, type PointView, transform, type ViewStep, viewKey } from "./views";

/** The points on one side of a Gram matrix, seen as the parts of a kernel see them; each view, and each k(x, x), is computed once. */
export interface Side {
  /** The points as given; for a precomputed kernel the matrix itself. */
  readonly points: Matrix;
  view(view: PointView): Matrix;
  /** The point of a row, seen through the same views. */
  pointAt(row: number): SeenPoint;
  values(values: PointValues): Float64Array;
}

/** @param diagonalOf k(x, x) of a kernel at the points of a view of the side, which some values are made of */
export function sideOf(points: Matrix, diagonalOf: (kernel: KernelSpec, view: PointView, side: Side) => Float64Array): Side {
  const views = new Map<string, Matrix>([["", points]]);
  const numbers = new Map<string, Float64Array>();
  const side: Side = {
    points,
    view(wanted) {
      const key = viewKey(wanted);
      const known = views.get(key);
      if (known) return known;
      const last = wanted.steps[wanted.steps.length - 1] as ViewStep;
      const seen = transform(last, side.view(before(wanted)));
      views.set(key, seen);
      return seen;
    },
    pointAt: (row) => seenRow(side, identity, row),
    values(wanted) {
      if ("f" in wanted) return once(wanted.f, wanted.view, () => multipliers(wanted.f, side.view(wanted.view)));
      if ("diagonalOf" in wanted) return diagonal(wanted.diagonalOf, wanted.view);
      return diagonal(wanted.supportOf, wanted.view).map((value) => (value === 0 ? 0 : 1));
    },
  };
  const once = (of: object, view: PointView, make: () => Float64Array): Float64Array => {
    const key = `${identityOf(of)} ${viewKey(view)}`;
    const known = numbers.get(key) ?? make();
    numbers.set(key, known);
    return known;
  };
  const diagonal = (kernel: KernelSpec, view: PointView): Float64Array =>
    once(kernel, view, () => requireNonNegative(diagonalOf(kernel, view, side)));
  return side;
}

/** A row of a view. */
function seenRow(side: Side, view: PointView, row: number): SeenPoint {
  return {
    features: rowOf(side.view(view), row),
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
