import { Address } from "../address";
import { exp } from "../math/exp";
import { log1p } from "../math/log1p";

/**
 * Σ_i w_i (log Σ_c e^h_ic − h_ik) over n points with their values of c classes in a row of H, k being the class of the point, and
 * R_ic = w_i (p_ic − [c = k]), p_ic = e^h_ic / Σ e^h_i.
 *
 * With m the largest of a row log Σ e^h = m + log(1 + s), s the sum of e^(h − m) of the others, and 1 − p_ik is the sum of the other shares: nothing
 * overflows, and nothing cancels. `classes` has k as float64; R, another block than H, has three places more, `work` one.
 */
export function softmax(n: i32, c: i32, h: usize, classes: usize, weights: usize, r: usize, work: usize): f64 {
  for (let i = 0; i < n; i++) {
    const top = load<f64>(Address.at(h, c * i + largest(c, Address.at(h, c * i))));
    for (let k = c * i; k < c * (i + 1); k++) store<f64>(Address.at(r, k), load<f64>(Address.at(h, k)) - top);
  }
  exp(n * c, 1, r);
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const row = Address.at(r, c * i);
    const top = largest(c, Address.at(h, c * i));
    const own = <i32>load<f64>(Address.at(classes, i));
    const w = load<f64>(Address.at(weights, i));
    const s = sumBut(top, c, row);
    const others = own === top ? s : sumBut(own, c, row);
    store<f64>(Address.at(work, i), s);
    sum += w * (load<f64>(Address.at(h, c * i + top)) - load<f64>(Address.at(h, c * i + own)));
    for (let k = 0; k < c; k++) {
      const share = k === own ? -others : load<f64>(Address.at(row, k));
      store<f64>(Address.at(row, k), (w * share) / (1 + s));
    }
  }
  log1p(n, work);
  for (let i = 0; i < n; i++) sum += load<f64>(Address.at(weights, i)) * load<f64>(Address.at(work, i));
  return sum;
}

/** The index of the first largest of n values. */
function largest(n: i32, values: usize): i32 {
  let at = 0;
  for (let k = 1; k < n; k++) if (load<f64>(Address.at(values, k)) > load<f64>(Address.at(values, at))) at = k;
  return at;
}

/** The sum of n values but one. */
function sumBut(left: i32, n: i32, values: usize): f64 {
  let sum: f64 = 0;
  for (let k = 0; k < n; k++) if (k !== left) sum += load<f64>(Address.at(values, k));
  return sum;
}
