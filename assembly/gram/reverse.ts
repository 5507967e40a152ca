import { Address } from "../address";
import {
  affineBack,
  exponentialBack,
  integerPowerBack,
  marginsBack,
  maternBack,
  product,
  rationalQuadraticBack,
  rootBack,
  sigmoidBack,
  squaredSineBack,
  total,
  trace,
} from "./adjoints";
import { Instruction, SIZE } from "./evaluate";
import { scaledSquares, squaredSinesSum } from "./feature-sums";
import { normalize, outer } from "./joins";
import { pointLeaf } from "./point-leaves";
import { Opcode, TILE } from "./program";
import { instructionOf, routeOf, tileOf } from "./tape";

/** A program on its way back; one float64 word for each field in this order (src/core/derivative.ts writes them). */
@unmanaged
@final
export class Backward {
  program: f64;
  /** The routes of its instructions. */
  routes: f64;
  /** How many instructions it has. */
  length: f64;
  /** Tiles below the stack of a thread that serve as adjoints of those that are kept. */
  slots: f64;
  /** Tiles between the bottom of the stack of a thread and the tape: the stack of adjoints. */
  height: f64;
  /** Tiles between the bottom of the stack and what leaves work in. */
  work: f64;
  /** Whether derivatives are by the points of the rows; otherwise by the operands. */
  byPoints: f64;

  /** The bottom of the stack of a thread. */
  @inline stack(thread: i32): usize {
    const program = <usize>this.program;
    return <usize>load<f64>(program) + <usize>load<f64>(program, 8) * thread;
  }

  @inline tape(stack: usize): usize {
    return stack + SIZE * <usize>this.height;
  }
}

/**
 * Back through a program whose outputs are on the tape. The adjoints of its last output stand at `stack`, and are lost; what the operands, or the points
 * of the rows, are owed is added to the numbers at `sums`, where their routes say. Traps at an opcode that it does not know.
 *
 * Returns −1, or by points the position TILE·r + c of a pair that has no gradient, as if it had the gradient 0.
 */
export function reverse(backward: Backward, i: i32, j: i32, m: i32, n: i32, stack: usize, sums: usize): i32 {
  const program = <usize>backward.program;
  const routes = <usize>backward.routes;
  const tape = backward.tape(stack);
  const work = stack + SIZE * <usize>backward.work;
  const slots = SIZE * <usize>backward.slots;
  memory.fill(stack - slots, 0, slots);
  let top = stack;
  let unknown = -1;
  for (let index = <i32>backward.length - 1; index >= 0; index--) {
    const route = routeOf(routes, index);
    if (route.dead >= 0) {
      index = <i32>route.dead;
      top -= SIZE;
      continue;
    }
    const instruction = instructionOf(program, index);
    const output = tileOf(tape, route.output);
    const owed: usize = route.sums >= 0 ? Address.at(sums, <i32>route.sums) : 0;
    switch (<i32>instruction.opcode) {
      case Opcode.Fetch:
        addTile(m, n, top, stack - <usize>instruction.a);
        top -= SIZE;
        break;
      case Opcode.Keep:
        addTile(m, n, stack - <usize>instruction.a, top);
        break;
      case Opcode.RequireFinite:
        break;
      case Opcode.Add:
        memory.copy(top + SIZE, top, SIZE);
        top += SIZE;
        break;
      case Opcode.Multiply: {
        const right = tileOf(tape, routeOf(routes, index - 1).output);
        product(m, n, top, tileOf(tape, route.other), top + SIZE);
        product(m, n, top, right, top);
        top += SIZE;
        break;
      }
      case Opcode.Outer:
        outer(m, n, Address.at(<usize>instruction.a, i), Address.at(<usize>instruction.b, j), top, TILE);
        break;
      case Opcode.Normalize: {
        const columns: usize = owed && route.other >= 0 ? Address.at(sums, <i32>route.other + j) : 0;
        if (owed) marginsBack(m, n, output, top, Address.at(owed, i), columns);
        normalize(m, n, Address.at(<usize>instruction.a, i), Address.at(<usize>instruction.b, j), top, TILE, top + SIZE);
        break;
      }
      default:
        if (isLeaf(<i32>instruction.opcode)) {
          if (owed && backward.byPoints) unknown = max(unknown, pointLeaf(instruction, i, j, m, n, top, owed, work));
          else if (owed) leafBack(instruction, i, j, m, n, output, top, owed);
          top -= SIZE;
        } else {
          const input = tileOf(tape, routeOf(routes, index - 1).output);
          if (<i32>instruction.opcode === Opcode.Root && backward.byPoints) unknown = max(unknown, firstAtZero(m, n, output, top));
          mapBack(instruction, m, n, input, output, top, owed);
        }
    }
  }
  return unknown;
}

/** The first pair with α ≠ 0 whose root is 0: it grows in every direction. */
function firstAtZero(m: i32, n: i32, root: usize, a: usize): i32 {
  for (let r = 0; r < m; r++) {
    for (let c = 0; c < n; c++) {
      const at = Address.at(0, TILE * r + c);
      if (load<f64>(root + at) === 0 && load<f64>(a + at) !== 0) return TILE * r + c;
    }
  }
  return -1;
}

/** β ← β + α */
function addTile(m: i32, n: i32, a: usize, b: usize): void {
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16) v128.store(b + at, f64x2.add(v128.load(b + at), v128.load(a + at)));
  }
}

function isLeaf(opcode: i32): bool {
  return opcode < Opcode.Add;
}

/** What the operands of a leaf are owed. Most have none that a parameter changes. */
function leafBack(instruction: Instruction, i: i32, j: i32, m: i32, n: i32, output: usize, a: usize, sums: usize): void {
  switch (<i32>instruction.opcode) {
    case Opcode.ScaledSquaredDistance:
      scaledSquares(instruction, i, j, m, n, output, a, sums);
      break;
    case Opcode.SquaredSines:
      squaredSinesSum(instruction, i, j, m, n, a, sums);
      break;
    case Opcode.Constant:
      total(m, n, a, sums);
      break;
    case Opcode.Diagonal:
      trace(m, n, i, j, a, sums);
      break;
    default:
      unreachable();
  }
}

/** α ← α dω/dτ for a map of one number. Traps unless the instruction is one. */
function mapBack(instruction: Instruction, m: i32, n: i32, input: usize, output: usize, adjoint: usize, sums: usize): void {
  const a = instruction.a;
  const b = instruction.b;
  const work = adjoint + SIZE;
  switch (<i32>instruction.opcode) {
    case Opcode.Affine:
      affineBack(m, n, a, input, adjoint, sums);
      break;
    case Opcode.IntegerPower:
      integerPowerBack(m, n, <i32>a, input, adjoint);
      break;
    case Opcode.Exponential:
      exponentialBack(m, n, a, input, output, adjoint, sums);
      break;
    case Opcode.Root:
      rootBack(m, n, output, adjoint);
      break;
    case Opcode.Matern:
      maternBack(m, n, a, b, input, output, adjoint, sums);
      break;
    case Opcode.RationalQuadratic:
      rationalQuadraticBack(m, n, a, b, input, output, adjoint, sums);
      break;
    case Opcode.SquaredSine:
      squaredSineBack(m, n, a, input, adjoint, sums);
      break;
    case Opcode.Sigmoid:
      sigmoidBack(m, n, a, b, input, adjoint, sums, work);
      break;
    default:
      unreachable();
  }
}
