import { describeNonNumber, mercerError } from "../errors";
import { isVector, readEach } from "../input";
import type { Values } from "../matrix";

/** n bounds, ∓∞ allowed; all of them `none` where none are given. */
export function readBounds(value: Values | undefined, n: number, name: string, none: number): Float64Array {
  if (value === undefined) return new Float64Array(n).fill(none);
  const bounds = Float64Array.from(readEach(value, name, "an array of numbers", readBound));
  if (isVector(value) && bounds.length === n) return bounds;
  throw mercerError("shape", `${name} has ${bounds.length} bounds; ${n} are needed, one per variable`, { argument: name });
}

function readBound(value: unknown, name: string): number {
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw mercerError("argument", `${name} must be a number or ±Infinity; it is ${describeNonNumber(value)}`, { argument: name, value });
}
