import { mercerError } from "../errors";
import { readVector } from "../input";
import type { PointMap } from "./spec";

/** One point as the parts of a kernel see it. A map is called once, however many parts ask for its image. */
export interface SeenPoint {
  readonly features: Float64Array;
  /** The features listed. @throws "shape" for a column that the point does not have */
  columns(columns: readonly number[]): SeenPoint;
  /** φ(x), checked. */
  image(map: PointMap): SeenPoint;
}

/** A point of its own. */
export function seenPoint(features: Float64Array): SeenPoint {
  let images: Map<PointMap | string, SeenPoint> | null = null;
  const once = (key: PointMap | string, make: () => Float64Array): SeenPoint => {
    images ??= new Map();
    const seen = images.get(key) ?? seenPoint(make());
    images.set(key, seen);
    return seen;
  };
  return {
    features,
    columns: (columns) => once(columns.join(), () => pickColumns(columns, features)),
    image: (map) => once(map, () => applyMap(map, features)),
  };
}

/** The features listed. */
export function pickColumns(columns: readonly number[], x: Float64Array): Float64Array {
  return Float64Array.from(columns, (column) => {
    if (typeof column === "string") throw namedColumn(column);
    const value = x[column];
    if (value === undefined) {
      throw mercerError("shape", `the kernel uses column ${column}; the points have ${x.length} features, counted from 0`, {
        argument: "columns",
        column,
      });
    }
    return value;
  });
}

function namedColumn(column: string): Error {
  const message = `the kernel is on column ${JSON.stringify(column)}, and a matrix has no names; count its columns from 0, or fit to a table by mercer/table`;
  return mercerError("kernel", message, { kind: "onColumns", argument: "columns" });
}

/** φ(x), checked. The function sees a copy of the point: it may write into it. */
export function applyMap(map: PointMap, x: Float64Array): Float64Array {
  return readVector(map(x.slice()), "the mapped point").slice();
}
