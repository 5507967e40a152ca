import { Address } from "../address";
import { TILE } from "../gram/program";
import { untilRefused } from "../gram/refusal";
import { Tiles, task, visit } from "../gram/visit";
import { Lanes } from "../lanes";
import { chunkSize, region, TASK } from "../parallel/region";
import { Quads, Single, TINY } from "./quads";

/** A symmetric matrix, as the chunks of a region find it. */
@unmanaged
@final
class Halving {
  n: i32;
  a: usize;
  scale: f64;
  /** Rows of a chunk. */
  size: i32;
}

/**
 * What is on and above the diagonal of the symmetric A (n × n, rows contiguous), times `scale`, in single precision, in the place of what is above the
 * diagonal: element (i, j) at f32 index 2n·i + n + j. What is below the diagonal stays, of the diagonal itself only the last element is lost:
 *
 *     a₀₀ |  u₀₀ u₀₁  u₀₂ u₀₃            bytes 8n·i + 4(n + j) ≥ 8n·i + 8(i + 1) for j ≥ i, i < n − 1
 *     a₁₀ a₁₁ |  ...  u₁₁ u₁₂ u₁₃
 *
 * What is smaller than TINY, for a diagonal scaled to about 1, becomes 0.
 */
export function singleUpper(n: i32, a: usize, scale: f64): void {
  const halving = changetype<Halving>(TASK);
  const size = chunkSize(n, <f64>n);
  halving.n = n;
  halving.a = a;
  halving.scale = scale;
  halving.size = size;
  region((n + size - 1) / size, halveChunk);
}

function halveChunk(index: i32, _: i32): void {
  const halving = changetype<Halving>(TASK);
  const n = halving.n;
  const end = min(n, (index + 1) * halving.size);
  for (let i = index * halving.size; i < end; i++) halveRow(i, n, Address.at(halving.a, i * n), halving.scale);
}

/** From the end of the row: what is read is never behind what is written. */
function halveRow(i: i32, n: i32, row: usize, scale: f64): void {
  const out = Address.index(row, n);
  const factor = Lanes.splat(scale);
  const least = Quads.splat(TINY);
  let j = n;
  for (; j - 4 >= i; ) {
    j -= 4;
    const source = Address.at(row, j);
    const x = Lanes.mul(v128.load(source), factor);
    const y = Lanes.mul(v128.load(source, 16), factor);
    Quads.store(Address.index(out, j), Quads.flushed(Quads.rounded(x, y), least));
  }
  while (--j >= i) put(out, j, load<f64>(Address.at(row, j)) * scale);
}

/** Rounded, or 0. */
function put(row: usize, j: i32, value: f64): void {
  Single.set(row, j, Single.flushed(<f32>value, TINY));
}

/** A tile goes to its place in a block row, rounded. */
@unmanaged
@final
class Rounding extends Tiles {
  from: i32;
  to: i32;
  out: usize;
  ld: i32;
  scale: f64;
  ridge: usize;

  @inline take(_: usize, i: i32, j: i32, m: i32, n: i32, tile: usize): void {
    const from = this.from;
    for (let r = 0; r < m; r++) {
      const row = Address.index(this.out, (i + r - from) * this.ld - from);
      for (let c = 0; c < n; c++) {
        let value = load<f64>(Address.at(tile, TILE * r + c));
        if (i + r === j + c) value += load<f64>(Address.at(this.ridge, i + r));
        put(row, j + c, value * this.scale);
      }
    }
  }
}

/**
 * Rows `from` to `to`, whole tiles or the end, of what is on and above the diagonal of (K + diag(ridge))·scale in single precision: element (i, j), i ≤ j,
 * at f32 index (i − from)·ld + j − from of `out`. K (n × n) is made by the program. TINY as above.
 *
 * Returns −1, or i·n + j for the first element that a check of the program refused.
 */
export function singleGram(program: usize, from: i32, to: i32, n: i32, out: usize, ld: i32, scale: f64, ridge: usize): f64 {
  const rounding = task<Rounding>(0, program, n, true);
  rounding.from = from;
  rounding.to = to;
  rounding.out = out;
  rounding.ld = ld;
  rounding.scale = scale;
  rounding.ridge = ridge;
  return untilRefused((to - from + TILE - 1) / TILE, roundRow);
}

function roundRow(index: i32, thread: i32): void {
  const rounding = changetype<Rounding>(TASK);
  const i = rounding.from + TILE * index;
  visit<Rounding>(thread, 0, i, min(TILE, rounding.to - i), i, rounding.n);
}
