import { Address } from "../address";
import { MR } from "../config";
import { TASK } from "../parallel/region";
import { TILE } from "./program";
import { untilRefused } from "./refusal";
import { Tiles, task, visit } from "./visit";

/** The diagonal of a tile is kept. */
@unmanaged
@final
class Diagonal extends Tiles {
  out: usize;

  @inline take(_: usize, i: i32, _j: i32, m: i32, _n: i32, tile: usize): void {
    for (let r = 0; r < m; r++) store<f64>(Address.at(this.out, i + r), load<f64>(Address.at(tile, (TILE + 1) * r)));
  }
}

/** diagonal_i = k(x_i, x_i) for n packed points, by tiles of one panel. Returns −1, or i·n + i for the first refused element. */
export function gramDiagonal(program: usize, n: i32, diagonal: usize): f64 {
  task<Diagonal>(0, program, n, false).out = diagonal;
  return untilRefused(1, ofPanels);
}

function ofPanels(_: i32, thread: i32): void {
  const n = changetype<Diagonal>(TASK).n;
  for (let i = 0; i < n; i += MR) {
    const m = min(MR, n - i);
    if (!visit<Diagonal>(thread, 0, i, m, i, i + m)) return;
  }
}
