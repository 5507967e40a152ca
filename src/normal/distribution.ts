import { LOG_TWO_PI } from "../matrix/logarithm";
import { log, log1p } from "../special/elementary";
import { erf, erfcx, expOfSquare } from "../special/error-function";
import { requireArgument } from "./argument";

/** 1/√(2π) */
const INVERSE_ROOT_TWO_PI = 0.3989422804014327;

/**
 * φ(x) = e^(−x²/2)/√(2π), the density of the standard normal distribution; at most 2.5 ulp from the true value, subnormal results included.
 *
 * @throws "argument" for what is no number
 * @example normalPdf(0) // 0.3989422804014327
 */
export function normalPdf(x: number): number {
  requireArgument(x, "x");
  return Math.abs(x) > 40 ? 0 : INVERSE_ROOT_TWO_PI * expOfSquare(x, -0.5);
}

/** log φ(x) = −x²/2 − ½ log 2π */
export function normalLogPdf(x: number): number {
  return -0.5 * x * x - LOG_TWO_PI / 2;
}

/**
 * Φ(x) = ∫_−∞^x φ, the distribution function of the standard normal distribution; at most 5 ulp from the true value, subnormal results included.
 *
 * @throws "argument" for what is no number
 * @example normalCdf(0) // 0.5
 */
export function normalCdf(x: number): number {
  requireArgument(x, "x");
  if (x > -0.7) return 0.5 + 0.5 * erf(x * Math.SQRT1_2);
  return x < -40 ? 0 : 0.5 * expOfSquare(x, -0.5) * erfcx(-x * Math.SQRT1_2);
}

/**
 * log Φ(x), at most 5 ulp from the true value however far x is in the tails, where Φ(x) itself is 0 or 1; −∞ below −1.9·10¹⁵⁴.
 *
 * @throws "argument" for what is no number
 * @example normalLogCdf(-100) < -5000 // true, where normalCdf(-100) is 0
 */
export function normalLogCdf(x: number): number {
  requireArgument(x, "x");
  if (x >= 0) return log1p(-normalCdf(-x));
  if (x > -0.7) return log(normalCdf(x));
  return log(0.5 * erfcx(-x * Math.SQRT1_2)) - 0.5 * x * x;
}
