import { gemm, part, rowMajor, transposed, type View } from "./gemm.ts";

/** Reflections that are applied together, and columns that are reflected one at a time. */
const WIDTH = 64;
const BASE = 8;

/** The places of R that V covers while it is multiplied with, its products with C, and the triangle of VᵀV. */
const kept = new Float64Array(WIDTH * WIDTH);
const triangle = new Float64Array(WIDTH * WIDTH);
let products = new Float64Array();

/**
 * A = Q R in place for A (m × n, m ≥ n): R on and above the diagonal, below it the v of the reflections I − 2vvᵀ/vᵀv, their heads, 1, left out. `y`, if
 * given, becomes Qᵀ y.
 */
export function qr(m: number, n: number, data: Float64Array, y?: Float64Array): void {
  const a = rowMajor(data, n);
  for (let j = 0; j < n; j += WIDTH) {
    const width = Math.min(WIDTH, n - j);
    const v = part(a, j, j);
    factor(m - j, width, v);
    // one call for both, so that V is covered once
    reflect(m - j, width, v, [
      { columns: n - j - width, c: part(a, j, j + width) },
      { columns: y ? 1 : 0, c: rowMajor(y ?? data, 1, j) },
    ]);
  }
}

function factor(m: number, n: number, a: View): void {
  if (n <= BASE) {
    factorBase(m, n, a);
    return;
  }
  const h = Math.max(BASE, (n >> 1) & ~(BASE - 1));
  factor(m, h, a);
  reflect(m, h, a, [{ columns: n - h, c: part(a, 0, h) }]);
  factor(m - h, n - h, part(a, h, h));
}

/** C ← C − V L⁻¹ VᵀC, L being the lower triangle of VᵀV with half its diagonal. */
function reflect(m: number, k: number, v: View, targets: readonly { readonly columns: number; readonly c: View }[]): void {
  cover(k, v, true);
  const square = rowMajor(triangle, k);
  triangle.fill(0);
  gemm(k, k, m, 1, transposed(v), v, square, true);
  for (const { columns, c } of targets) {
    if (columns === 0) continue;
    if (products.length < k * columns) products = new Float64Array(k * columns);
    const w = rowMajor(products, columns);
    products.fill(0, 0, k * columns);
    gemm(k, columns, m, 1, transposed(v), c, w);
    for (let i = 0; i < k; i++) {
      for (let p = 0; p < i; p++) {
        const l = triangle[i * k + p];
        for (let j = 0; j < columns; j++) products[i * columns + j] -= l * products[p * columns + j];
      }
      const diagonal = 0.5 * triangle[i * k + i];
      for (let j = 0; j < columns; j++) products[i * columns + j] /= diagonal;
    }
    gemm(m, columns, k, -1, v, w, c);
  }
  cover(k, v, false);
}

/** The ones and zeros of V over R, or R back. */
function cover(k: number, { data, at, rs }: View, on: boolean): void {
  for (let i = 0; i < k; i++) {
    for (let j = i; j < k; j++) {
      if (on) {
        kept[i * k + j] = data[at + i * rs + j];
        data[at + i * rs + j] = i === j ? 1 : 0;
      } else data[at + i * rs + j] = kept[i * k + j];
    }
  }
}

/** Column by column; the products with the columns to the right are summed row by row. */
function factorBase(m: number, n: number, { data, at, rs }: View): void {
  const along = new Float64Array(BASE);
  for (let k = 0; k < n; k++) {
    const top = at + k * rs + k;
    const count = n - k;
    let square = 0;
    for (let i = 1, x = top + rs; i < m - k; i++, x += rs) square += data[x] * data[x];
    const first = data[top];
    const length = Math.sqrt(first * first + square);
    const r = first > 0 ? -length : length;
    const scale = 1 / (first - r);
    const share = (first - r) / -r;
    for (let j = 1; j < count; j++) along[j] = data[top + j];
    for (let i = 1, x = top + rs; i < m - k; i++, x += rs) {
      const v = data[x] * scale;
      data[x] = v;
      for (let j = 1; j < count; j++) along[j] += v * data[x + j];
    }
    data[top] = r;
    for (let j = 1; j < count; j++) {
      along[j] *= share;
      data[top + j] -= along[j];
    }
    for (let i = 1, x = top + rs; i < m - k; i++, x += rs) {
      const v = data[x];
      for (let j = 1; j < count; j++) data[x + j] -= v * along[j];
    }
  }
}
