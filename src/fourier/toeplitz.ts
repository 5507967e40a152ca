import type { Matrix } from "../matrix";
import type { Pause } from "../wasm/pause";
import type { AxisModes } from "./modes";
import { alongPoints } from "./waves";

/*
 * The product of two waves is half of two waves, so ΦᵀΦ is made of the sums of waves of twice the frequencies, and φ(x)ᵀVφ(x) is such a sum for any V.
 */

/** Σ_i of all products of waves of up to twice the frequencies. */
export function waveSums(axes: readonly AxisModes[], points: Matrix, pause: Pause): Float64Array {
  const width = 4 * (axes.at(-1) as AxisModes).p + 1;
  const size = axes.reduce((product, { p }) => product * (4 * p + 1), 1);
  const sums = new Float64Array(size);
  alongPoints(axes, points, 2, false, pause, (_, before, last) => {
    for (let a = 0; a < before.length; a++) {
      const value = before[a] as number;
      const at = a * width;
      for (let j = 0; j < width; j++) sums[at + j] = (sums[at + j] as number) + value * (last[j] as number);
    }
  });
  return sums;
}

/** ΦᵀΦ, M × M. */
export function normalMatrix(axes: readonly AxisModes[], sums: Float64Array, M: number): Float64Array {
  const matrix = new Float64Array(M * M);
  forPairs(axes, (pair, at, weight) => {
    matrix[pair] = (matrix[pair] as number) + weight * (sums[at] as number);
  });
  return matrix;
}

/** The sum of waves that is φ(x)ᵀVφ(x). */
export function quadraticWaves(axes: readonly AxisModes[], V: Float64Array): Float64Array {
  const waves = new Float64Array(axes.reduce((product, { p }) => product * (4 * p + 1), 1));
  forPairs(axes, (pair, at, weight) => {
    waves[at] = (waves[at] as number) + weight * (V[pair] as number);
  });
  return waves;
}

/** φ(x)ᵀVφ(x) at every point. */
export function quadraticAt(axes: readonly AxisModes[], waves: Float64Array, points: Matrix, pause: Pause): Float64Array {
  const values = new Float64Array(points.rows);
  const width = 4 * (axes.at(-1) as AxisModes).p + 1;
  alongPoints(axes, points, 2, false, pause, (i, before, last) => {
    let sum = 0;
    for (let a = 0; a < before.length; a++) {
      let inner = 0;
      for (let j = 0; j < width; j++) inner += (waves[a * width + j] as number) * (last[j] as number);
      sum += inner * (before[a] as number);
    }
    values[i] = sum;
  });
  return values;
}

/** Of one axis: for the features i and j the two waves that their product is half of, with their signs and the weights. */
function pairsOf({ p, weights }: AxisModes): { readonly at: Int32Array; readonly weight: Float64Array } {
  const m = 2 * p + 1;
  const at = new Int32Array(2 * m * m);
  const weight = new Float64Array(2 * m * m);
  for (let a = 0; a < m; a++) {
    for (let b = 0; b < m; b++) {
      const i = (a + 1) >> 1;
      const j = (b + 1) >> 1;
      const isSine = [a > 0 && a % 2 === 0, b > 0 && b % 2 === 0];
      const half = 0.5 * (weights[a] as number) * (weights[b] as number);
      const first = 2 * (a * m + b);
      const isOdd = isSine[0] !== isSine[1];
      const difference = Math.abs(i - j);
      // cos 0 = 1, sin 0 = 0
      at[first] = difference === 0 ? 0 : 2 * difference - (isOdd ? 0 : 1);
      at[first + 1] = i + j === 0 ? 0 : 2 * (i + j) - (isOdd ? 0 : 1);
      if (!isOdd) {
        weight[first] = half;
        weight[first + 1] = isSine[0] ? -half : half;
        continue;
      }
      // sin i cos j = ½(sin(i + j) + sin(i − j))
      const lead = isSine[0] ? i - j : j - i;
      weight[first] = lead === 0 ? 0 : lead > 0 ? half : -half;
      weight[first + 1] = half;
    }
  }
  return { at, weight };
}

/** For every pair of features of all axes the waves of their product. */
function forPairs(axes: readonly AxisModes[], body: (pair: number, at: number, weight: number) => void): void {
  const own = axes.map((axis) => ({ ...pairsOf(axis), m: 2 * axis.p + 1, wide: 4 * axis.p + 1 }));
  const M = own.reduce((product, { m }) => product * m, 1);
  const visit = (k: number, row: number, column: number, at: number, weight: number): void => {
    const axis = own[k];
    if (!axis) {
      body(row * M + column, at, weight);
      return;
    }
    const { m, wide } = axis;
    for (let a = 0; a < m; a++) {
      for (let b = 0; b < m; b++) {
        for (let side = 0; side < 2; side++) {
          const pair = 2 * (a * m + b) + side;
          const share = weight * (axis.weight[pair] as number);
          if (share !== 0) visit(k + 1, row * m + a, column * m + b, at * wide + (axis.at[pair] as number), share);
        }
      }
    }
  };
  visit(0, 0, 0, 0, 1);
}
