import { Address } from "../address";
import { Lanes } from "../lanes";

/**
 * max_i s_i Σ_j |a_ij| s_j for A (m × n, rows contiguous): the ∞-norm of A, or of SAS when `scale` gives the diagonal of S (0: none).
 *
 * NaN anywhere gives NaN. Four rows side by side, each summed in the order of its elements.
 */
export function infinityNorm(m: i32, n: i32, a: usize, rs: i32, scale: usize): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < m; i += 4) {
    const row = Address.at(a, i * rs);
    // the last row again where there are less than four
    const last = m - i - 1;
    const r1 = Address.at(row, min(1, last) * rs);
    const r2 = Address.at(row, min(2, last) * rs);
    const r3 = Address.at(row, min(3, last) * rs);
    let s0: f64 = 0;
    let s1: f64 = 0;
    let s2: f64 = 0;
    let s3: f64 = 0;
    if (scale) {
      for (let j: usize = 0; j < (<usize>n) << 3; j += 8) {
        const s = load<f64>(scale + j);
        s0 += abs(load<f64>(row + j)) * s;
        s1 += abs(load<f64>(r1 + j)) * s;
        s2 += abs(load<f64>(r2 + j)) * s;
        s3 += abs(load<f64>(r3 + j)) * s;
      }
      s0 *= load<f64>(Address.at(scale, i));
      s1 *= load<f64>(Address.at(scale, i + min(1, last)));
      s2 *= load<f64>(Address.at(scale, i + min(2, last)));
      s3 *= load<f64>(Address.at(scale, i + min(3, last)));
    } else {
      for (let j: usize = 0; j < (<usize>n) << 3; j += 8) {
        s0 += abs(load<f64>(row + j));
        s1 += abs(load<f64>(r1 + j));
        s2 += abs(load<f64>(r2 + j));
        s3 += abs(load<f64>(r3 + j));
      }
    }
    largest = max(largest, max(max(s0, s1), max(s2, s3)));
  }
  return largest;
}

/**
 * The ∞-norm of the symmetric A (n × n, rows contiguous) known by its lower triangle: the bits of `infinityNorm` for the whole of it, in one pass.
 *
 * `sums` has room for n numbers. What row i has left of the diagonal counts for both rows: a row's own part is summed first, then what the rows below have of it.
 */
export function symmetricNorm(n: i32, a: usize, rs: i32, sums: usize): f64 {
  const end = n & ~3;
  for (let i = 0; i < end; i += 4) sumFourRows(i, Address.at(a, i * rs), rs, sums);
  for (let i = end; i < n; i++) store<f64>(Address.at(sums, i), sumRow(0, i, Address.at(a, i * rs), 0, sums));
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) largest = max(largest, load<f64>(Address.at(sums, i)));
  return largest;
}

/** Rows i to i + 3, i a multiple of 4. */
function sumFourRows(i: i32, row: usize, rs: i32, sums: usize): void {
  const r1 = Address.at(row, rs);
  const r2 = Address.at(r1, rs);
  const r3 = Address.at(r2, rs);
  // (Σ of row 0, Σ of row 1), and of rows 2 and 3
  let upper = Lanes.zero();
  let lower = upper;
  for (let j: usize = 0; j < (<usize>i) << 3; j += 16) {
    const a0 = Lanes.abs(Lanes.load(row + j));
    const a1 = Lanes.abs(Lanes.load(r1 + j));
    const a2 = Lanes.abs(Lanes.load(r2 + j));
    const a3 = Lanes.abs(Lanes.load(r3 + j));
    upper = Lanes.add(Lanes.add(upper, Lanes.low(a0, a1)), Lanes.high(a0, a1));
    lower = Lanes.add(Lanes.add(lower, Lanes.low(a2, a3)), Lanes.high(a2, a3));
    Lanes.store(sums + j, Lanes.add(Lanes.add(Lanes.add(Lanes.add(Lanes.load(sums + j), a0), a1), a2), a3));
  }
  store<f64>(Address.at(sums, i), sumRow(i, i, row, Lanes.first(upper), sums));
  store<f64>(Address.at(sums, i + 1), sumRow(i, i + 1, r1, Lanes.second(upper), sums));
  store<f64>(Address.at(sums, i + 2), sumRow(i, i + 2, r2, Lanes.first(lower), sums));
  store<f64>(Address.at(sums, i + 3), sumRow(i, i + 3, r3, Lanes.second(lower), sums));
}

/** `sum` and what row i has from column `from` to the diagonal; the elements before it are added to the sums of their columns' rows. */
function sumRow(from: i32, i: i32, row: usize, sum: f64, sums: usize): f64 {
  for (let j = from; j < i; j++) {
    const value = abs(load<f64>(Address.at(row, j)));
    sum += value;
    const facing = Address.at(sums, j);
    store<f64>(facing, load<f64>(facing) + value);
  }
  return sum + abs(load<f64>(Address.at(row, i)));
}
