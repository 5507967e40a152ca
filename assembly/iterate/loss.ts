import { Address } from "../address";
import { exp } from "../math/exp";
import { log1p } from "../math/log1p";
import { LOSS_CHUNK, Loss } from "./terms";

/**
 * Σ_i w_i L(h_i, y_i) over n points, and r_i = w_i L′(h_i, y_i), L′ the derivative by h; e = h − y, m = yh:
 *
 *     squared              e²                                     2e
 *     absolute             |e|                                    sign e
 *     Huber                e² for |e| ≤ δ, else 2δ|e| − δ²        2e, ±2δ
 *     ε-insensitive        max(0, |e| − ε)                        sign e where |e| > ε
 *     logistic             log(1 + e^−m)                          −y/(1 + e^m)
 *     hinge                max(0, 1 − m)                          −y where m < 1
 *     squared hinge        max(0, 1 − m)²                         −2y max(0, 1 − m)
 *     quantile             (1 − τ)e for e > 0, else −τe           1 − τ, −τ
 *     Poisson              eʰ − yh                                eʰ − y
 *
 * where a derivative is missing it is 0. `parameter` is δ, ε or τ; `work` has LOSS_CHUNK elements; `weights` may be absent (0), then w = 1; r may be h itself.
 */
export function measure(kind: i32, parameter: f64, n: i32, h: usize, y: usize, weights: usize, r: usize, work: usize): f64 {
  switch (kind) {
    case Loss.Logistic:
      return logistic(n, h, y, weights, r, work);
    case Loss.Poisson:
      return poisson(n, h, y, weights, r, work);
    default:
      return piecewise(kind, parameter, n, h, y, weights, r);
  }
}

/** The losses made of powers of one number u ≥ 0: |e|, or max(0, 1 − m). A kind that has no case here is a trap. */
function piecewise(kind: i32, parameter: f64, n: i32, h: usize, y: usize, weights: usize, r: usize): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const w = weights ? load<f64>(Address.at(weights, i)) : 1;
    const prediction = load<f64>(Address.at(h, i));
    const target = load<f64>(Address.at(y, i));
    const e = prediction - target;
    // u and its derivative by h
    let u = abs(e);
    let sign: f64 = e > 0 ? 1 : e < 0 ? -1 : 0;
    switch (kind) {
      case Loss.Hinge:
      case Loss.SquaredHinge:
        u = 1 - target * prediction;
        sign = u <= 0 ? 0 : -target;
        if (u <= 0) u = 0;
    }
    // L and its derivative by u
    let value: f64 = 0;
    let slope: f64 = 0;
    switch (kind) {
      case Loss.Squared:
      case Loss.SquaredHinge:
        value = u * u;
        slope = 2 * u;
        break;
      case Loss.Huber:
        value = u > parameter ? parameter * (2 * u - parameter) : u * u;
        slope = 2 * (u > parameter ? parameter : u);
        break;
      case Loss.EpsilonInsensitive:
        value = max(0, u - parameter);
        slope = u > parameter ? 1 : 0;
        break;
      case Loss.Absolute:
      case Loss.Hinge:
        value = u;
        slope = 1;
        break;
      case Loss.Quantile:
        slope = e > 0 ? 1 - parameter : parameter;
        value = slope * u;
        break;
      default:
        unreachable();
    }
    sum += w * value;
    store<f64>(Address.at(r, i), w * sign * slope);
  }
  return sum;
}

/** eʰ − yh */
function poisson(n: i32, h: usize, y: usize, weights: usize, r: usize, work: usize): f64 {
  let sum: f64 = 0;
  for (let from = 0; from < n; from += LOSS_CHUNK) {
    const count = min(LOSS_CHUNK, n - from);
    memory.copy(work, Address.at(h, from), (<usize>count) << 3);
    exp(count, 1, work);
    for (let k = 0; k < count; k++) {
      const i = from + k;
      const w = weights ? load<f64>(Address.at(weights, i)) : 1;
      const target = load<f64>(Address.at(y, i));
      const rate = load<f64>(Address.at(work, k));
      sum += w * (rate - target * load<f64>(Address.at(h, i)));
      store<f64>(Address.at(r, i), w * (rate - target));
    }
  }
  return sum;
}

/** log(1 + e^−m) = max(0, −m) + log(1 + e^−|m|), whose derivative by m is −1/(1 + e^m): nothing overflows, and nothing cancels. */
function logistic(n: i32, h: usize, y: usize, weights: usize, r: usize, work: usize): f64 {
  let sum: f64 = 0;
  for (let from = 0; from < n; from += LOSS_CHUNK) {
    const count = min(LOSS_CHUNK, n - from);
    for (let k = 0; k < count; k++) {
      const margin = load<f64>(Address.at(y, from + k)) * load<f64>(Address.at(h, from + k));
      store<f64>(Address.at(work, k), -abs(margin));
    }
    exp(count, 1, work);
    for (let k = 0; k < count; k++) {
      const i = from + k;
      const w = weights ? load<f64>(Address.at(weights, i)) : 1;
      const target = load<f64>(Address.at(y, i));
      const margin = target * load<f64>(Address.at(h, i));
      const e = load<f64>(Address.at(work, k));
      sum += w * max(0, -margin);
      store<f64>(Address.at(r, i), (-w * target * (margin > 0 ? e : 1)) / (1 + e));
    }
    log1p(count, work);
    for (let k = 0; k < count; k++) sum += (weights ? load<f64>(Address.at(weights, from + k)) : 1) * load<f64>(Address.at(work, k));
  }
  return sum;
}
