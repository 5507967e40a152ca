import { Address } from "../address";
import { microkernel } from "../blas/microkernel";
import { InnerProduct, ManhattanDistance, ScaledSquaredDistance, SquaredDistance, SubsetProduct } from "../blas/pairing";
import { KC, MR, NR } from "../config";
import { Opcode, TILE } from "./program";

/**
 * Fills m × n of a tile with the pairing of an opcode between packed points: panels of 4 points and d features on both sides.
 *
 * Many features are taken KC at a time, one register tile after the other, so that the panels in use stay in L1.
 */
export function pairs(opcode: i32, m: i32, n: i32, d: i32, x: usize, z: usize, weights: usize, tile: usize): void {
  for (let i = 0; i < m; i += MR) {
    for (let p = 0; p < d; p += KC) {
      const depth = min(KC, d - p);
      const tiles = depth < d ? 1 : (n + NR - 1) / NR;
      for (let j = 0; j < n; j += NR * tiles) {
        const panel = Address.at(x, i * d + MR * p);
        const columns = Address.at(z, j * d + NR * p);
        registerTiles(opcode, tiles, depth, panel, columns, Address.at(weights, p), Address.at(tile, TILE * i + j), p > 0);
      }
    }
  }
}

function registerTiles(opcode: i32, tiles: i32, d: i32, x: usize, z: usize, weights: usize, out: usize, resume: bool): void {
  switch (opcode) {
    case Opcode.InnerProduct:
      microkernel<InnerProduct>(tiles, d, x, z, weights, out, TILE, resume);
      break;
    case Opcode.SquaredDistance:
      microkernel<SquaredDistance>(tiles, d, x, z, weights, out, TILE, resume);
      break;
    case Opcode.ScaledSquaredDistance:
      microkernel<ScaledSquaredDistance>(tiles, d, x, z, weights, out, TILE, resume);
      break;
    case Opcode.ManhattanDistance:
      microkernel<ManhattanDistance>(tiles, d, x, z, weights, out, TILE, resume);
      break;
    case Opcode.SubsetProduct:
      microkernel<SubsetProduct>(tiles, d, x, z, weights, out, TILE, resume);
      break;
    default:
      unreachable();
  }
}
