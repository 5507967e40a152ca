import { mercerError } from "../errors";
import { readMatrix } from "../input";
import type { Matrix, MatrixLike } from "../matrix";
import { copyOf, view, withBlocks } from "../wasm/memory";
import { gemm, syrk as lowerSyrk, mirror } from "../wasm/products";

/**
 * A·B for A (m × k) and B (k × n).
 *
 * @throws "shape" when A has not as many columns as B has rows
 */
export function matmul(A: MatrixLike, B: MatrixLike): Matrix {
  const a = readMatrix(A, "A");
  const b = readMatrix(B, "B");
  if (a.cols !== b.rows) {
    throw mercerError("shape", `A is ${a.rows} × ${a.cols}, B is ${b.rows} × ${b.cols}: A needs as many columns as B has rows`, {
      argument: "B",
    });
  }
  const m = a.rows;
  const n = b.cols;
  return withBlocks({ a: a.data.length, b: b.data.length, c: m * n }, (blocks, workspace) => {
    view(workspace, blocks.a).set(a.data);
    view(workspace, blocks.b).set(b.data);
    view(workspace, blocks.c).fill(0);
    gemm(workspace, m, n, a.cols, blocks.a, blocks.b, blocks.c);
    return { rows: m, cols: n, data: copyOf(workspace, blocks.c) };
  });
}

/** A·Aᵀ for A (n × k), symmetric bit for bit, at half the arithmetic of a product. */
export function syrk(A: MatrixLike): Matrix {
  const a = readMatrix(A, "A");
  const n = a.rows;
  return withBlocks({ a: a.data.length, c: n * n }, (blocks, workspace) => {
    view(workspace, blocks.a).set(a.data);
    view(workspace, blocks.c).fill(0);
    lowerSyrk(workspace, n, a.cols, blocks.a, blocks.c);
    mirror(workspace, n, blocks.c, "lower");
    return { rows: n, cols: n, data: copyOf(workspace, blocks.c) };
  });
}
