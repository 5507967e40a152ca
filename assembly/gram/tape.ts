import { Address } from "../address";
import { Lanes } from "../lanes";
import { Instruction, leaf, map, SIZE } from "./evaluate";
import { firstNonFinite } from "./maps";
import { HEADER, Opcode, TILE, WORDS } from "./program";

/** What a derivative needs of an instruction beside its words; src/program/tape.ts writes one for each, in the same order. */
@unmanaged
@final
export class Route {
  /** Which tile of the tape is on top of the stack after it. */
  output: f64;
  /** Of a join: the tile on the left; of a normalisation: where the sums of its columns stand. */
  other: f64;
  /** Where the sums of its operands stand; negative where nobody asks for them. */
  sums: f64;
  /** The first instruction of the part that ends here, where nothing in that part is asked for; otherwise negative. */
  dead: f64;
}

/** Words of a route. */
const ROUTE: i32 = 4;

/** The route of an instruction by its index. */
export function routeOf(routes: usize, index: i32): Route {
  return changetype<Route>(Address.at(routes, ROUTE * index));
}

/** The instruction of an index. */
export function instructionOf(program: usize, index: i32): Instruction {
  return changetype<Instruction>(Address.at(program, HEADER + WORDS * index));
}

/** Where a tile of the tape stands. */
export function tileOf(tape: usize, index: f64): usize {
  return tape + SIZE * <usize>index;
}

/**
 * Runs the program on one tile as `evaluate` does, but leaves the outputs of all instructions on the tape; where n is odd, the column beyond the last
 * is 0. A leaf may work above its own tile.
 *
 * Returns −1, or the position TILE·r + c of the first element that a check refused.
 */
export function record(program: usize, routes: usize, i: i32, j: i32, m: i32, n: i32, tape: usize): i32 {
  let top: usize = 0;
  let instruction = instructionOf(program, 0);
  for (let index = 0; <i32>instruction.opcode !== Opcode.End; index++) {
    const opcode = <i32>instruction.opcode;
    const route = routeOf(routes, index);
    const out = tileOf(tape, route.output);
    switch (opcode) {
      case Opcode.Fetch:
      case Opcode.Keep:
        break;
      case Opcode.RequireFinite: {
        const position = firstNonFinite(m, n, top, TILE);
        if (position >= 0) return position;
        break;
      }
      case Opcode.Add:
      case Opcode.Multiply:
        join(opcode, m, n, tileOf(tape, route.other), top, out);
        break;
      default:
        if (!leaf(instruction, i, j, m, n, out)) {
          memory.copy(out, top, (<usize>(TILE * m)) << 3);
          map(instruction, i, j, m, n, out, TILE, out + SIZE);
        }
        if (n & 1) clearColumn(m, n, out);
    }
    top = out;
    instruction = instructionOf(program, index + 1);
  }
  return -1;
}

/** τ ← α + β or α β */
function join(opcode: i32, m: i32, n: i32, a: usize, b: usize, tile: usize): void {
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16) {
      const x = Lanes.load(a + at);
      const y = Lanes.load(b + at);
      Lanes.store(tile + at, opcode === Opcode.Add ? Lanes.add(x, y) : Lanes.mul(x, y));
    }
  }
}

function clearColumn(m: i32, n: i32, tile: usize): void {
  for (let i = 0; i < m; i++) store<f64>(Address.at(tile, TILE * i + n), 0);
}
