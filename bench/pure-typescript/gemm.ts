import { chiSquareTile, KC, MC, manhattanTile, NC, packA, packB, productTile, subsetsTile, triplesTile } from "./panels.ts";

/** What a tile computes of a row of A and a column of B: Σ a b, Σ |a − b|, Π (1 + a b), Σ (a − b)²/(a + b), or Σ over triples of Π a b. */
export type Pairing = "product" | "manhattan" | "subsets" | "chiSquare" | "triples";

/** Elements of a matrix in an array: element (i, j) is data[at + i rs + j cs]. */
export interface View {
  readonly data: Float64Array;
  readonly at: number;
  readonly rs: number;
  readonly cs: number;
}

/** The row-major view of n × columns elements. */
export function rowMajor(data: Float64Array, columns: number, at = 0): View {
  return { data, at, rs: columns, cs: 1 };
}

/** Aᵀ, nothing moved. */
export function transposed(a: View): View {
  return { data: a.data, at: a.at, rs: a.cs, cs: a.rs };
}

/** The part of A that starts at (row, column). */
export function part(a: View, row: number, column: number): View {
  return { data: a.data, at: a.at + row * a.rs + column * a.cs, rs: a.rs, cs: a.cs };
}

/**
 * C ← C + factor · A B, A m × k, B k × n. With `lower`, tiles strictly above the diagonal of C are not computed (those that cross
 * it are written whole). Other pairings take the place of the product in the sum, but C ← C · Π (1 + a b); triples need k ≤ KC.
 */
export function gemm(
  m: number,
  n: number,
  k: number,
  factor: number,
  a: View,
  b: View,
  c: View,
  lower = false,
  pairing: Pairing = "product",
): void {
  for (let jc = 0; jc < n; jc += NC) {
    const nc = Math.min(NC, n - jc);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = Math.min(KC, k - pc);
      packB(nc, kc, b.data, b.at + pc * b.rs + jc * b.cs, b.rs, b.cs);
      for (let ic = lower ? Math.floor(jc / MC) * MC : 0; ic < m; ic += MC) {
        const mc = Math.min(MC, m - ic);
        packA(mc, kc, a.data, a.at + ic * a.rs + pc * a.cs, a.rs, a.cs);
        block(mc, nc, kc, factor, c.data, c.at + ic * c.rs + jc * c.cs, c.rs, c.cs, lower ? ic - jc : n, pairing);
      }
    }
  }
}

/** The tiles of one block of C; those right of column i + `reach` in row i are left out. */
function block(
  mc: number,
  nc: number,
  kc: number,
  factor: number,
  c: Float64Array,
  at: number,
  rs: number,
  cs: number,
  reach: number,
  pairing: Pairing,
): void {
  for (let j = 0; j < nc; j += 4) {
    const first = Math.max(0, j - reach - 1) & ~1;
    for (let i = first; i < mc; i += 2) {
      const rows = Math.min(2, mc - i);
      const columns = Math.min(4, nc - j);
      const to = at + i * rs + j * cs;
      if (pairing === "product") accumulate(productTile(kc, i >> 1, j >> 2, -1), rows, columns, factor, c, to, rs, cs);
      else if (pairing === "manhattan") accumulate(manhattanTile(kc, i >> 1, j >> 2, -1), rows, columns, factor, c, to, rs, cs);
      else if (pairing === "chiSquare") accumulate(chiSquareTile(kc, i >> 1, j >> 2, -1), rows, columns, factor, c, to, rs, cs);
      else if (pairing === "triples") accumulate(triplesTile(kc, i >> 1, j >> 2), rows, columns, factor, c, to, rs, cs);
      else multiply(subsetsTile(kc, i >> 1, j >> 2, -1), rows, columns, c, to, rs, cs);
    }
  }
}

/** Written out where the tile is whole: the two loops cost 5 % of a product of 1024³. */
function accumulate(
  tile: Float64Array,
  rows: number,
  columns: number,
  factor: number,
  c: Float64Array,
  to: number,
  rs: number,
  cs: number,
): void {
  if (rows === 2 && columns === 4) {
    let column = to;
    c[column] += factor * tile[0];
    c[column + rs] += factor * tile[4];
    column += cs;
    c[column] += factor * tile[1];
    c[column + rs] += factor * tile[5];
    column += cs;
    c[column] += factor * tile[2];
    c[column + rs] += factor * tile[6];
    column += cs;
    c[column] += factor * tile[3];
    c[column + rs] += factor * tile[7];
    return;
  }
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) c[to + i * rs + j * cs] += factor * tile[4 * i + j];
}

function multiply(tile: Float64Array, rows: number, columns: number, c: Float64Array, to: number, rs: number, cs: number): void {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) c[to + i * rs + j * cs] *= tile[4 * i + j];
}
