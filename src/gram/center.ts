import { asMatrix } from "../core/matrix-view";
import { addTransposed, gemm, multiply } from "../core/products";
import { mercerError } from "../errors";
import { readMatrix } from "../input";
import type { Matrix, MatrixLike } from "../matrix";
import { copyOf, view, withBlocks } from "../wasm/memory";

/**
 * HKH with H = I − 11ᵀ/n: the Gram matrix of the features less their mean over the training points. With a second matrix k(Z, X), one row per
 * new point, that one is centred by the same mean.
 *
 * @throws "shape" unless K is square and k(Z, X) has as many columns
 */
export function centerGram(K: MatrixLike, Kzx?: MatrixLike): Matrix {
  const gram = readMatrix(K, "K");
  const n = gram.rows;
  if (n === 0 || n !== gram.cols) throw mercerError("shape", `K is ${n} × ${gram.cols}; a Gram matrix is square`, { argument: "K" });
  const { rows, cols, data } = Kzx === undefined ? gram : readMatrix(Kzx, "Kzx");
  if (cols !== n) throw mercerError("shape", `Kzx has ${cols} columns; one per training point is needed, ${n}`, { argument: "Kzx" });
  const columnMeans = withBlocks({ K: n * n, ones: n, sums: n }, ({ K: whole, ones, sums }, workspace) => {
    view(workspace, whole).set(gram.data);
    view(workspace, ones).fill(1);
    view(workspace, sums).fill(0);
    addTransposed(workspace, asMatrix(whole, n, n), asMatrix(ones, n), asMatrix(sums, n));
    return view(workspace, sums).map((sum) => sum / n);
  });
  const mean = columnMeans.reduce((sum, value) => sum + value, 0) / n;
  // K + [1 r] [−c; −1], r the means of the rows less that of all, c those of the columns
  return withBlocks({ C: rows * n, ones: n, r: rows, left: 2 * rows, right: 2 * n }, (blocks, workspace) => {
    view(workspace, blocks.C).set(data);
    view(workspace, blocks.ones).fill(1);
    view(workspace, blocks.r).fill(0);
    const C = asMatrix(blocks.C, rows, n);
    multiply(workspace, C, asMatrix(blocks.ones, n), asMatrix(blocks.r, rows));
    const left = view(workspace, blocks.left).fill(1);
    view(workspace, blocks.r).forEach((sum, i) => {
      left[2 * i + 1] = sum / n - mean;
    });
    const right = view(workspace, blocks.right).fill(-1);
    right.set(columnMeans.map((value) => -value));
    gemm(workspace, asMatrix(blocks.left, rows, 2), asMatrix(blocks.right, 2, n), C);
    return { rows, cols: n, data: copyOf(workspace, blocks.C) };
  });
}
