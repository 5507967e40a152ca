import { eigensystem } from "../../dense/eigensystem";
import type { Matrix } from "../../matrix";
import type { Pause } from "../../wasm/pause";

/**
 * The part of α (n × t) in null(K), the span of the eigenvectors whose |λ| is at most n ε λ₁: what K cannot tell from 0. K times it is rounding.
 */
export function nullPart(K: Matrix, alpha: Float64Array, t: number, pause?: Pause): Float64Array {
  const n = K.rows;
  const { values, vectors } = eigensystem(K, pause);
  const tolerance = n * Number.EPSILON * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const part = new Float64Array(n * t);
  values.forEach((value, j) => {
    if (Math.abs(value) > tolerance) return;
    for (let q = 0; q < t; q++) {
      let share = 0;
      for (let i = 0; i < n; i++) share += (vectors[i * n + j] as number) * (alpha[i * t + q] as number);
      for (let i = 0; i < n; i++) part[i * t + q] = (part[i * t + q] as number) + share * (vectors[i * n + j] as number);
    }
  });
  return part;
}
