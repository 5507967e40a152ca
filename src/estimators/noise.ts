import { mercerError } from "../errors";
import type { GroupedNoise, LogLinearNoise, Noise } from "../gaussian/noise";
import { isVector, notMade, readMade, readNumber, readOptions, readVector } from "../input";
import { readTrend, type Trend } from "../kernels/trend";
import type { Vector } from "../matrix";

/**
 * Noise with one variance for each group of points: instruments, laboratories, days. `tune` learns the variances; in standard units where the estimator standardises.
 *
 * @param options `groups`: the group of each point, 0, 1, … `variances`: σ² ≥ 0, one per group
 * @throws "argument" for a group without a variance, and for a negative variance
 * @example gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: groupedNoise({ groups: [0, 0, 1, 1], variances: [0.1, 0.4] }) })
 */
export function groupedNoise(options: { groups: Vector; variances: Vector }): GroupedNoise {
  const { groups, variances } = readOptions(options, "groupedNoise", { groups: true, variances: true });
  const known = Array.from(readVector(variances, "variances"), (value, i) => readNumber(value, `variances[${i}]`, { minimum: 0 }));
  const read = Array.from(readVector(groups, "groups"), (value, i) => readNumber(value, `groups[${i}]`, { minimum: 0, integer: true }));
  const stray = read.findIndex((group) => group >= known.length);
  if (stray >= 0) {
    const message = `groups[${stray}] is ${read[stray]}, and there are ${known.length} variances; groups count from 0`;
    throw mercerError("argument", message, { argument: "groups", row: stray });
  }
  return { kind: "groupedNoise", groups: read, variances: known };
}

/**
 * Noise whose logarithm is a combination of functions of x: log σ²(x) = φ(x)·γ. `tune` learns γ; x and σ are in standard units where the estimator standardises.
 *
 * @param options `basis`: "constant", "linear" (1 and the columns) or features, as of a trend. `coefficients`: γ, one per function
 * @throws "argument" for what is no basis, or no coefficients
 * @example gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: logLinearNoise({ basis: "linear", coefficients: [-3, 0] }) }) // of one column
 */
export function logLinearNoise(options: { basis: Trend; coefficients: Vector }): LogLinearNoise {
  const { basis, coefficients } = readOptions(options, "logLinearNoise", { basis: true, coefficients: true });
  const read = readTrend(basis);
  if (read === "none") throw mercerError("argument", 'basis must have functions; it is "none"', { argument: "basis" });
  return { kind: "logLinearNoise", basis: read, coefficients: Array.from(readVector(coefficients, "coefficients")) };
}

/** The noise of a process as its maker takes it. @throws as `groupedNoise` and `logLinearNoise`, "argument" for a negative variance */
export function readNoise(noise: Noise | Vector): Noise {
  if (isVector(noise)) return Array.from(readVector(noise, "noise"), (value, i) => readNumber(value, `noise[${i}]`, { minimum: 0 }));
  if (typeof noise !== "object" || noise === null) return readNumber(noise, "noise", { minimum: 0 });
  const made = readMade(noise as GroupedNoise | LogLinearNoise, "noise", MAKERS);
  switch (made.kind) {
    case "groupedNoise":
      return groupedNoise(made);
    case "logLinearNoise":
      return logLinearNoise(made);
    default:
      throw notMade(made satisfies never, "noise", MAKERS);
  }
}

const MAKERS = "groupedNoise or logLinearNoise, or be numbers";
