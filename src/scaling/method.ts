import { mercerError } from "../errors";
import { type OptionNames, readChoice, readOptions } from "../input";

/**
 * How a column is brought into standard units, (x − center) / spread:
 *
 *     deviation   its mean, its population standard deviation
 *     center      its mean, 1
 *     range       its minimum, maximum − minimum: from 0 to 1
 *     quantiles   its median, the distance of its quartiles: outliers do not count
 *
 * A spread of 0 is replaced by 1.
 */
export type ScalingMethod = "deviation" | "center" | "range" | "quantiles";

/** What estimators are told: true is "deviation"; a word is for X and y alike; what an object does not name stays as it is. */
export type Standardize = boolean | ScalingMethod | { readonly X?: ScalingMethod | "none"; readonly y?: ScalingMethod | "none" };

/** What they keep of it. */
export interface Standardization {
  readonly X: ScalingMethod | "none";
  readonly y: ScalingMethod | "none";
}

/** An option of every estimator. */
export interface StandardizeOptions {
  /**
   * X and y in standard units inside the model: points, coefficients and all numbers of the estimator (λ, noise, length scales, ε) are then in these, predictions and losses in raw units. true is
   * mean 0 and deviation 1; off unless asked for. Targets that have no units of their own, labels and counts, stay as they are.
   */
  standardize?: Standardize;
}

const METHODS = ["deviation", "center", "range", "quantiles"] as const;
const NAMES: OptionNames<Standardization> = { X: true, y: true };

/**
 * The option as a field of the estimator's data; none where nothing is to be scaled.
 *
 * @param targets whether the targets have units: labels and counts have none
 * @throws "argument" for an unknown method, and for one of targets without units
 */
export function standardizeField(value: unknown, targets: "units" | "none"): { readonly standardize?: Standardization } {
  const { X, y } = readStandardize(value, targets);
  if (X === "none" && y === "none") return {};
  if (y !== "none" && targets === "none") {
    const message = `standardize.y is ${JSON.stringify(y)}, but these targets are labels or counts, which have no units; leave it out`;
    throw mercerError("argument", message, { argument: "standardize.y", value: y });
  }
  return { standardize: { X, y } };
}

function readStandardize(value: unknown, targets: "units" | "none"): Standardization {
  if (value === undefined || value === false) return { X: "none", y: "none" };
  if (typeof value !== "object" || value === null) {
    const method = readChoice(value as true | ScalingMethod, "standardize", [true, false as never, ...METHODS]);
    const each = method === true ? "deviation" : method;
    return { X: each, y: targets === "units" ? each : "none" };
  }
  const { X = "none", y = "none" } = readOptions(value as Partial<Standardization>, "standardize", NAMES);
  return {
    X: readChoice(X, "standardize.X", [...METHODS, "none"]),
    y: readChoice(y, "standardize.y", [...METHODS, "none"]),
  };
}
