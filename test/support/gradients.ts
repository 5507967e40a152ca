import { readFileSync } from "node:fs";
import type { Kernel, Matrix } from "../../src/entries/index";
import { gramDerivative } from "../../src/gram/derivative";
import { sideOf } from "../../src/gram/run";
import { readMatrix } from "../../src/input";
import type { KernelSpec } from "../../src/kernels/spec";
import { type Block, view, withBlocks } from "../../src/wasm/memory";

/** test/fixtures/gradients.json, by test/oracles/gradients.py. */
export interface Gradients {
  readonly X: number[][];
  readonly many: number[][];
  readonly Z: number[][];
  /** Lower triangle of M. */
  readonly weights: number[][];
  readonly rectangle: number[][];
  readonly alpha: number[];
  readonly cases: readonly GradientCase[];
}

export interface GradientCase {
  readonly kernel: Kernel;
  readonly n: number;
  readonly paths: string[];
  readonly training: number[];
  readonly trainingScale: number[];
  readonly other: number[];
  readonly otherScale: number[];
  readonly points: number[];
  readonly pointsScale: number[];
}

export function readGradients(): Gradients {
  return JSON.parse(readFileSync(new URL("../fixtures/gradients.json", import.meta.url), "utf8")) as Gradients;
}

/** Derivatives of Σ M_ij k(x_i, x_j) for a symmetric M, given by its lower triangle; what stands above is NaN. */
export function trainingGradient(kernel: Kernel, points: Matrix, lower: (i: number, j: number) => number): Float64Array {
  const n = points.rows;
  const M = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return j <= i ? lower(i, j) : Number.NaN;
  });
  const side = sideOf(points);
  return weighted({ kernel: kernel as KernelSpec, rows: side, columns: side, training: true }, M);
}

/** The same of Σ M_ij k(z_i, x_j), M being m × n. */
export function rectangularGradient(kernel: Kernel, Z: Matrix, X: Matrix, M: Float64Array): Float64Array {
  return weighted({ kernel: kernel as KernelSpec, rows: sideOf(Z), columns: sideOf(X), training: false }, M);
}

function weighted(pairing: Parameters<typeof gramDerivative>[1], M: Float64Array): Float64Array {
  return withWeights(M, (workspace, block) => gramDerivative(workspace, pairing, { matrix: { block, factor: 1 } }));
}

function withWeights<T>(M: Float64Array, body: (workspace: Parameters<typeof gramDerivative>[0], block: Block) => T): T {
  return withBlocks({ M: M.length }, (blocks, workspace) => {
    view(workspace, blocks.M).set(M);
    return body(workspace, blocks.M);
  });
}

export function asPoints(rows: number[][]): Matrix {
  return readMatrix(rows, "points");
}

/** The largest |got − wanted|/scale. */
export function worstError(got: ArrayLike<number>, wanted: readonly number[], scales: readonly number[]): number {
  let worst = 0;
  wanted.forEach((value, at) => {
    const difference = Math.abs((got[at] as number) - value);
    const scale = scales[at] as number;
    const error = difference === 0 ? 0 : difference / scale;
    worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
  });
  return worst;
}
