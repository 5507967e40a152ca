import { mercerError } from "../errors";
import { isVector } from "../input";
import type { AnyEstimator } from "./data";

/**
 * The estimator for some of its rows: a noise of one number, or one group, for each row is cut with them.
 *
 * @param n how many rows there are
 * @throws "shape" unless there is one for each
 */
export function estimatorOfRows<E extends AnyEstimator>(estimator: E, rows: Int32Array, n: number): E {
  const { noise } = estimator as { readonly noise?: unknown };
  if (typeof noise !== "object" || noise === null) return estimator;
  if (isVector(noise)) return { ...estimator, noise: cut(noise, rows, n, "noise") };
  const { groups } = noise as { readonly groups?: unknown };
  return isVector(groups) ? { ...estimator, noise: { ...noise, groups: cut(groups, rows, n, "noise.groups") } } : estimator;
}

function cut(values: unknown, rows: Int32Array, n: number, name: string): number[] {
  const list = values as ArrayLike<number>;
  if (list.length === n) return Array.from(rows, (row) => list[row] as number);
  const message = `${name} has ${list.length} elements, there are ${n} rows; give one number, or one for each row`;
  throw mercerError("shape", message, { argument: "noise" });
}
