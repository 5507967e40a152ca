import { Address } from "../address";
import { shares } from "../parallel/region";
import { solveByColumns } from "./trsv-by-columns";
import { solveByRows } from "./trsv-by-rows";
import { axpy, dot } from "./vector";

/** Up to so many unknowns are met one at a time. */
const FEW: i32 = 24;

/** Unknowns solved for by one thread before all of them bring the others up to date. */
const BLOCK: i32 = 256;

/**
 * L x = b, one right-hand side, in place. L is n × n lower triangular, its diagonal read as 1 when `unit`.
 *
 * Lᵀ x = b is the same, run backwards from the last elements with strides −cs, −rs. Rows of unit stride are met by dot products, columns
 * of unit stride by updates, so L is always read in the order it lies in memory. The sums are those of `dot` and `axpy`, whichever way they are made.
 */
export function trsv(n: i32, unit: bool, l: usize, rs: i32, cs: i32, b: usize, inc: i32, scratch: usize): void {
  const block = shares(n, 4 * <f64>n) ? BLOCK : n;
  if (n > FEW && cs === 1 && inc === 1) solveByRows(n, block, unit, l, rs, b, scratch);
  else if (n > FEW && abs(rs) === 1 && rs === inc) solveByColumns(n, block, unit, l, rs, cs, b);
  else solveOneByOne(n, unit, l, rs, cs, b, inc);
}

function solveOneByOne(n: i32, unit: bool, l: usize, rs: i32, cs: i32, b: usize, inc: i32): void {
  const byRows = abs(cs) === 1;
  for (let i = 0; i < n; i++) {
    const address = Address.at(b, i * inc);
    let x = load<f64>(address);
    if (byRows) x -= dot(i, Address.at(l, i * rs), cs, b, inc);
    if (!unit) x /= Address.get(l, rs, cs, i, i);
    store<f64>(address, x);
    if (!byRows) axpy(n - i - 1, -x, Address.of(l, rs, cs, i + 1, i), rs, Address.at(b, (i + 1) * inc), inc);
  }
}
