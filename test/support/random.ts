import type { Matrix } from "../../src/entries/index";
import { random } from "./generator";

/** A rows × cols matrix of numbers in [−scale, scale). */
export function randomMatrix(seed: number, rows: number, cols: number, scale = 1): Matrix {
  const source = random(seed);
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, () => source.between(-scale, scale)) };
}

export function randomVector(seed: number, n: number, scale = 1): Float64Array {
  return randomMatrix(seed, n, 1, scale).data;
}

/** Numbers on the grid of step 2⁻²⁰ in [−scale, scale): their differences, and sums with 10⁸, are exact. */
export function gridMatrix(seed: number, rows: number, cols: number, scale = 1): Matrix {
  const { data } = randomMatrix(seed, rows, cols, scale);
  return { rows, cols, data: data.map((value) => Math.round(value * 2 ** 20) / 2 ** 20) };
}

/** 0 … n − 1 in a random order. */
export function permutation(seed: number, n: number): number[] {
  const source = random(seed);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = source.integer(0, i);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
