import { OPERANDS } from "../config";

/** A matrix as the host hands it to the core: element (i, j) stands at + 8(i·rs + j·cs). Calls read the operands that they are given before they write any. */
@unmanaged
@final
export class Operand {
  at: usize;
  rows: i32;
  cols: i32;
  rs: i32;
  cs: i32;

  /** One of those that are written in OPERANDS, where the host, and the core itself, put a matrix for a call. */
  @inline static write(index: i32, at: usize, rows: i32, cols: i32, rs: i32, cs: i32): Operand {
    const operand = changetype<Operand>(OPERANDS + index * offsetof<Operand>());
    operand.at = at;
    operand.rows = rows;
    operand.cols = cols;
    operand.rs = rs;
    operand.cs = cs;
    return operand;
  }
}
