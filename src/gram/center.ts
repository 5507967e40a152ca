import { mercerError } from "../errors";
import { readMatrix } from "../input";
import type { Matrix, MatrixLike } from "../matrix";

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
  const columnMeans = meansOfColumns(gram);
  const mean = average(columnMeans);
  const { rows, cols, data } = Kzx === undefined ? gram : readMatrix(Kzx, "Kzx");
  if (cols !== n) throw mercerError("shape", `Kzx has ${cols} columns; one per training point is needed, ${n}`, { argument: "Kzx" });
  const centred = new Float64Array(rows * n);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * n, (i + 1) * n);
    const rowMean = average(row);
    for (let j = 0; j < n; j++) centred[i * n + j] = (row[j] as number) - rowMean - (columnMeans[j] as number) + mean;
  }
  return { rows, cols: n, data: centred };
}

function meansOfColumns({ rows, cols, data }: Matrix): Float64Array {
  const sums = new Float64Array(cols);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) sums[j] = (sums[j] as number) + (data[i * cols + j] as number);
  return sums.map((sum) => sum / rows);
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
