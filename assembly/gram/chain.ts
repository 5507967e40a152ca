import { Address } from "../address";
import { Instruction, map } from "./evaluate";
import { firstNonFinite } from "./maps";
import { pairs } from "./pairs";
import { HEADER, Opcode, WORDS } from "./program";

/** Whether a program is a chain, one pairing of features and then maps and checks: it needs no tile but that of the result, and calls no function of the host. */
export function isChain(program: usize): bool {
  let next = Address.at(program, HEADER);
  if (!isPairing(<i32>load<f64>(next))) return false;
  let opcode: i32;
  do {
    next = Address.at(next, WORDS);
    opcode = <i32>load<f64>(next);
  } while (opcode === Opcode.RequireFinite || (opcode >= Opcode.Affine && opcode < Opcode.Keep));
  return opcode === Opcode.End;
}

function isPairing(opcode: i32): bool {
  return (opcode >= Opcode.InnerProduct && opcode <= Opcode.SubsetProduct) || opcode === Opcode.SquaredCrossProducts;
}

/**
 * Runs a chain as `evaluate` does, but at `out` with row stride ld, for m and n that are multiples of 4: nothing else there is read or written. Maps work
 * at `work`. So the stores to K are spread over the arithmetic, where the copy of a whole tile would wait for memory.
 */
export function evaluateChain(program: usize, i: i32, j: i32, m: i32, n: i32, out: usize, ld: i32, work: usize): i32 {
  let next = Address.at(program, HEADER);
  pairs(changetype<Instruction>(next), i, j, m, n, out, ld);
  for (next = Address.at(next, WORDS); <i32>load<f64>(next) !== Opcode.End; next = Address.at(next, WORDS)) {
    const instruction = changetype<Instruction>(next);
    if (<i32>instruction.opcode !== Opcode.RequireFinite) map(instruction, i, j, m, n, out, ld, work);
    else {
      const position = firstNonFinite(m, n, out, ld);
      if (position >= 0) return position;
    }
  }
  return -1;
}
