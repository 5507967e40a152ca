import { Address } from "../address";
import { Lanes } from "../lanes";

/** Steps spent on one root at the most; five are usual. */
const STEPS: i32 = 100;

/** Rounding errors of the secular function, in units of the sum of the magnitudes of its parts. */
const NOISE: f64 = 4 * f64.EPSILON;

/**
 * Root j of the secular equation of D + ρ z zᵀ, D = diag(d) with d ascending (k elements), z without zeros:
 *
 *     f(λ) = 1/ρ + Σ z_i²/(d_i − λ) = 0,  d_j < λ < d_(j+1), the last one below d_(k−1) + ρ‖z‖²
 *
 * `row` receives the differences d_i − λ to their last digits, being taken from the nearer pole. Returns λ. `work` has room for 4.
 *
 * Each step solves c + s/(d_j − λ) + S/(d_(j+1) − λ) = 0, which agrees with the sums on either side in their values and slopes, and stays between the
 * bounds that the signs of f have shown.
 *
 * Source: Li, Solving secular equations stably and efficiently, LAPACK working note 89 (1993), the middle way.
 */
export function secularRoot(k: i32, j: i32, inverse: f64, d: usize, z: usize, row: usize, work: usize): f64 {
  const last = j === k - 1;
  let origin = load<f64>(Address.at(d, j));
  let low: f64 = 0;
  let high: f64;
  if (last) {
    high = 0;
    for (let i = 0; i < k; i++) {
      const x = load<f64>(Address.at(z, i));
      high += (x * x) / inverse;
    }
    // a single pole attains the bound
    high *= 1 + NOISE;
  } else high = 0.5 * (load<f64>(Address.at(d, j + 1)) - origin);
  let tau = last ? 0.5 * high : high;
  let f = measure(k, j, inverse, d, z, origin, tau, work);
  if (!last && f < 0) {
    // the root is nearer to the pole on the right
    origin = load<f64>(Address.at(d, j + 1));
    low = -high;
    tau = low;
    high = 0;
  }
  for (let step = 0; step < STEPS; step++) {
    const psi = load<f64>(work);
    const phi = load<f64>(work, 16);
    if (abs(f) <= NOISE * (inverse + abs(psi) + abs(phi))) break;
    if (f < 0) low = max(low, tau);
    else high = min(high, tau);
    let next =
      tau +
      (last
        ? outside(f, tau, work)
        : between(f, tau, load<f64>(Address.at(d, j)) - origin, load<f64>(Address.at(d, j + 1)) - origin, work));
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (next === tau || next <= low || next >= high) break;
    tau = next;
    f = measure(k, j, inverse, d, z, origin, tau, work);
  }
  for (let i = 0; i < k; i++) store<f64>(Address.at(row, i), load<f64>(Address.at(d, i)) - origin - tau);
  return origin + tau;
}

/** The step to the root between two poles p < q. */
function between(f: f64, tau: f64, p: f64, q: f64, work: usize): f64 {
  const left = p - tau;
  const right = q - tau;
  const slopeLeft = load<f64>(work, 8);
  const slopeRight = load<f64>(work, 24);
  const c = f - left * slopeLeft - right * slopeRight;
  const a = (left + right) * f - left * right * (slopeLeft + slopeRight);
  const b = left * right * f;
  const root = sqrt(abs(a * a - 4 * b * c));
  if (a > 0) return (2 * b) / (a + root);
  return c === 0 ? b / a : (a - root) / (2 * c);
}

/** The step to the root beyond the last pole, at 0. */
function outside(f: f64, tau: f64, work: usize): f64 {
  const slope = load<f64>(work, 8) + load<f64>(work, 24);
  return (slope * tau * tau) / (f + slope * tau) - tau;
}

/** f at origin + τ; `work` receives the sum over the poles up to j and its slope, and those of the rest. */
function measure(k: i32, j: i32, inverse: f64, d: usize, z: usize, origin: f64, tau: f64, work: usize): f64 {
  sum(j + 1, d, z, origin, tau, work);
  sum(k - j - 1, Address.at(d, j + 1), Address.at(z, j + 1), origin, tau, work + 16);
  return inverse + load<f64>(work) + load<f64>(work, 16);
}

/** Σ z²/(d − λ) and its slope Σ (z/(d − λ))², λ = origin + τ. */
function sum(n: i32, d: usize, z: usize, origin: f64, tau: f64, out: usize): void {
  let value = Lanes.zero();
  let slope = value;
  const shift = Lanes.splat(origin);
  const step = Lanes.splat(tau);
  const end = Address.at(d, n & ~1);
  for (; d < end; d += 16, z += 16) {
    const x = Lanes.load(z);
    const ratio = Lanes.div(x, Lanes.sub(Lanes.sub(Lanes.load(d), shift), step));
    value = Lanes.madd(x, ratio, value);
    slope = Lanes.madd(ratio, ratio, slope);
  }
  let total = Lanes.sum(value);
  let steepness = Lanes.sum(slope);
  if (n & 1) {
    const x = load<f64>(z);
    const ratio = x / (load<f64>(d) - origin - tau);
    total += x * ratio;
    steepness += ratio * ratio;
  }
  store<f64>(out, total);
  store<f64>(out, steepness, 8);
}
