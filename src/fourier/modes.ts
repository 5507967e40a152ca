import { exp } from "../special/elementary";

/** cos and sin of 2πhjx for j ≤ p along one axis, with weights w whose squares are the Fourier transform of a Gaussian of length scale ℓ: Σ_j w_j² cos 2πhj(x − z) ≈ e^(−(x − z)²/2ℓ²). */
export interface AxisModes {
  readonly lengthScale: number;
  /** Where the points are, least and largest. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly p: number;
  /** w of 1, cos 1, sin 1, cos 2, … */
  readonly weights: Float64Array;
  /** ∂ log w² by log ℓ, in the same order. */
  readonly slopes: Float64Array;
  /** How far the sum is from the Gaussian at most, for any two places between. */
  readonly error: number;
}

/**
 * Modes with an error of at most `tolerance`, proven: by Poisson's formula the whole sum is Σ_m k(r + m/h), of which all but m = 0 is error, and the modes left out are, too:
 *
 *     2 Σ_{m>0} e^(−(m/h − L)²/2ℓ²) + 2h Σ_{j>p} k̂(hj),  k̂(ξ) = ℓ√(2π) e^(−2π²ℓ²ξ²)
 *
 * Source: Barnett, Greengard & Rachh, Uniform approximation of common Gaussian process kernels using equispaced Fourier grids (2023).
 */
export function axisModes(from: number, to: number, lengthScale: number, tolerance: number): AxisModes {
  const L = to - from;
  let reach = 1;
  while (2 * tail((k) => gauss((k * (L + reach * lengthScale) - L) / lengthScale)) > tolerance / 2) reach *= 1.05;
  const step = 1 / (L + reach * lengthScale);
  const mass = (j: number): number =>
    step * lengthScale * Math.sqrt(2 * Math.PI) * exp(-2 * Math.PI * Math.PI * lengthScale * lengthScale * step * step * j * j);
  let p = 1;
  while (2 * tail((k) => mass(p + k)) > tolerance / 2) p++;
  const aliased = 2 * tail((k) => gauss((k / step - L) / lengthScale));
  const weights = new Float64Array(2 * p + 1);
  const slopes = new Float64Array(2 * p + 1);
  for (let j = 0; j <= p; j++) {
    const weight = Math.sqrt(mass(j) * (j === 0 ? 1 : 2));
    const frequency = 2 * Math.PI * lengthScale * step * j;
    for (const at of j === 0 ? [0] : [2 * j - 1, 2 * j]) {
      weights[at] = weight;
      slopes[at] = 1 - frequency * frequency;
    }
  }
  // the roundings of the weights and of the sums above
  return { lengthScale, from, to, step, p, weights, slopes, error: aliased + 2 * tail((k) => mass(p + k)) + 64 * Number.EPSILON };
}

function gauss(s: number): number {
  return s > 0 ? exp(-0.5 * s * s) : 1;
}

/** Σ_{k>0} of terms that fall faster than geometrically, with what is left. */
function tail(term: (k: number) => number): number {
  let sum = 0;
  for (let k = 1; ; k++) {
    const value = term(k);
    sum += value;
    if (value <= 1e-18 * sum || value < 1e-300) return sum * (1 + 1e-9);
    if (k > 1000) return Infinity;
  }
}
