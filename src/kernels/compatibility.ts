import type { ConstantKernel, Kernel, KernelSpec, PrecomputedKernel, ProductKernel, ScaledKernel, SumKernel, WhiteKernel } from "./spec";

/**
 * What a kernel's type tells of its input: a Gram matrix, points, or nothing: constants, noise, and every kernel whose type has lost its kind.
 *
 * Where the types do not know, `requirePointsOrGram` does at run time.
 */
type InputOf<K> = KernelSpec extends K
  ? never
  : K extends PrecomputedKernel
    ? "gram"
    : K extends ConstantKernel | WhiteKernel
      ? never
      : K extends SumKernel<infer Parts> | ProductKernel<infer Parts>
        ? InputOf<Parts[number]>
        : K extends ScaledKernel<infer Inner>
          ? InputOf<Inner>
          : "points";

/** A type that no kernel has: its name is the message. */
interface Refused<Message extends string> {
  readonly refused: Message;
}

/** Refuses a precomputed kernel beside one of points, in lists whose elements are known one by one. */
export type NoMixture<K extends readonly Kernel[]> = number extends K["length"]
  ? unknown
  : ["gram" | "points"] extends [{ [I in keyof K]: InputOf<K[I]> }[number]]
    ? Refused<"a precomputed kernel is its own Gram matrix; it cannot stand beside a kernel of points">
    : unknown;

/** Refuses a precomputed kernel, alone or in a sum, product or multiple. */
export type NeedsPoints<K extends Kernel> = [InputOf<K>] extends [never]
  ? unknown
  : [InputOf<K>] extends ["gram"]
    ? Refused<"a precomputed kernel is its own Gram matrix; this needs a kernel of points">
    : unknown;
