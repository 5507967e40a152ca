import { Address } from "../address";
import { elementarySymmetric } from "./anova";
import { chiSquares } from "./chi-squares";
import { custom } from "./host";
import { add, multiply, normalize, outer } from "./joins";
import { affine, exponential, firstNonFinite, integerPower, matern, rationalQuadratic, root, sigmoid, squaredSine } from "./maps";
import { pairs } from "./pairs";
import { HEADER, Opcode, TILE, WORDS } from "./program";
import { diagonal, fill, given } from "./sources";
import { squaredSines } from "./squared-sines";

/** Bytes of a tile. */
export const SIZE: usize = (<usize>(TILE * TILE)) << 3;

/** The words of an instruction. */
@unmanaged
@final
export class Instruction {
  opcode: f64;
  a: f64;
  b: f64;
  c: f64;
  e: f64;

  /** Of a leaf made of features: how many, and the packed points of the tile, rows from i and columns from j on. */
  @inline features(): i32 {
    return <i32>this.c;
  }

  @inline rows(i: i32): usize {
    return Address.at(<usize>this.a, i * <i32>this.c);
  }

  @inline columns(j: i32): usize {
    return Address.at(<usize>this.b, j * <i32>this.c);
  }
}

/**
 * The meeting point of kernel and data: runs the program on one tile, element (r, c) being k(x_i+r, z_j+c), r < m, c < n, both at most TILE;
 * i and j are multiples of 4.
 *
 * `tile` is the bottom of a stack of as many tiles as the program needs (those that it keeps lie below), and one more, as maps and leaves work above their own; a leaf may take more
 * there. The result lies at `tile` with row stride TILE; what stands beyond m × n is not meaningful. Returns −1, or the position TILE·r + c of the
 * first element that a check refused. Traps at an opcode that it does not know.
 */
export function evaluate(program: usize, i: i32, j: i32, m: i32, n: i32, tile: usize): i32 {
  let top = tile - SIZE;
  for (let next = Address.at(program, HEADER); <i32>load<f64>(next) !== Opcode.End; next = Address.at(next, WORDS)) {
    const instruction = changetype<Instruction>(next);
    if (leaf(instruction, i, j, m, n, top + SIZE)) {
      top += SIZE;
      continue;
    }
    switch (<i32>instruction.opcode) {
      case Opcode.Fetch:
        top += SIZE;
        memory.copy(top, keptAt(tile, instruction.a), SIZE);
        break;
      case Opcode.Keep:
        memory.copy(keptAt(tile, instruction.a), top, SIZE);
        break;
      case Opcode.Add:
        top -= SIZE;
        add(m, n, top);
        break;
      case Opcode.Multiply:
        top -= SIZE;
        multiply(m, n, top);
        break;
      case Opcode.RequireFinite: {
        const position = firstNonFinite(m, n, top, TILE);
        if (position >= 0) return position;
        break;
      }
      default:
        map(instruction, i, j, m, n, top, TILE, top + SIZE);
    }
  }
  return -1;
}

/** Tiles are kept below the stack: every thread has its own. */
function keptAt(tile: usize, below: f64): usize {
  return tile - <usize>below;
}

/** Fills the tile, if the instruction is a leaf; returns whether it is. */
export function leaf(instruction: Instruction, i: i32, j: i32, m: i32, n: i32, tile: usize): bool {
  const a = instruction.a;
  const e = instruction.e;
  const d = instruction.features();
  const x = instruction.rows(i);
  const z = instruction.columns(j);
  const opcode = <i32>instruction.opcode;
  switch (opcode) {
    case Opcode.InnerProduct:
    case Opcode.SquaredDistance:
    case Opcode.ScaledSquaredDistance:
    case Opcode.ManhattanDistance:
    case Opcode.SubsetProduct:
    case Opcode.SquaredCrossProducts:
      pairs(instruction, i, j, m, n, tile, TILE);
      return true;
    case Opcode.ChiSquare:
      chiSquares(m, n, d, x, z, tile, tile + SIZE);
      return true;
    case Opcode.ElementarySymmetric:
      elementarySymmetric(m, n, d, <i32>e, x, z, tile, tile + SIZE);
      return true;
    case Opcode.SquaredSines:
      squaredSines(m, n, d, e, x, z, tile, tile + SIZE);
      return true;
    case Opcode.Constant:
      fill(m, n, a, tile);
      return true;
    case Opcode.Diagonal:
      diagonal(m, n, i, j, a, tile);
      return true;
    case Opcode.Given: {
      const stride = <i32>instruction.b;
      given(m, n, Address.of(<usize>a, stride, 1, i, j), stride, tile);
      return true;
    }
    case Opcode.Custom:
      custom(<i32>a, i, j, m, n, tile);
      return true;
    default:
      return false;
  }
}

/** Replaces every element of the tile. Traps unless the instruction is a map. */
export function map(instruction: Instruction, i: i32, j: i32, m: i32, n: i32, tile: usize, ld: i32, work: usize): void {
  const a = instruction.a;
  const b = instruction.b;
  switch (<i32>instruction.opcode) {
    case Opcode.Affine:
      affine(m, n, a, b, tile, ld);
      break;
    case Opcode.IntegerPower:
      integerPower(m, n, <i32>a, tile, ld);
      break;
    case Opcode.Exponential:
      exponential(m, n, a, tile, ld);
      break;
    case Opcode.Root:
      root(m, n, tile, ld);
      break;
    case Opcode.Matern:
      matern(m, n, a, b, tile, ld, work);
      break;
    case Opcode.RationalQuadratic:
      rationalQuadratic(m, n, a, b, tile, ld, work);
      break;
    case Opcode.SquaredSine:
      squaredSine(m, n, a, tile, ld);
      break;
    case Opcode.Sigmoid:
      sigmoid(m, n, a, b, tile, ld, work);
      break;
    case Opcode.Outer:
      outer(m, n, Address.at(<usize>a, i), Address.at(<usize>b, j), tile, ld);
      break;
    case Opcode.Normalize:
      normalize(m, n, Address.at(<usize>a, i), Address.at(<usize>b, j), tile, ld, work);
      break;
    default:
      unreachable();
  }
}
