import { Address } from "../address";
import { TASK } from "../parallel/region";
import { TILE } from "./program";
import { untilRefused } from "./refusal";
import { Tiles, task, visit } from "./visit";

/** An element of each row of the tiles from the diagonal on is kept, and one row of the tiles before it, which are mirror images. */
@unmanaged
@final
class Column extends Tiles {
  column: i32;
  out: usize;
  /** Row stride of the tiles. */
  ld: i32;

  @inline take(_: usize, i: i32, j: i32, m: i32, n: i32, tile: usize): void {
    if (j + n > this.column) {
      for (let r = 0; r < m; r++) store<f64>(Address.at(this.out, i + r), load<f64>(Address.at(tile, this.ld * r + this.column - j)));
    } else memory.copy(Address.at(this.out, j), Address.at(tile, this.ld * (this.column - i)), (<usize>n) << 3);
  }

  /** The first row and column of the tile on the diagonal that has the column. */
  @inline first(): i32 {
    return this.column - (this.column % TILE);
  }
}

/**
 * out_i = k_ij for the symmetric K (n × n) and one j, stored (`matrix`) or made by the program (`matrix` 0): the bits that gramProduct multiplies by,
 * from the tiles on or below the diagonal.
 *
 * Returns −1, or i·n + j for the first element that a check of the program refused.
 */
export function gramColumn(matrix: usize, program: usize, n: i32, j: i32, out: usize): f64 {
  const column = task<Column>(matrix, program, n, true);
  column.column = j;
  column.out = out;
  column.ld = matrix ? n : TILE;
  return untilRefused((n + TILE - 1) / TILE, ofTile);
}

function ofTile(index: i32, thread: i32): void {
  const column = changetype<Column>(TASK);
  const n = column.n;
  const i = TILE * index;
  const end = min(n, i + TILE);
  const first = column.first();
  if (i < first) visit<Column>(thread, 0, first, min(TILE, n - first), i, end);
  else visit<Column>(thread, 0, i, end - i, first, min(first + TILE, end));
}
