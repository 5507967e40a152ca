import { copied, withMatrices, zeros } from "../core/matrices";
import { elementsOf } from "../core/matrix-view";
import { addTransposed, gemm, multiply } from "../core/products";
import { mercerError } from "../errors";
import { readMatrix } from "../input";
import type { Matrix, MatrixLike } from "../matrix";

/**
 * HKH with H = I − 11ᵀ/n: the Gram matrix of the features less their mean over the training points. With a second matrix k(Z, X), one row per
 * new point, that one is centred by the same mean.
 *
 * @throws "shape" unless K is square and k(Z, X) has as many columns; "not-finite" for an element, or a mean, beyond the numbers
 * @example
 * const kernel = rbf();
 * const centred = centerGram(gram(kernel, X), gram(kernel, Z, X)); // the rows of Z
 */
export function centerGram(K: MatrixLike, Kzx?: MatrixLike): Matrix {
  const gram = readMatrix(K, "K");
  const n = gram.rows;
  if (n === 0 || n !== gram.cols) throw mercerError("shape", `K is ${n} × ${gram.cols}; a Gram matrix is square`, { argument: "K" });
  const { rows, cols, data } = Kzx === undefined ? gram : readMatrix(Kzx, "Kzx");
  if (cols !== n) throw mercerError("shape", `Kzx has ${cols} columns; one per training point is needed, ${n}`, { argument: "Kzx" });
  const ones = { rows: n, cols: 1, data: new Float64Array(n).fill(1) };
  const columnMeans = withMatrices({ K: gram, ones, sums: zeros(n) }, (placed, workspace) => {
    addTransposed(workspace, placed.K, placed.ones, placed.sums);
    return elementsOf(workspace, placed.sums).map((sum) => sum / n);
  });
  const mean = columnMeans.reduce((sum, value) => sum + value, 0) / n;
  const given = { C: { rows, cols, data }, ones, r: zeros(rows), left: zeros(rows, 2), right: zeros(2, n) };
  // K + [1 r] [−c; −1], r the means of the rows less that of all, c those of the columns
  return withMatrices(given, ({ C, ones: x, r, left, right }, workspace) => {
    multiply(workspace, C, x, r);
    const pairs = elementsOf(workspace, left).fill(1);
    elementsOf(workspace, r).forEach((sum, i) => {
      pairs[2 * i + 1] = sum / n - mean;
    });
    elementsOf(workspace, right)
      .fill(-1)
      .set(columnMeans.map((value) => -value));
    gemm(workspace, left, right, C);
    const centred = copied(workspace, C);
    const at = centred.data.findIndex((value) => !Number.isFinite(value));
    if (at < 0) return centred;
    const place = { row: Math.floor(at / n), column: at % n };
    throw mercerError(
      "not-finite",
      `element ${place.row}, ${place.column} of the centred matrix, or a mean, is beyond the numbers; scale K down`,
      { ...place, argument: "K" },
    );
  });
}
