/** Rows that are brought into columns of their own at once: with 50 features they stay in the second cache. */
const ROWS = 256;

/** Rows that stand below R, a column after the other. */
interface Block {
  readonly columns: Float64Array;
  readonly rows: number;
}

/** R and Qᵀy of A (m × n, m ≥ n) in the first rows of `data` and `y`: blocks of rows are reflected into R one after the other, y as one column more. */
export function tallQr(m: number, n: number, data: Float64Array, y: Float64Array): void {
  const triangle = new Float64Array(n * (n + 1));
  const columns = new Float64Array(ROWS * (n + 1));
  for (let i = 0; i < m; i += ROWS) {
    const rows = Math.min(ROWS, m - i);
    for (let j = 0; j < n; j++) for (let r = 0; r < rows; r++) columns[ROWS * j + r] = data[(i + r) * n + j];
    columns.set(y.subarray(i, i + rows), ROWS * n);
    for (let k = 0; k < n; k++) eliminate(k, n, { columns, rows }, triangle);
  }
  for (let k = 0; k < n; k++) {
    const row = k * (n + 1);
    data.set(triangle.subarray(row, row + n), k * n);
    y[k] = triangle[row + n];
  }
}

/** The reflection that takes column k of a block into R, and what it does to the columns behind, four at a time. */
function eliminate(k: number, n: number, { columns, rows }: Block, triangle: Float64Array): void {
  const row = k * (n + 1);
  const v = ROWS * k;
  const square = dot(columns, v, v, rows);
  const before = triangle[row + k];
  const size = Math.sqrt(before * before + square);
  if (size === 0) return;
  const after = before > 0 ? -size : size;
  const head = before - after;
  const share = 1 / (-after * head);
  triangle[row + k] = after;
  let j = k + 1;
  for (; j + 3 <= n; j += 4) reflectFour(columns, v, ROWS * j, rows, { triangle, at: row + j, head, share });
  for (; j <= n; j++) {
    const at = ROWS * j;
    const sum = (dot(columns, v, at, rows) + head * triangle[row + j]) * share;
    triangle[row + j] -= head * sum;
    for (let r = 0; r < rows; r++) columns[at + r] -= columns[v + r] * sum;
  }
}

/** The elements of R above the columns, and the reflection: its head and 2/vᵀv. */
interface Reflection {
  readonly triangle: Float64Array;
  readonly at: number;
  readonly head: number;
  readonly share: number;
}

function reflectFour(columns: Float64Array, v: number, first: number, rows: number, { triangle, at, head, share }: Reflection): void {
  const [p0, p1, p2, p3] = [first, first + ROWS, first + 2 * ROWS, first + 3 * ROWS];
  let s0 = head * triangle[at];
  let s1 = head * triangle[at + 1];
  let s2 = head * triangle[at + 2];
  let s3 = head * triangle[at + 3];
  for (let r = 0; r < rows; r++) {
    const value = columns[v + r];
    s0 += value * columns[p0 + r];
    s1 += value * columns[p1 + r];
    s2 += value * columns[p2 + r];
    s3 += value * columns[p3 + r];
  }
  s0 *= share;
  s1 *= share;
  s2 *= share;
  s3 *= share;
  triangle[at] -= head * s0;
  triangle[at + 1] -= head * s1;
  triangle[at + 2] -= head * s2;
  triangle[at + 3] -= head * s3;
  for (let r = 0; r < rows; r++) {
    const value = columns[v + r];
    columns[p0 + r] -= value * s0;
    columns[p1 + r] -= value * s1;
    columns[p2 + r] -= value * s2;
    columns[p3 + r] -= value * s3;
  }
}

/** Σ x_r z_r of two columns. */
function dot(columns: Float64Array, x: number, z: number, rows: number): number {
  let [even, odd] = [0, 0];
  let r = 0;
  for (; r < rows - 1; r += 2) {
    even += columns[x + r] * columns[z + r];
    odd += columns[x + r + 1] * columns[z + r + 1];
  }
  return r < rows ? even + odd + columns[x + r] * columns[z + r] : even + odd;
}
