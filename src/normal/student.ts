import { exp, log, log1p } from "../special/elementary";
import { halfStepOfGamma } from "../special/gamma";
import { requireArgument } from "./argument";
import { normalCdf } from "./distribution";
import { normalQuantile } from "./quantile";

/** 1/√π */
const INVERSE_ROOT_PI = 0.5641895835477563;

/** From here on 1 + r² is r². */
const FAR = 2 ** 30;

/**
 * P(T ≤ t) of Student's t distribution with ν degrees of freedom, which may be a fraction; the normal one for ν = ∞. With r² = t²/ν and x = 1/(1 + r²)
 *
 *     P(T > t) = ½ I_x(ν/2, ½),  ½ − P(T > t) = ½ I_(1−x)(½, ν/2)  for t ≥ 0,
 *
 * whichever has the continued fraction that converges fast; from ν = 10⁸ on the tail is Wallace's normal one. Relative error below 10⁻¹³ + 5·10⁻¹⁷ min(ν, 10⁸), also far in the lower tail.
 *
 * Source: Abramowitz and Stegun, 26.5.8 and 26.7.1.
 *
 * @throws "argument" for what is no number, or degrees that are not above 0
 * @example studentCdf(0, 5) // 0.5
 */
export function studentCdf(t: number, degrees: number): number {
  requireArgument(t, "t");
  requireDegrees(degrees);
  if (degrees >= NORMAL) return normalCdf(t);
  if (degrees <= NONE) return 0.5;
  const curve = new Student(degrees);
  const size = Math.abs(t);
  if (!curve.isCentral(size)) return t < 0 ? curve.tail(size) : 1 - curve.tail(size);
  return t < 0 ? 0.5 - curve.centre(size) : 0.5 + curve.centre(size);
}

/**
 * t with P(T ≤ t) = p of Student's t distribution; −∞ at 0 and ∞ at 1. By Newton's method: near the middle on the probability, in the tails on log P by log t, of which it is a concave function.
 *
 * @throws "argument" unless p is from 0 to 1 and the degrees are above 0
 * @example studentQuantile(0.975, 10) // about 2.228, to three places
 */
export function studentQuantile(p: number, degrees: number): number {
  requireArgument(p, "p", 0, 1);
  requireDegrees(degrees);
  if (degrees >= NORMAL) return normalQuantile(p);
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (degrees <= NONE) return p === 0.5 ? 0 : Math.sign(p - 0.5) * Infinity;
  const curve = new Student(degrees);
  // both differences are exact
  if (p > 0.25 && p < 0.75) return Math.sign(p - 0.5) * curve.centralQuantile(Math.abs(p - 0.5));
  return p < 0.5 ? -curve.tailQuantile(p) : curve.tailQuantile(1 - p);
}

function requireDegrees(degrees: number): void {
  requireArgument(degrees, "degrees", Number.MIN_VALUE);
}

/** Degrees from which on no digit of a probability that is a number differs from that of the normal distribution: t⁴/4ν < u for t < 39. */
const NORMAL = 2 ** 74;

/** Degrees up to which half of the probability is beyond the numbers on either side: P(0 < T ≤ t) < ½ν(2 + log(1 + t²/ν)) < 2⁻⁶⁴. */
const NONE = 2 ** -74;

/** Degrees from which on the tail is a normal one, whose error falls as 1/ν² while that of the continued fraction grows with ν. */
const MANY = 1e8;

const STEPS = 100;
const SMALL_STEP = 2 ** -50;

/** The distribution for t ≥ 0. */
class Student {
  readonly #degrees: number;
  /** Γ(ν/2 + ½)/(Γ(ν/2) √π) */
  readonly #factor: number;

  constructor(degrees: number) {
    this.#degrees = degrees;
    this.#factor = halfStepOfGamma(degrees / 2) * INVERSE_ROOT_PI;
  }

  /** Where the continued fraction of I_(1−x)(½, ν/2) converges faster. */
  isCentral(t: number): boolean {
    return t * t * (this.#degrees + 2) < 3 * this.#degrees;
  }

  /** P(T > t), best where `isCentral` is false. */
  tail(t: number): number {
    if (this.#degrees >= MANY) return nearlyNormalTail(t, this.#degrees);
    const { x, y, power } = this.#at(t);
    return (this.#factor / this.#degrees) * power * Math.sqrt(y) * continuedFraction(this.#degrees / 2, 0.5, x);
  }

  /** P(0 < T ≤ t) */
  centre(t: number): number {
    const { y, power } = this.#at(t);
    return this.#factor * power * Math.sqrt(y) * continuedFraction(0.5, this.#degrees / 2, y);
  }

  /** t with P(0 < T ≤ t) = q ≤ ¼: concave in t, so that the steps from the tangent at 0 on go up to it. */
  centralQuantile(q: number): number {
    let t = (q * Math.sqrt(this.#degrees)) / this.#factor;
    for (let step = 0; step < STEPS && q > 0; step++) {
      const { x, power } = this.#at(t);
      const density = (this.#factor * power * Math.sqrt(x)) / Math.sqrt(this.#degrees);
      const change = ((this.isCentral(t) ? this.centre(t) : 0.5 - this.tail(t)) - q) / density;
      t -= change;
      if (Math.abs(change) <= SMALL_STEP * t) break;
    }
    return t;
  }

  /** t with P(T > t) = q ≤ ¼ */
  tailQuantile(q: number): number {
    const target = log(q);
    let t = this.#tailStart(q, target);
    // steps of this concave function from where it is lower stay there, and go down to the root
    for (let step = 0; step < STEPS && t < Infinity; step++) {
      const tail = this.isCentral(t) ? 0.5 - this.centre(t) : this.tail(t);
      // what is left there is below the least number
      if (tail === 0) break;
      const change = (log(tail) - target) / this.#slope(t, tail);
      t *= exp(change);
      if (Math.abs(change) <= SMALL_STEP) break;
    }
    return t;
  }

  /** Where the power law c t^−ν, which P(T > t) is below, is q; the normal quantile where so little is left there that it is 0. */
  #tailStart(q: number, logarithm: number): number {
    const nu = this.#degrees;
    const start = Math.sqrt(nu) * exp((log(this.#factor / nu) - logarithm) / nu);
    return start === Infinity || this.tail(start) > 0 ? start : -normalQuantile(q);
  }

  /** −d log P(T > t)/d log t: t times the density over P, in an order that has no underflow. */
  #slope(t: number, tail: number): number {
    const { y, power } = this.#at(t);
    return Math.sqrt(y) * ((this.#factor * power) / tail);
  }

  /** x = 1/(1 + r²), y = 1 − x and x^(ν/2) */
  #at(t: number): { readonly x: number; readonly y: number; readonly power: number } {
    const r = t / Math.sqrt(this.#degrees);
    if (r > FAR) return { x: 0, y: 1, power: exp(-this.#degrees * log(r)) };
    const square = (t * t) / this.#degrees;
    return { x: 1 / (1 + square), y: square / (1 + square), power: exp((-this.#degrees / 2) * log1p(square)) };
  }
}

/** P(T > t) ≈ Φ(−z), z² = ((8ν + 1)/(8ν + 3))² ν log(1 + t²/ν). Source: D. L. Wallace, Annals of Mathematical Statistics 30 (1959). */
function nearlyNormalTail(t: number, degrees: number): number {
  const r = t / Math.sqrt(degrees);
  const z = Math.sqrt(degrees) * Math.sqrt(log1p(r * r)) * (1 - 2 / (8 * degrees + 3));
  return normalCdf(-z);
}

/** Of I_x(a, b) = x^a (1 − x)^b/(a B(a, b)) · what is returned, by Lentz's method: fast for x < (a + 1)/(a + b + 2). */
function continuedFraction(a: number, b: number, x: number): number {
  let numerator = 1;
  let denominator = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = denominator;
  for (let m = 1; ; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    denominator = 1 / (1 + even * denominator);
    numerator = 1 + even / numerator;
    value *= numerator * denominator;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / (1 + odd * denominator);
    numerator = 1 + odd / numerator;
    const change = numerator * denominator;
    value *= change;
    if (Math.abs(change - 1) <= 2 * Number.EPSILON) return value;
  }
}
