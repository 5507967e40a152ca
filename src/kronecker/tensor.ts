import { asMatrix, flipped, partOf } from "../core/matrix-view";
import { gemm } from "../core/products";
import { slice, view, withBlocks } from "../wasm/memory";
import type { Pause } from "../wasm/pause";

/** A square matrix for each axis, by rows. */
export type Factors = readonly { readonly size: number; readonly elements: Float64Array }[];

/** C ← (A₁ ⊗ … ⊗ A_d)C, or with the transposes, for n × c numbers, the cells in order: n Σ n_k multiplications for each column. */
export function timesKronecker(factors: Factors, isTransposed: boolean, C: Float64Array, c: number, pause: Pause): void {
  const n = C.length / c;
  const rooms = { from: n, to: n, matrices: factors.reduce((sum, { size }) => sum + size * size, 0) };
  withBlocks(rooms, (blocks, workspace) => {
    let [from, to] = [blocks.from, blocks.to];
    let first = 0;
    const matrices = factors.map(({ size, elements }) => {
      const block = slice(blocks.matrices, first, size * size);
      view(workspace, block).set(elements);
      first += size * size;
      return asMatrix(block, size, size);
    });
    for (let q = 0; q < c; q++) {
      const plane = view(workspace, from);
      for (let i = 0; i < n; i++) plane[i] = C[i * c + q] as number;
      let before = 1;
      for (const A of matrices) {
        const size = A.rows;
        const after = n / before / size;
        view(workspace, to).fill(0);
        if (after === 1) {
          gemm(workspace, asMatrix(from, before, size), isTransposed ? A : flipped(A), asMatrix(to, before, size));
        } else {
          const [whole, product] = [asMatrix(from, before * size, after), asMatrix(to, before * size, after)];
          for (let l = 0; l < before; l++) {
            const at = [l * size, 0, size, after] as const;
            gemm(workspace, isTransposed ? flipped(A) : A, partOf(whole, ...at), partOf(product, ...at));
          }
        }
        [from, to] = [to, from];
        before *= size;
        pause((q + before / n) / c);
      }
      const result = view(workspace, from);
      for (let i = 0; i < n; i++) C[i * c + q] = result[i] as number;
    }
  });
}

/** The Kronecker product of vectors, one for each axis, in the order of the cells. */
export function outer(vectors: readonly Float64Array[]): Float64Array {
  let product = Float64Array.of(1) as Float64Array;
  for (const vector of vectors) {
    const next = new Float64Array(product.length * vector.length);
    for (let i = 0; i < product.length; i++) {
      for (let j = 0; j < vector.length; j++) next[i * vector.length + j] = (product[i] as number) * (vector[j] as number);
    }
    product = next;
  }
  return product;
}
