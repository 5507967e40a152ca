import { mercerError } from "../errors";
import type { Values } from "../matrix";
import { readBounds } from "./bounds";

/** l ≤ x ≤ u, bounds being numbers or ∓∞. */
export interface Box {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Where a variable of a minimum stands: held by a bound, with a slope that pushes against it; at both, which are equal; or neither. */
export type BoundState = "lower" | "upper" | "fixed" | "free";

/**
 * The box of n variables; no bound where none is given.
 *
 * @throws "shape" for bounds of another number, "argument" for bounds that cross
 */
export function readBox(n: number, lower: Values | undefined, upper: Values | undefined): Box {
  const box = { lower: readBounds(lower, n, "lower", -Infinity), upper: readBounds(upper, n, "upper", Infinity) };
  const crossed = box.lower.findIndex((bound, i) => bound > (box.upper[i] as number));
  if (crossed < 0) return box;
  const message = `lower[${crossed}] is ${box.lower[crossed]}, above upper[${crossed}], ${box.upper[crossed]}`;
  throw mercerError("argument", message, { argument: "lower", row: crossed });
}

/** @throws "argument" where a start lies outside the box */
export function requireInside(x: Float64Array, { lower, upper }: Box): void {
  const out = x.findIndex((value, i) => value < (lower[i] as number) || value > (upper[i] as number));
  if (out < 0) return;
  const message = `start[${out}] is ${x[out]}, outside of its bounds ${lower[out]} and ${upper[out]}; start within them`;
  throw mercerError("argument", message, { argument: "start", row: out, value: x[out] });
}

/** The number between the bounds of variable i that is nearest to x. */
export function clamped({ lower, upper }: Box, i: number, x: number): number {
  return Math.min(Math.max(x, lower[i] as number), upper[i] as number);
}

/** max_i |P(x − g)_i − x_i|, P the projection on the box: 0 at a stationary point. */
export function projectedGradient(x: Float64Array, g: Float64Array, box: Box): number {
  return x.reduce((most, value, i) => Math.max(most, Math.abs(clamped(box, i, value - (g[i] as number)) - value)), 0);
}

/** The largest t with x + t d in the box, for x within it. */
export function distanceToBounds(x: Float64Array, d: Float64Array, { lower, upper }: Box): number {
  return d.reduce((most, slope, i) => {
    const bound = (slope < 0 ? lower : upper)[i] as number;
    return slope === 0 ? most : Math.min(most, (bound - (x[i] as number)) / slope);
  }, Infinity);
}

/** Of every variable at a point with gradient g. */
export function boundStates(x: Float64Array, g: Float64Array, { lower, upper }: Box): BoundState[] {
  return Array.from(x, (value, i) => {
    if (lower[i] === upper[i]) return "fixed";
    if (value === lower[i] && (g[i] as number) >= 0) return "lower";
    return value === upper[i] && (g[i] as number) <= 0 ? "upper" : "free";
  });
}
