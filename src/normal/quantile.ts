import { log } from "../special/elementary";
import { erf, erfcx } from "../special/error-function";
import { requireArgument } from "./argument";
import { normalPdf } from "./distribution";

/** √2π */
const ROOT_TWO_PI = 2.5066282746310007;

/** √(2/π) */
const ROOT_TWO_OVER_PI = 0.7978845608028654;

/**
 * Φ⁻¹(p), the p-quantile of the standard normal distribution; at most 5 ulp from the true value; −∞ at 0 and ∞ at 1.
 *
 * @throws "argument" unless p is a number from 0 to 1
 * @example normalQuantile(0.975) // about 1.96, to two places
 */
export function normalQuantile(p: number): number {
  requireArgument(p, "p", 0, 1);
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  // both differences are exact
  if (p > 0.25 && p < 0.75) return central(p - 0.5);
  return p < 0.5 ? lowerTail(p) : -lowerTail(1 - p);
}

/** z with Φ(z) = ½ + q, |q| ≤ ¼: the series of Φ⁻¹ to seventh order, then Halley's method twice on ½ erf(z/√2) = q. */
function central(q: number): number {
  const s = q * ROOT_TWO_PI;
  const s2 = s * s;
  let z = s * (1 + s2 * (1 / 6 + s2 * (7 / 120 + s2 * (127 / 5040))));
  for (let step = 0; step < 2; step++) {
    const newton = (0.5 * erf(z * Math.SQRT1_2) - q) / normalPdf(z);
    z -= newton / (1 + 0.5 * newton * z);
  }
  return z;
}

/**
 * z with Φ(z) = p ≤ ¼: an approximation with |error| < 4.5·10⁻⁴, then Halley's method twice on log Φ(z) = log p, which has no underflow.
 *
 * (log Φ)′ = φ/Φ = m, (log Φ)″ = −m(m + z). Source of the approximation: Abramowitz and Stegun, 26.2.23.
 */
function lowerTail(p: number): number {
  const logarithm = log(p);
  const t = Math.sqrt(-2 * logarithm);
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 2; step++) {
    const scaled = erfcx(-z * Math.SQRT1_2);
    const m = ROOT_TWO_OVER_PI / scaled;
    const newton = (log(0.5 * scaled) - 0.5 * z * z - logarithm) / m;
    z -= newton / (1 + 0.5 * newton * (m + z));
  }
  return z;
}
