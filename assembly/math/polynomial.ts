import { Lanes } from "../lanes";

/** Polynomials whose coefficients stand in memory from c_0 at `table` on, in two lanes. */
export class Polynomial {
  /** c_0 + c_1 x */
  @inline static linear(table: usize, x: v128): v128 {
    return Lanes.madd(Lanes.spread(table + 8), x, Lanes.spread(table));
  }

  /** c_0 + c_1 x + (c_2 + c_3 x) x² */
  @inline static cubic(table: usize, x: v128, x2: v128): v128 {
    return Lanes.madd(Polynomial.linear(table + 16, x), x2, Polynomial.linear(table, x));
  }
}
