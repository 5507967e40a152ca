import {
  type Backward,
  DERIVATIVE_WORDS,
  derivativeStrips,
  gramDerivative as derive,
  diagonalDerivative,
  type Weights,
} from "../core/derivative";
import { mercerError } from "../errors";
import { parametersOf } from "../kernels/parameters";
import { readKernel } from "../kernels/read";
import { resolveAsWritten } from "../kernels/resolve";
import type { KernelSpec } from "../kernels/spec";
import { type DerivativeCode, derivativeCode } from "../program/derivative";
import type { Side } from "../program/side";
import type { Tape } from "../program/tape";
import { type Block, copyOf, view, type Workspace, withMoreBlocks } from "../wasm/memory";
import { type GivenMatrix, layOut } from "./plan";
import { type Pairing, type Placed, sideOf, withProgram } from "./run";

export type { Weights } from "../core/derivative";

/**
 * The derivatives of Σ_ij M_ij K_ij(θ) by every parameter θ of a kernel, in the order of `parametersOf`: by log θ for those of scale "log". One reverse
 * pass over the tiles of K makes all of them; no ∂K/∂θ is stored, nor K.
 *
 * @param pairing its kernel is as it was written, not resolved. In training K is symmetric, n × n, and so must M be, of which
 * nothing above the diagonal is read; otherwise both are m × n.
 * @param weights M as a matrix, as vectors, or both, in blocks of the workspace. For ααᵀ − G⁻¹: { vectors: { u: α, v: α, count: 1 }, matrix: { block:
 * G⁻¹, factor: −1 } }
 * @param given the matrix of a precomputed kernel
 * @throws "not-finite" where the kernel, or a derivative, overflows
 */
export function gramDerivative(workspace: Workspace, pairing: Pairing, weights: Weights, given: GivenMatrix | null = null): Float64Array {
  const { training } = pairing;
  // parts of its own: one object that stands in two places has two derivatives
  const kernel = readKernel(pairing.kernel);
  // sides of their own: what they remember goes with the kernel
  const columns = sideOf(pairing.columns.points);
  const rows = training ? columns : sideOf(pairing.rows.points);
  const [m, n] = [rows.points.rows, columns.points.rows];
  const featuresOf = (seen: Parameters<Side["view"]>[0]): number => columns.view(seen).cols;
  const code = derivativeCode(kernel, resolveAsWritten(kernel, columns.pointAt(0)), featuresOf, { m, n, training });
  const gradient = new Float64Array(parametersOf(kernel).length);
  const strips = derivativeStrips(m);
  const sums = onTape(
    workspace,
    code.tape,
    { rows, columns, training, given },
    { sums: strips * code.length },
    (backward, words, blocks) => {
      derive(workspace, words, backward, weights, { m, n, symmetric: training }, blocks.sums);
      return copyOf(workspace, blocks.sums).subarray(0, code.length);
    },
  );
  share(code, sums, gradient);
  for (const { values, diagonal, ...at } of code.normalizations) {
    const owedBy = (side: Side, first: number): void => {
      const owed = side.values(values).map((u, i) => (u === 0 ? 0 : (-0.5 * (sums[first + i] as number)) / u));
      share(diagonal, diagonalSums(workspace, diagonal, side, owed), gradient);
    };
    owedBy(rows, at.rows);
    if (!training) owedBy(columns, at.columns);
  }
  return requireFinite(gradient, kernel);
}

/** The sums of Σ v_i k(x_i, x_i). */
function diagonalSums(workspace: Workspace, code: DerivativeCode, side: Side, v: Float64Array): Float64Array {
  const sides = { rows: side, columns: side, training: true, given: null };
  return onTape(workspace, code.tape, sides, { sums: code.length, v: v.length }, (backward, words, blocks) => {
    view(workspace, blocks.v).set(v);
    diagonalDerivative(workspace, words, backward, blocks.v, v.length, blocks.sums);
    return copyOf(workspace, blocks.sums);
  });
}

/** Runs `body` with the program of a tape in memory, and blocks beside it. */
export function onTape<B extends Readonly<Record<string, number>>, T>(
  workspace: Workspace,
  { code, routes, height, work }: Tape,
  { rows, columns, training, given }: { rows: Side; columns: Side; training: boolean; given: GivenMatrix | null },
  rooms: B,
  body: (backward: Backward, words: Block, blocks: { readonly [K in keyof B]: Block }) => T,
  byPoints = false,
): T {
  const plan = layOut(code, rows.points.rows, columns, training);
  const own = { program: plan.length, routes: routes.length, words: DERIVATIVE_WORDS };
  return withMoreBlocks(workspace, own, (blocks) =>
    withMoreBlocks(workspace, rooms, (others) =>
      withProgram(
        workspace,
        blocks.program,
        plan,
        { rows, columns },
        (program: Placed) => {
          view(workspace, blocks.routes).set(routes);
          const { instructions, slots } = code;
          const backward = { program, routes: blocks.routes, instructions: instructions.length, slots, height, work, byPoints };
          return body(backward, blocks.words, others as { readonly [K in keyof B]: Block });
        },
        given,
      ),
    ),
  );
}

function share({ shares }: DerivativeCode, sums: Float64Array, gradient: Float64Array): void {
  for (const { parameter, sum, factor } of shares) gradient[parameter] = (gradient[parameter] as number) + factor * (sums[sum] as number);
}

function requireFinite(gradient: Float64Array, kernel: KernelSpec): Float64Array {
  const at = gradient.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return gradient;
  const path = parametersOf(kernel)[at]?.path;
  throw mercerError(
    "not-finite",
    `the derivative of the kernel by ${path} overflows; scale the features down, for instance with standardize: true`,
    {
      argument: path,
      value: gradient[at],
    },
  );
}
