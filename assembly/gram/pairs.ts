import { Address } from "../address";
import { squaredCrossProducts } from "../blas/cross-products";
import { microkernel } from "../blas/microkernel";
import { InnerProduct, ManhattanDistance, ScaledSquaredDistance, SquaredDistance, SubsetProduct } from "../blas/pairing";
import { KC, MR, NR } from "../config";
import { Instruction } from "./evaluate";
import { Opcode } from "./program";

/**
 * Fills m × n, from `out` on with row stride ld, with the pairing of a leaf between packed points: panels of 4 points and d features on both sides. Both
 * are rounded up to multiples of 4.
 *
 * Many features are taken KC at a time, one register tile after the other, so that the panels in use stay in L1.
 */
export function pairs(leaf: Instruction, i: i32, j: i32, m: i32, n: i32, out: usize, ld: i32): void {
  const d = leaf.features();
  const x = leaf.rows(i);
  const z = leaf.columns(j);
  for (let r = 0; r < m; r += MR) {
    for (let p = 0; p < d; p += KC) {
      const depth = min(KC, d - p);
      const tiles = depth < d ? 1 : (n + NR - 1) / NR;
      for (let c = 0; c < n; c += NR * tiles) {
        const panel = Address.at(x, r * d + MR * p);
        const columns = Address.at(z, c * d + NR * p);
        registerTiles(leaf, p, tiles, depth, panel, columns, Address.at(out, ld * r + c), ld);
      }
    }
  }
}

/** Features p … p + d of a row of register tiles. */
function registerTiles(leaf: Instruction, p: i32, tiles: i32, d: i32, x: usize, z: usize, out: usize, ld: i32): void {
  const w = Address.at(<usize>leaf.e, p);
  const resume = p > 0;
  switch (<i32>leaf.opcode) {
    case Opcode.InnerProduct:
      microkernel<InnerProduct>(tiles, d, x, z, w, out, ld, resume);
      break;
    case Opcode.SquaredDistance:
      microkernel<SquaredDistance>(tiles, d, x, z, w, out, ld, resume);
      break;
    case Opcode.ScaledSquaredDistance:
      microkernel<ScaledSquaredDistance>(tiles, d, x, z, w, out, ld, resume);
      break;
    case Opcode.ManhattanDistance:
      microkernel<ManhattanDistance>(tiles, d, x, z, w, out, ld, resume);
      break;
    case Opcode.SubsetProduct:
      microkernel<SubsetProduct>(tiles, d, x, z, w, out, ld, resume);
      break;
    case Opcode.SquaredCrossProducts:
      squaredCrossProducts(tiles, d, x, z, out, ld, resume);
      break;
    default:
      unreachable();
  }
}
