import { eigensystem } from "../../dense/eigensystem";
import { product, transposedProduct } from "../../dense/products";
import { spectralTolerance } from "../../dense/spectral-tolerance";
import type { Matrix } from "../../matrix";
import type { Pause } from "../../wasm/pause";

/**
 * The part of α (n × t) in null(K), the span of the eigenvectors whose |λ| is at most n ε λ₁: what K cannot tell from 0. K times it is rounding.
 */
export function nullPart(K: Matrix, alpha: Float64Array, t: number, pause?: Pause): Float64Array {
  const n = K.rows;
  const { values, vectors } = eigensystem(K, pause);
  const tolerance = spectralTolerance(values);
  const V = { rows: n, cols: n, data: vectors };
  const shares = transposedProduct(V, { rows: n, cols: t, data: alpha });
  const inNull = shares.map((share, at) => (Math.abs(values[Math.floor(at / t)] as number) > tolerance ? 0 : share));
  return product(V, { rows: n, cols: t, data: inNull });
}
