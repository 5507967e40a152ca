/**
 * Packed panels and the tiles computed from them: the inner loops of the pure-TypeScript twin.
 *
 * A block of A (MC × KC) lies in two arrays, its even and its odd rows; a block of B (KC × NC) in four, its columns modulo 4. One
 * tile is 2 × 4. Found by measuring (V8 11.3, AMD Zen 4, roof 26 GF/s with two lanes, hence 13 with one):
 *
 * | form of the loop                                            | GF/s |
 * |-------------------------------------------------------------|------|
 * | i k j on the matrices as they are (plain loops)             |  2.7 |
 * | 4 × 4 tile, interleaved panels: accumulators spill          |  6.3 |
 * | 3 × 2 tile, one array a row, one bounds check for each index |  8.6 |
 * | 2 × 4 tile, one array a row: products spill                 |  5.0 |
 * | 2 × 4 tile with pins, the form below                        | 10.4 |
 *
 * The arrays are private constants of this module: V8 then folds their addresses and lengths into the code and merges the bounds
 * checks of equal indices, which it does not do for arrays that are imported or passed as arguments.
 */

/** Depth of a block: the four columns of B take 8 kB, the two rows of A 4 kB, both stay in L1. */
export const KC = 256;
/** Rows of a block of A: 256 kB, at home in L2. */
export const MC = 128;
/** Columns of a block of B: 2 MB, in L3; wider than most matrices here, so that A is packed once. */
export const NC = 1024;

const even = new Float64Array((MC / 2) * KC);
const odd = new Float64Array((MC / 2) * KC);
const column0 = new Float64Array((NC / 4) * KC);
const column1 = new Float64Array((NC / 4) * KC);
const column2 = new Float64Array((NC / 4) * KC);
const column3 = new Float64Array((NC / 4) * KC);
const rowsOfA = [even, odd];
const columnsOfB = [column0, column1, column2, column3];
const tile = new Float64Array(8);

/** panels of A ← rows × k elements of a from `at`, zero up to an even number of rows. */
export function packA(rows: number, k: number, a: Float64Array, at: number, rs: number, cs: number): void {
  for (let i = 0; i < rows + (rows & 1); i++) pack(rowsOfA[i & 1], (i >> 1) * KC, i < rows, k, a, at + i * rs, cs);
}

/** panels of B ← k × columns elements of b from `at`, zero up to a multiple of 4 columns. */
export function packB(columns: number, k: number, b: Float64Array, at: number, rs: number, cs: number): void {
  for (let j = 0; j < ((columns + 3) >> 2) << 2; j++) pack(columnsOfB[j & 3], (j >> 2) * KC, j < columns, k, b, at + j * cs, rs);
}

function pack(panel: Float64Array, to: number, inside: boolean, k: number, from: Float64Array, at: number, stride: number): void {
  if (inside) for (let p = 0; p < k; p++) panel[to + p] = from[at + p * stride];
  else panel.fill(0, to, to + k);
}

/**
 * (panel i of A)(panel j of B), 2 × 4 by rows, over k products.
 *
 * `never` is a number that p is never equal to. The comparisons with it end a basic block after each column, so that V8 adds the
 * products of one column before it loads the next: without them all eight products are alive at once and the accumulators spill.
 */
export function productTile(k: number, i: number, j: number, never: number): Float64Array {
  let c00 = 0,
    c10 = 0,
    c01 = 0,
    c11 = 0,
    c02 = 0,
    c12 = 0,
    c03 = 0,
    c13 = 0;
  const end = (i * KC + k) | 0;
  for (let p = (i * KC) | 0, q = (j * KC) | 0; (p | 0) < (end | 0); p = (p + 1) | 0, q = (q + 1) | 0) {
    const a0 = even[p];
    const a1 = odd[p];
    const b0 = column0[q];
    c00 += a0 * b0;
    c10 += a1 * b0;
    if (p === never) break;
    const b1 = column1[q];
    c01 += a0 * b1;
    c11 += a1 * b1;
    if (p === never) break;
    const b2 = column2[q];
    c02 += a0 * b2;
    c12 += a1 * b2;
    if (p === never) break;
    const b3 = column3[q];
    c03 += a0 * b3;
    c13 += a1 * b3;
  }
  tile[0] = c00;
  tile[1] = c01;
  tile[2] = c02;
  tile[3] = c03;
  tile[4] = c10;
  tile[5] = c11;
  tile[6] = c12;
  tile[7] = c13;
  return tile;
}

/** Σ |a − b| in place of Σ a b: the distances of the Laplacian kernel. */
export function manhattanTile(k: number, i: number, j: number, never: number): Float64Array {
  let c00 = 0,
    c10 = 0,
    c01 = 0,
    c11 = 0,
    c02 = 0,
    c12 = 0,
    c03 = 0,
    c13 = 0;
  const end = (i * KC + k) | 0;
  for (let p = (i * KC) | 0, q = (j * KC) | 0; (p | 0) < (end | 0); p = (p + 1) | 0, q = (q + 1) | 0) {
    const a0 = even[p];
    const a1 = odd[p];
    const b0 = column0[q];
    c00 += Math.abs(a0 - b0);
    c10 += Math.abs(a1 - b0);
    if (p === never) break;
    const b1 = column1[q];
    c01 += Math.abs(a0 - b1);
    c11 += Math.abs(a1 - b1);
    if (p === never) break;
    const b2 = column2[q];
    c02 += Math.abs(a0 - b2);
    c12 += Math.abs(a1 - b2);
    if (p === never) break;
    const b3 = column3[q];
    c03 += Math.abs(a0 - b3);
    c13 += Math.abs(a1 - b3);
  }
  tile[0] = c00;
  tile[1] = c01;
  tile[2] = c02;
  tile[3] = c03;
  tile[4] = c10;
  tile[5] = c11;
  tile[6] = c12;
  tile[7] = c13;
  return tile;
}

/** Π (1 + a b) in place of Σ a b: the all-subsets kernel. */
export function subsetsTile(k: number, i: number, j: number, never: number): Float64Array {
  let c00 = 1,
    c10 = 1,
    c01 = 1,
    c11 = 1,
    c02 = 1,
    c12 = 1,
    c03 = 1,
    c13 = 1;
  const end = (i * KC + k) | 0;
  for (let p = (i * KC) | 0, q = (j * KC) | 0; (p | 0) < (end | 0); p = (p + 1) | 0, q = (q + 1) | 0) {
    const a0 = even[p];
    const a1 = odd[p];
    const b0 = column0[q];
    c00 *= 1 + a0 * b0;
    c10 *= 1 + a1 * b0;
    if (p === never) break;
    const b1 = column1[q];
    c01 *= 1 + a0 * b1;
    c11 *= 1 + a1 * b1;
    if (p === never) break;
    const b2 = column2[q];
    c02 *= 1 + a0 * b2;
    c12 *= 1 + a1 * b2;
    if (p === never) break;
    const b3 = column3[q];
    c03 *= 1 + a0 * b3;
    c13 *= 1 + a1 * b3;
  }
  tile[0] = c00;
  tile[1] = c01;
  tile[2] = c02;
  tile[3] = c03;
  tile[4] = c10;
  tile[5] = c11;
  tile[6] = c12;
  tile[7] = c13;
  return tile;
}

/** Σ (a − b)²/(a + b) in place of Σ a b, terms with a + b = 0 being 0: the χ² kernels. Divisions bound it. */
export function chiSquareTile(k: number, i: number, j: number, never: number): Float64Array {
  let c00 = 0,
    c10 = 0,
    c01 = 0,
    c11 = 0,
    c02 = 0,
    c12 = 0,
    c03 = 0,
    c13 = 0;
  let p = (i * KC) | 0;
  let q = (j * KC) | 0;
  if ((k & 1) === 1) {
    const a0 = even[p];
    const a1 = odd[p];
    c00 = chiSquare(a0, column0[q]);
    c10 = chiSquare(a1, column0[q]);
    c01 = chiSquare(a0, column1[q]);
    c11 = chiSquare(a1, column1[q]);
    c02 = chiSquare(a0, column2[q]);
    c12 = chiSquare(a1, column2[q]);
    c03 = chiSquare(a0, column3[q]);
    c13 = chiSquare(a1, column3[q]);
    p = (p + 1) | 0;
    q = (q + 1) | 0;
  }
  for (const end = (i * KC + k) | 0; (p | 0) < (end | 0); p = (p + 2) | 0, q = (q + 2) | 0) {
    const a0 = even[p];
    const a1 = odd[p];
    const a2 = even[p + 1];
    const a3 = odd[p + 1];
    const b0 = column0[q];
    const d0 = column0[q + 1];
    c00 += chiSquares(a0, a2, b0, d0);
    c10 += chiSquares(a1, a3, b0, d0);
    if (p === never) break;
    const b1 = column1[q];
    const d1 = column1[q + 1];
    c01 += chiSquares(a0, a2, b1, d1);
    c11 += chiSquares(a1, a3, b1, d1);
    if (p === never) break;
    const b2 = column2[q];
    const d2 = column2[q + 1];
    c02 += chiSquares(a0, a2, b2, d2);
    c12 += chiSquares(a1, a3, b2, d2);
    if (p === never) break;
    const b3 = column3[q];
    const d3 = column3[q + 1];
    c03 += chiSquares(a0, a2, b3, d3);
    c13 += chiSquares(a1, a3, b3, d3);
  }
  tile[0] = c00;
  tile[1] = c01;
  tile[2] = c02;
  tile[3] = c03;
  tile[4] = c10;
  tile[5] = c11;
  tile[6] = c12;
  tile[7] = c13;
  return tile;
}

/** Two terms by one division, which is what takes the time; the product of their denominators is 0 only where one of them is, or both are tiny. */
function chiSquares(a: number, c: number, b: number, d: number): number {
  const s = a + b;
  const t = c + d;
  const both = s * t;
  if (both === 0) return chiSquare(a, b) + chiSquare(c, d);
  const x = a - b;
  const y = c - d;
  return (x * x * t + y * y * s) / both;
}

function chiSquare(a: number, b: number): number {
  const sum = a + b;
  const difference = a - b;
  return sum === 0 ? 0 : (difference * difference) / sum;
}

/** Σ over three features of the product of their a b, two rows and one column at a time: six sums, which stay in registers. */
export function triplesTile(k: number, i: number, j: number): Float64Array {
  triplesColumn(k, i, j, column0, 0);
  triplesColumn(k, i, j, column1, 1);
  triplesColumn(k, i, j, column2, 2);
  triplesColumn(k, i, j, column3, 3);
  return tile;
}

function triplesColumn(k: number, i: number, j: number, column: Float64Array, to: number): void {
  let e1 = 0,
    e2 = 0,
    e3 = 0,
    f1 = 0,
    f2 = 0,
    f3 = 0;
  const end = (i * KC + k) | 0;
  for (let p = (i * KC) | 0, q = (j * KC) | 0; (p | 0) < (end | 0); p = (p + 1) | 0, q = (q + 1) | 0) {
    const b = column[q];
    const s = even[p] * b;
    const t = odd[p] * b;
    e3 += s * e2;
    f3 += t * f2;
    e2 += s * e1;
    f2 += t * f1;
    e1 += s;
    f1 += t;
  }
  tile[to] = e3;
  tile[4 + to] = f3;
}
