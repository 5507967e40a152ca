import type { Matrix } from "../matrix";
import type { Order } from "../series/order";

/** Points that are all combinations of one value of each axis. */
export interface Grid {
  /** The values of each axis, ascending. */
  readonly axes: readonly Float64Array[];
  /** The row of each cell, the last axis running fastest; null where the rows are in that order. */
  readonly order: Order;
}

/** The grid that rows make up, or why they make up none. */
export function gridOf({ rows: n, cols: d, data }: Matrix): Grid | string {
  const axes: Float64Array[] = [];
  let cells = 1;
  for (let k = 0; k < d; k++) {
    const axis = distinct(Float64Array.from({ length: n }, (_, i) => (data[i * d + k] as number) + 0));
    cells *= axis.length;
    if (cells > n) return `the columns of X have more combinations of values than the ${n} rows: cells are missing`;
    axes.push(axis);
  }
  if (cells < n) return `X has ${n} rows and ${cells} places: cells are there more than once`;
  const places = axes.map((axis) => new Map(Array.from(axis, (value, at) => [value, at])));
  const order = new Int32Array(n).fill(-1);
  let inOrder = true;
  for (let i = 0; i < n; i++) {
    let cell = 0;
    for (let k = 0; k < d; k++) {
      cell = cell * (axes[k] as Float64Array).length + ((places[k] as Map<number, number>).get((data[i * d + k] as number) + 0) as number);
    }
    if (order[cell] !== -1) return `rows ${order[cell]} and ${i} of X are equal`;
    order[cell] = i;
    inOrder &&= cell === i;
  }
  return { axes, order: inOrder ? null : order };
}

function distinct(values: Float64Array): Float64Array {
  values.sort();
  return values.filter((value, i) => i === 0 || value !== values[i - 1]);
}

/** The cells that rows of Z are, or null where one is none. */
export function cellsOf({ axes }: Grid, { rows: m, cols: d, data }: Matrix): Int32Array | null {
  const places = axes.map((axis) => new Map(Array.from(axis, (value, at) => [value, at])));
  const cells = new Int32Array(m);
  for (let i = 0; i < m; i++) {
    let cell = 0;
    for (let k = 0; k < d; k++) {
      const at = (places[k] as Map<number, number>).get((data[i * d + k] as number) + 0);
      if (at === undefined) return null;
      cell = cell * (axes[k] as Float64Array).length + at;
    }
    cells[i] = cell;
  }
  return cells;
}
