import { describeValue, mercerError } from "../errors";
import { readList, readRecord } from "../input";
import { type Parameter, parametersOf, unknownPath } from "../kernels/parameters";
import type { Kernel } from "../kernels/spec";
import { exp, log } from "../special/elementary";
import type { Range } from "./bounds";

/** A parameter that is moved, with the ends of its range. */
export interface Side extends Parameter {
  readonly lower: number;
  readonly upper: number;
}

/** Coefficients that may have any sign, and have bounds from the data. */
const OF_NOISE = /^noise\.coefficients\./;

interface Asked {
  readonly fixed: readonly string[];
  readonly bounds: Readonly<Record<string, readonly [number, number]>>;
}

/**
 * The parameters that are moved: those of scale "log" and the coefficients of the noise that are not fixed, and those of scale "linear" whose bounds are given.
 *
 * @param ofData bounds by path where none are given; the present value lies within them
 * @throws "argument" for an unknown path, bounds that are none, and where nothing is left
 */
export function readBounds(spec: Kernel, asked: Asked, ofData: () => ReadonlyMap<string, Range>): readonly Side[] {
  const fixed = readList(asked.fixed, "fixed", "an array of paths") as readonly string[];
  const bounds = readRecord<unknown>(asked.bounds, "bounds", (range) =>
    Array.isArray(range) ? Array.from(range as readonly unknown[]) : range,
  );
  const parameters = parametersOf(spec);
  const known = parameters.map(({ path }) => path);
  for (const path of [...fixed, ...Object.keys(bounds)]) if (!known.includes(path)) throw unknownPath(path, known);
  const found = ofData();
  const sides = parameters
    .filter(({ path, scale }) => !fixed.includes(path) && (scale === "log" || OF_NOISE.test(path) || Object.hasOwn(bounds, path)))
    .map((parameter): Side => {
      const { path, value, scale } = parameter;
      if (Object.hasOwn(bounds, path)) return { ...parameter, ...readRange(bounds[path], path, scale) };
      const [lower, upper] = found.get(path) as Range;
      return { ...parameter, lower: Math.min(lower, value), upper: Math.max(upper, value) };
    });
  if (sides.length > 0) return sides;
  const why =
    parameters.length === 0
      ? "the estimator has no free numbers"
      : `what there is (${known.join(", ")}) is fixed, or is 0 and has no bounds`;
  throw mercerError("argument", `there is nothing to tune: ${why}; write a number into the kernel, as in rbf({ lengthScale: 1 })`, {
    argument: "estimator",
  });
}

function readRange(range: unknown, path: string, scale: Parameter["scale"]): Pick<Side, "lower" | "upper"> {
  const [lower, upper, ...rest] = Array.isArray(range) ? (range as readonly unknown[]) : [];
  const least = scale === "log" ? 0 : -Infinity;
  if (typeof lower === "number" && typeof upper === "number" && rest.length === 0 && least < lower && lower < upper && upper < Infinity) {
    return { lower, upper };
  }
  const rule = scale === "log" ? "0 < lower < upper < Infinity" : "lower < upper, both finite";
  throw mercerError("argument", `bounds of ${path} must be [lower, upper] with ${rule}; they are ${describeValue(range)}`, {
    argument: "bounds",
  });
}

/** A value as the search sees it. */
export function toSearch({ scale }: Pick<Side, "scale">, value: number): number {
  return scale === "log" ? log(value) : value;
}

/** And back, not beyond the ends. */
export function fromSearch({ scale, lower, upper }: Side, x: number): number {
  return Math.min(upper, Math.max(lower, scale === "log" ? exp(x) : x));
}
