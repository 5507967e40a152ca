import { Address } from "../address";
import { MR, TILE } from "../config";
import { position } from "./assemble";
import { evaluate } from "./evaluate";

/** diagonal_i = k(x_i, x_i) for n packed points, by tiles of one panel. Returns −1, or i·n + i for a refused element. */
export function gramDiagonal(program: usize, n: i32, d: i32, points: usize, diagonal: usize, tile: usize): f64 {
  for (let i = 0; i < n; i += MR) {
    const rows = min(MR, n - i);
    const panel = Address.at(points, i * d);
    const refused = evaluate(program, rows, rows, d, panel, panel, tile);
    if (refused >= 0) return position(i, i, n, refused);
    for (let r = 0; r < rows; r++) store<f64>(Address.at(diagonal, i + r), load<f64>(Address.at(tile, (TILE + 1) * r)));
  }
  return -1;
}
