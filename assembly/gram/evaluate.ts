import { Address } from "../address";
import { InnerProduct, ManhattanDistance, ScaledSquaredDistance, SquaredDistance, SubsetProduct } from "../blas/pairing";
import { affine, exponential, firstNonFinite, integerPower } from "./maps";
import { pairs } from "./pairs";
import { Opcode, WORDS } from "./program";

/**
 * The meeting point of kernel and data: runs the program on one tile, element (i, j) being k(x_i, z_j), i < m, j < n, both at most TILE.
 *
 * x and z are packed points of d features. The result lies at `tile` with row stride TILE; what stands beyond m × n is not meaningful.
 * Returns −1, or the position TILE·i + j of the first element that a check refused.
 */
export function evaluate(program: usize, m: i32, n: i32, d: i32, x: usize, z: usize, tile: usize): i32 {
  for (let next = program; <i32>load<f64>(next) !== Opcode.End; next = Address.at(next, WORDS)) {
    const a = load<f64>(next, 8);
    const b = load<f64>(next, 16);
    switch (<i32>load<f64>(next)) {
      case Opcode.InnerProduct:
        pairs<InnerProduct>(m, n, d, x, z, 0, tile);
        break;
      case Opcode.SquaredDistance:
        pairs<SquaredDistance>(m, n, d, x, z, 0, tile);
        break;
      case Opcode.ScaledSquaredDistance:
        pairs<ScaledSquaredDistance>(m, n, d, x, z, Address.at(program, <i32>a), tile);
        break;
      case Opcode.ManhattanDistance:
        pairs<ManhattanDistance>(m, n, d, x, z, 0, tile);
        break;
      case Opcode.SubsetProduct:
        pairs<SubsetProduct>(m, n, d, x, z, 0, tile);
        break;
      case Opcode.Affine:
        affine(m, n, a, b, tile);
        break;
      case Opcode.IntegerPower:
        integerPower(m, n, <i32>a, tile);
        break;
      case Opcode.Exponential:
        exponential(m, n, a, tile);
        break;
      case Opcode.RequireFinite: {
        const position = firstNonFinite(m, n, tile);
        if (position >= 0) return position;
        break;
      }
      default:
        unreachable();
    }
  }
  return -1;
}
