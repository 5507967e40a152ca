import { describeValue, mercerError } from "../errors";
import { identityOf } from "../kernels/identity";
import type { SeenPoint } from "../kernels/seen-point";
import type { KernelSpec } from "../kernels/spec";
import { type Matrix, rowOf } from "../matrix";
import { andThen, identity, type PointValues, type PointView, transform, type ViewStep } from "./views";

/** k(x, x) of a kernel at the points of a view of a side, which some values are made of. */
export type DiagonalOf = (kernel: KernelSpec, view: PointView, side: Side) => Float64Array;

/** The points on one side of a Gram matrix, seen as the parts of a kernel see them; each view, and each number per point, is computed once. */
export class Side {
  /** The points as given; for a precomputed kernel the matrix itself. */
  readonly points: Matrix;
  readonly #diagonalOf: DiagonalOf;
  #views: Map<string, Matrix> | null = null;
  #numbers: Map<string, Float64Array> | null = null;

  constructor(points: Matrix, diagonalOf: DiagonalOf) {
    this.points = points;
    this.#diagonalOf = diagonalOf;
  }

  view(view: PointView): Matrix {
    if (view.before === null) return this.points;
    this.#views ??= new Map();
    const known = this.#views.get(view.key);
    if (known) return known;
    const seen = transform(view.steps[view.steps.length - 1] as ViewStep, this.view(view.before));
    this.#views.set(view.key, seen);
    return seen;
  }

  values(wanted: PointValues): Float64Array {
    if ("f" in wanted) return this.#once(wanted.f, wanted.view, () => multipliers(wanted.f, this.view(wanted.view)));
    if ("diagonalOf" in wanted) return this.#diagonal(wanted.diagonalOf, wanted.view);
    return this.#diagonal(wanted.supportOf, wanted.view).map((value) => (value === 0 ? 0 : 1));
  }

  /** The point of a row, seen through the same views. */
  pointAt(row: number): SeenPoint {
    return seenRow(this, identity, row);
  }

  #diagonal(kernel: KernelSpec, view: PointView): Float64Array {
    return this.#once(kernel, view, () => requireNonNegative(this.#diagonalOf(kernel, view, this)));
  }

  #once(of: object, view: PointView, make: () => Float64Array): Float64Array {
    this.#numbers ??= new Map();
    const key = `${identityOf(of)} ${view.key}`;
    const known = this.#numbers.get(key) ?? make();
    this.#numbers.set(key, known);
    return known;
  }
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
