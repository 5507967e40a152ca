import { Address } from "../address";
import { TASK } from "../parallel/region";
import { TILE } from "./program";
import { untilRefused } from "./refusal";
import { Tiles, task, visit } from "./visit";

/** The |k_ij| s_j of a tile are added to the sums of its rows, and those of its mirror image to the sums of its columns. */
@unmanaged
@final
class RowSums extends Tiles {
  scale: usize;
  sums: usize;

  @inline take(_: usize, i: i32, j: i32, m: i32, n: i32, tile: usize): void {
    for (let r = 0; r < m; r++) {
      for (let c = 0; c < n; c++) {
        const value = abs(load<f64>(Address.at(tile, TILE * r + c)));
        this.add(i + r, value, j + c);
        if (i !== j) this.add(j + c, value, i + r);
      }
    }
  }

  @inline add(row: i32, value: f64, column: i32): void {
    const sum = Address.at(this.sums, row);
    store<f64>(sum, load<f64>(sum) + (this.scale ? value * load<f64>(Address.at(this.scale, column)) : value));
  }
}

/**
 * max_i s_i Σ_j |k_ij| s_j for the tiles of a program, each sum in the order of j, as infinityNorm has it for a stored K: the same bits. `scale` gives the
 * diagonal of S (0: none); `sums` has n elements. NaN where a check of the program refused an element.
 */
export function infinityNormOfTiles(program: usize, n: i32, scale: usize, sums: usize): f64 {
  memory.fill(sums, 0, (<usize>n) << 3);
  const rows = task<RowSums>(0, program, n, true);
  rows.scale = scale;
  rows.sums = sums;
  if (untilRefused(1, sumRows) >= 0) return NaN;
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) {
    const sum = load<f64>(Address.at(sums, i));
    largest = max(largest, scale ? sum * load<f64>(Address.at(scale, i)) : sum);
  }
  return largest;
}

function sumRows(_: i32, thread: i32): void {
  const n = changetype<RowSums>(TASK).n;
  for (let i = 0; i < n; i += TILE) {
    const m = min(TILE, n - i);
    if (!visit<RowSums>(thread, 0, i, m, 0, i + m)) return;
  }
}
