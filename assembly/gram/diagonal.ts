import { Address } from "../address";
import { MR } from "../config";
import { evaluate } from "./evaluate";
import { TILE } from "./program";
import { position } from "./refusal";

/** diagonal_i = k(x_i, x_i) for n packed points, by tiles of one panel. Returns −1, or i·n + i for a refused element. */
export function gramDiagonal(program: usize, n: i32, diagonal: usize, tile: usize): f64 {
  for (let i = 0; i < n; i += MR) {
    const rows = min(MR, n - i);
    const refused = evaluate(program, i, i, rows, rows, tile);
    if (refused >= 0) return position(i, i, n, refused);
    for (let r = 0; r < rows; r++) store<f64>(Address.at(diagonal, i + r), load<f64>(Address.at(tile, (TILE + 1) * r)));
  }
  return -1;
}
