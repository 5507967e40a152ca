import { mercerError } from "../errors";
import { notMade, readMade, readNumber, readOptions, readRecord } from "../input";
import { unknownPath } from "../kernels/parameters";
import { LOG_TWO_PI } from "../matrix/logarithm";
import { log, log1p } from "../special/elementary";
import { logGamma } from "../special/gamma";
import type { Side } from "./box";

/** log θ is normal with the mean log `median` and the deviation `deviation`. */
export interface LogNormalPrior {
  readonly kind: "logNormal";
  readonly median: number;
  readonly deviation: number;
}

/** p(θ) = rate^shape θ^(shape − 1) e^(−rate θ)/Γ(shape); the mean is shape/rate. */
export interface GammaPrior {
  readonly kind: "gamma";
  readonly shape: number;
  readonly rate: number;
}

/** p(θ) = 2/(π scale (1 + (θ/scale)²)), θ > 0; the median is `scale`. */
export interface HalfCauchyPrior {
  readonly kind: "halfCauchy";
  readonly scale: number;
}

/** What is known of a positive parameter before the data, as plain data. */
export type Prior = LogNormalPrior | GammaPrior | HalfCauchyPrior;

/** Priors by the path of their parameter; independent of each other. */
export type Priors = Readonly<Record<string, Prior>>;

/**
 * A parameter that is about `median`, and within a factor of e^(2 deviation) of it with a probability of 0.95.
 *
 * @throws "argument" unless both numbers are positive
 * @example
 * const estimator = gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.1 });
 * tune(estimator, X, y, { priors: { "kernel.lengthScale": logNormal({ median: 2, deviation: 0.5 }) } })
 */
export function logNormal(options: { median: number; deviation: number }): LogNormalPrior {
  const { median, deviation } = readOptions(options, "logNormal", { median: true, deviation: true });
  return {
    kind: "logNormal",
    median: readNumber(median, "median", { above: 0 }),
    deviation: readNumber(deviation, "deviation", { above: 0 }),
  };
}

/**
 * A parameter of mean shape/rate and variance shape/rate²; a shape above 1 keeps it away from 0.
 *
 * @throws "argument" unless both numbers are positive
 * @example gamma({ shape: 2, rate: 1 })
 */
export function gamma(options: { shape: number; rate: number }): GammaPrior {
  const { shape, rate } = readOptions(options, "gamma", { shape: true, rate: true });
  return { kind: "gamma", shape: readNumber(shape, "shape", { above: 0 }), rate: readNumber(rate, "rate", { above: 0 }) };
}

/**
 * A parameter below `scale` as often as above it, with a tail so heavy that the data decide: what is usual for deviations.
 *
 * @throws "argument" unless the number is positive
 * @example halfCauchy({ scale: 1 })
 */
export function halfCauchy(options: { scale: number }): HalfCauchyPrior {
  const { scale } = readOptions(options, "halfCauchy", { scale: true });
  return { kind: "halfCauchy", scale: readNumber(scale, "scale", { above: 0 }) };
}

/** log p(log θ) and its derivative by log θ. */
export interface PriorDensity {
  readonly value: number;
  readonly slope: number;
}

/**
 * The log density of u = log θ, on which θ is moved: p(u) = p(θ) θ, since dθ/du = θ.
 *
 *     logNormal    −½ ((u − log median)/deviation)² − log deviation − ½ log 2π
 *     gamma        shape log rate − log Γ(shape) + shape u − rate θ
 *     halfCauchy   log 2/π + t − log(1 + e^2t),  t = u − log scale
 */
export function densityOf(prior: Prior, theta: number): PriorDensity {
  const u = log(theta);
  switch (prior.kind) {
    case "logNormal": {
      const z = (u - log(prior.median)) / prior.deviation;
      return { value: -0.5 * z * z - log(prior.deviation) - LOG_TWO_PI / 2, slope: -z / prior.deviation };
    }
    case "gamma": {
      const { shape, rate } = prior;
      return { value: shape * log(rate) - logGamma(shape) + shape * u - rate * theta, slope: shape - rate * theta };
    }
    case "halfCauchy": {
      const ratio = theta / prior.scale;
      const size = u - log(prior.scale);
      // r/(1 + r²) and its derivative are the same for r and 1/r but for a sign
      const rest = ratio <= 1 ? ratio * ratio : 1 / (ratio * ratio);
      return { value: LOG_TWO_OVER_PI - Math.abs(size) - log1p(rest), slope: (ratio <= 1 ? 1 : -1) * ((1 - rest) / (1 + rest)) };
    }
    default:
      return prior satisfies never;
  }
}

/** log 2/π */
const LOG_TWO_OVER_PI = -0.4515827052894549;

/**
 * Priors by path, of parameters that are moved on their logarithm.
 *
 * @throws "argument" for what is no prior, for an unknown path, and for that of a parameter that is not moved or may be negative
 */
export function readPriors(priors: Priors, sides: readonly Side[], known: readonly string[]): Priors {
  const given = readRecord(priors, "priors", readPrior);
  for (const path of Object.keys(given)) {
    if (!known.includes(path)) throw unknownPath(path, known);
    requireMoved(path, sides);
  }
  return given;
}

function requireMoved(path: string, sides: readonly Side[]): void {
  const side = sides.find((one) => one.path === path);
  if (side?.scale === "log") return;
  const why = side ? "may be negative, and priors are of positive numbers" : "is not moved, so its prior changes nothing";
  throw mercerError("argument", `priors has ${path}, which ${why}; leave it out`, { argument: "priors" });
}

function readPrior(prior: Prior, name: string): Prior {
  const made = readMade(prior, name, MAKERS);
  switch (made.kind) {
    case "logNormal":
      return logNormal(made);
    case "gamma":
      return gamma(made);
    case "halfCauchy":
      return halfCauchy(made);
    default:
      throw notMade(made satisfies never, name, MAKERS);
  }
}

const MAKERS = "logNormal, gamma or halfCauchy";
