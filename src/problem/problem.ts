import { gramRectangular, gramSymmetric, type Program } from "../core/gram";
import type { GramSource } from "../core/iterations";
import { asymmetryOf } from "../dense/symmetry";
import { mercerError } from "../errors";
import { type Pairing, planOf, sideOf, withProgram } from "../gram/run";
import { readNumber, readPoints, readTargets, readVector } from "../input";
import { isPrecomputed } from "../kernels/parts";
import { readKernel } from "../kernels/read";
import { resolveKernel } from "../kernels/resolve";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { type Matrix, type MatrixLike, type Points, rowOf, type Values } from "../matrix";
import { type Block, view, type Workspace, withBlocks } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import { centred, centresOf } from "./centre";

/** Everything a kernel method is given, checked: points or their Gram matrix, targets, weights. Points of weight 0 are left out. */
export interface Problem {
  /** Resolved: no "auto" is left. */
  readonly kernel: KernelSpec;
  /** Whether X is a Gram matrix and not points. */
  readonly precomputed: boolean;
  /** The points that count, or K itself for a precomputed kernel. */
  readonly X: Matrix;
  readonly Y: Matrix;
  /** Positive, one per point; null when all are 1. */
  readonly weights: Float64Array | null;
  readonly n: number;
  readonly t: number;
  /** All points as given. */
  readonly all: Matrix;
  /** Which of them count; null when all do. */
  readonly support: readonly number[] | null;
  readonly isVector: boolean;
  /** What was taken away from each column of Y; null where nothing was. */
  readonly centres: Float64Array | null;
}

/**
 * @throws "shape" for mismatched sizes, "argument" for negative weights, "asymmetric" for a precomputed matrix that differs from its
 * transpose by more than n·ε·max|K| (unless `asymmetric` is allowed)
 */
export function readProblem(
  kernel: Kernel,
  X: Points,
  y: Values | MatrixLike,
  sampleWeight: number | Values | undefined,
  allow: { readonly asymmetric?: boolean } = {},
): Problem {
  const all = readPoints(X, "X");
  const { matrix: targets, isVector } = readTargets(y, "y");
  const n = all.rows;
  if (targets.rows !== n) {
    throw mercerError("shape", `y has ${targets.rows} rows, X has ${n}; one target per input row is needed`, { argument: "y" });
  }
  if (targets.cols === 0) throw mercerError("shape", "y has no columns; at least one target is needed", { argument: "y" });
  const spec = readKernel(kernel);
  const precomputed = isPrecomputed(spec);
  if (precomputed) requireGram(all, allow.asymmetric === true);
  const weights = readWeights(sampleWeight, n);
  const support = weights?.includes(0) ? positions(weights) : null;
  const rows = (m: Matrix): Matrix => (support ? pick(m, support) : m);
  const points = rows(all);
  return {
    kernel: precomputed ? spec : resolveKernel(spec, rowOf(all, 0)),
    precomputed,
    X: precomputed && support ? pickColumns(points, support) : points,
    Y: rows(targets),
    weights: weights && support ? Float64Array.from(support, (i) => weights[i] as number) : weights,
    n: support?.length ?? n,
    t: targets.cols,
    all,
    support,
    isVector,
    centres: null,
  };
}

/** The problem with the offset of every target taken away where it is large beside its range, for a fit with an intercept to put back into it. */
export function withoutOffset(problem: Problem): Problem {
  const centres = centresOf(problem.Y);
  return centres.every((c) => c === 0) ? problem : { ...problem, Y: centred(problem.Y, centres), centres };
}

/** Blocks that `assembleGram` and `withGram` work with. */
export function gramSizes(problem: Problem, stored = true): { program: number; given: number; K: number } {
  const { kernel, precomputed, n } = problem;
  if (kernel.kind === "precomputed") return { program: 0, given: 0, K: n * n };
  return { program: planOf(pairingOf(problem)).length, given: precomputed ? n * n : 0, K: stored ? n * n : 0 };
}

type GramBlocks = { readonly program: Block; readonly given: Block; readonly K: Block };

/** K of the problem, n × n. */
export function assembleGram(workspace: Workspace, problem: Problem, blocks: GramBlocks, pause: Pause): void {
  withGram(workspace, problem, blocks, true, pause, () => undefined);
}

/** Runs `body` on K, stored in its block or as a program for its tiles; the caller's own matrix is always stored. */
export function withGram<T>(
  workspace: Workspace,
  problem: Problem,
  blocks: GramBlocks,
  stored: boolean,
  pause: Pause,
  body: (source: GramSource) => T,
): T {
  const { kernel, precomputed, X, n } = problem;
  if (kernel.kind === "precomputed") {
    view(workspace, blocks.K).set(X.data);
    return body({ K: blocks.K, program: { words: 0 } });
  }
  if (precomputed) view(workspace, blocks.given).set(X.data);
  const pairing = pairingOf(problem);
  const assemble = (program: Program): T => {
    if (stored) gramSymmetric(workspace, program, n, blocks.K, pause);
    return body({ K: stored ? blocks.K : null, program });
  };
  return withProgram(workspace, blocks.program, planOf(pairing), pairing, assemble, { address: blocks.given.address, stride: n });
}

/** Blocks that `crossGram` works with, for new points Z. */
export function crossSizes(problem: Problem, Z: Matrix | undefined): { crossProgram: number; crossGiven: number; held: number } {
  if (!Z) return { crossProgram: 0, crossGiven: 0, held: 0 };
  const size = Z.rows * problem.n;
  if (problem.kernel.kind === "precomputed") return { crossProgram: 0, crossGiven: 0, held: size };
  return { crossProgram: planOf(crossPairing(problem, Z)).length, crossGiven: problem.precomputed ? size : 0, held: size };
}

/** k(Z, X), m × n, into `held`; for a precomputed kernel Z is that matrix, for all points given. */
export function crossGram(
  workspace: Workspace,
  problem: Problem,
  Z: Matrix,
  { crossProgram, crossGiven, held }: Readonly<Record<keyof ReturnType<typeof crossSizes>, Block>>,
): void {
  const { n, kernel, precomputed, support } = problem;
  const counted = precomputed && support ? pickColumns(Z, support) : Z;
  if (precomputed) view(workspace, kernel.kind === "precomputed" ? held : crossGiven).set(counted.data);
  if (kernel.kind === "precomputed") return;
  const pairing = crossPairing(problem, counted);
  const assemble = (program: Program): void => gramRectangular(workspace, program, Z.rows, n, held);
  withProgram(workspace, crossProgram, planOf(pairing), pairing, assemble, { address: crossGiven.address, stride: n });
}

/** K of the problem as a matrix of its own. */
export function gramMatrix(problem: Problem, pause: Pause): Matrix {
  const { n } = problem;
  return withBlocks(gramSizes(problem), (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, pause);
    return { rows: n, cols: n, data: view(workspace, blocks.K).slice() };
  });
}

function pairingOf({ kernel, X }: Problem): Pairing {
  const side = sideOf(X);
  return { kernel, rows: side, columns: side };
}

function crossPairing({ kernel, X }: Problem, Z: Matrix): Pairing {
  return { kernel, rows: sideOf(Z), columns: sideOf(X) };
}

/** Coefficients of the points that count, n × t, as coefficients of all points: 0 for the others. */
export function scatter({ support, all, t }: Problem, coefficients: Float64Array): Matrix {
  if (!support) return { rows: all.rows, cols: t, data: coefficients };
  const data = new Float64Array(all.rows * t);
  support.forEach((i, k) => {
    data.set(coefficients.subarray(k * t, (k + 1) * t), i * t);
  });
  return { rows: all.rows, cols: t, data };
}

/** The model's own copy of the points; null for a precomputed kernel. */
export function ownPoints({ precomputed, all }: Problem): Matrix | null {
  return precomputed ? null : { rows: all.rows, cols: all.cols, data: all.data.slice() };
}

/** @throws "shape", "argument" for weights that are not one per point, negative or all 0 */
export function readWeights(sampleWeight: number | Values | undefined, n: number): Float64Array | null {
  if (sampleWeight === undefined) return null;
  if (typeof sampleWeight === "number") return new Float64Array(n).fill(readNumber(sampleWeight, "sampleWeight", { above: 0 }));
  const weights = readVector(sampleWeight, "sampleWeight");
  if (weights.length !== n) {
    throw mercerError("shape", `sampleWeight has ${weights.length} elements, X has ${n} rows`, { argument: "sampleWeight" });
  }
  const negative = weights.findIndex((w) => w < 0);
  if (negative >= 0) {
    throw mercerError("argument", `sampleWeight at index ${negative} is ${weights[negative]}; weights must not be negative`, {
      argument: "sampleWeight",
      row: negative,
      value: weights[negative],
    });
  }
  if (weights.every((w) => w === 0)) {
    throw mercerError("argument", "all sample weights are 0; at least one point must count", { argument: "sampleWeight" });
  }
  return weights;
}

function requireGram(K: Matrix, asymmetric: boolean): void {
  const { rows: n, cols } = K;
  if (n !== cols) {
    throw mercerError("shape", `a precomputed kernel needs its n × n Gram matrix as X; X is ${n} × ${cols}`, { argument: "X" });
  }
  if (asymmetric) return;
  const difference = asymmetryOf(K);
  if (difference) {
    const { row, column, value } = difference;
    throw mercerError("asymmetric", `K differs from its transpose by ${value} at (${row}, ${column}); symmetrise it, or use solver "lu"`, {
      ...difference,
    });
  }
}

function positions(weights: Float64Array): number[] {
  return Array.from(weights.keys()).filter((i) => (weights[i] as number) > 0);
}

function pick({ cols, data }: Matrix, rows: readonly number[]): Matrix {
  const picked = new Float64Array(rows.length * cols);
  rows.forEach((i, k) => {
    picked.set(data.subarray(i * cols, (i + 1) * cols), k * cols);
  });
  return { rows: rows.length, cols, data: picked };
}

function pickColumns({ rows, cols, data }: Matrix, columns: readonly number[]): Matrix {
  const picked = Float64Array.from({ length: rows * columns.length }, (_, at) => {
    const i = Math.floor(at / columns.length);
    return data[i * cols + (columns[at % columns.length] as number)] as number;
  });
  return { rows, cols: columns.length, data: picked };
}
