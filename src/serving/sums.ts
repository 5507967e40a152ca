import { KC, MANY, TILE } from "../../assembly/gram/program";
import type { Matrix } from "../matrix";

/** Products of a row with a matrix, summed in the order of assembly/gram/contract.ts and assembly/blas. */

/** Σ_j k_j a_jq of kernel values k, for every target q: over the tiles of points, one after the other. */
export function contractRow(k: Float64Array, A: Matrix): Float64Array {
  const sums = new Float64Array(A.cols);
  if (A.cols > 1 && A.cols < MANY) addBlock(k, A, 0, k.length, sums);
  else for (let from = 0; from < k.length; from += TILE) addPart(k, A, from, Math.min(k.length, from + TILE), sums);
  return sums;
}

/** Σ_j f_j w_jq of features f: one dot product, or blocks of KC features for several targets. */
export function multiplyRow(f: Float64Array, W: Matrix): Float64Array {
  const sums = new Float64Array(W.cols);
  const depth = W.cols === 1 ? f.length : KC;
  for (let from = 0; from < f.length; from += depth) addPart(f, W, from, Math.min(f.length, from + depth), sums);
  return sums;
}

/** sums += the part from..to, which is summed by itself */
function addPart(k: Float64Array, A: Matrix, from: number, to: number, sums: Float64Array): void {
  if (A.cols === 1) {
    sums[0] = (sums[0] as number) + dot(k, A.data, from, to);
    return;
  }
  const part = new Float64Array(A.cols);
  addBlock(k, A, from, to, part);
  part.forEach((value, q) => {
    sums[q] = (sums[q] as number) + value;
  });
}

function addBlock(k: Float64Array, { cols: t, data }: Matrix, from: number, to: number, sums: Float64Array): void {
  for (let j = from; j < to; j++) {
    for (let q = 0; q < t; q++) sums[q] = (sums[q] as number) + (k[j] as number) * (data[j * t + q] as number);
  }
}

/** Eight sums over the place mod 8, added pairwise, then the rest in order. */
function dot(x: Float64Array, y: Float64Array, from: number, to: number): number {
  const whole = to - ((to - from) & 7);
  const every = (start: number): number => {
    let sum = 0;
    for (let j = from + start; j < whole; j += 8) sum += (x[j] as number) * (y[j] as number);
    return sum;
  };
  let sum = every(0) + every(2) + (every(4) + every(6)) + (every(1) + every(3) + (every(5) + every(7)));
  for (let j = whole; j < to; j++) sum += (x[j] as number) * (y[j] as number);
  return sum;
}
