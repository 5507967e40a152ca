import { Opcode } from "../../assembly/gram/program";
import { mercerError } from "../errors";
import { someKernel } from "../kernels/parts";
import type { KernelSpec } from "../kernels/spec";
import { shareLeaves } from "./code";
import { encode, encodeDiagonal } from "./encode";
import type { Step } from "./instruction";
import { type Account, type Tape, tapeOf } from "./tape";
import type { PointValues, PointView } from "./views";

/** A program that makes gradients by the points of the rows, view by view. */
export interface PointDerivativeCode {
  readonly tape: Tape;
  /** How many sums there are. */
  readonly length: number;
  /** Where the gradients by the points of a view are, d numbers for each. */
  readonly views: readonly { readonly view: PointView; readonly sums: number }[];
  /** Where normalisations have what they owe to the k(x, x) of the rows, and the program of these. */
  readonly normalizations: readonly { readonly values: PointValues; readonly sums: number; readonly diagonal: PointDerivativeCode }[];
}

/** Parts of which nothing is known but their values. */
const WITHOUT_GRADIENT: ReadonlySet<string> = new Set(["precomputed", "custom", "fromFeatures", "mapped", "multiplier"]);

/**
 * The program of the gradients of a resolved kernel by the first point, for m points.
 *
 * @throws "kernel" where a function of the user's, or a matrix, is a part of it
 */
export function pointDerivativeCode(kernel: KernelSpec, featuresOf: (view: PointView) => number, m: number): PointDerivativeCode {
  someKernel(kernel, ({ kind }) => {
    if (!WITHOUT_GRADIENT.has(kind)) return false;
    throw mercerError("kernel", `a kernel with a part of kind ${kind} has no gradient that is known`, { kind });
  });
  return codeOf(encode(kernel, featuresOf, false, true), featuresOf, m);
}

function codeOf(instructions: readonly Step[], featuresOf: (view: PointView) => number, m: number): PointDerivativeCode {
  let length = 0;
  const take = (count: number): number => {
    length += count;
    return length - count;
  };
  const panels = 4 * Math.ceil(m / 4);
  const views = new Map<string, PointDerivativeCode["views"][number]>();
  const normalizations: PointDerivativeCode["normalizations"][number][] = [];
  const tape = tapeOf(shareLeaves(instructions), featuresOf, (instruction): Account | null => {
    if (instruction.opcode === Opcode.Normalize && "diagonalOf" in instruction.values) {
      const { values } = instruction;
      const diagonal = codeOf(encodeDiagonal(instruction.values.diagonalOf, featuresOf, values.view, true), featuresOf, m);
      const sums = take(panels);
      normalizations.push({ values, sums, diagonal });
      return { sums };
    }
    if (!("view" in instruction)) return null;
    const { view } = instruction;
    const known = views.get(view.key) ?? { view, sums: take(panels * featuresOf(view)) };
    views.set(view.key, known);
    return { sums: known.sums };
  });
  return { tape, length, views: [...views.values()], normalizations };
}
