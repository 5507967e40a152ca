import type {
  AllSubsetsKernel,
  AnovaKernel,
  ArdRbfKernel,
  Chi2Kernel,
  ColumnsKernel,
  ConstantKernel,
  CosineKernel,
  ExponentialKernel,
  FeatureKernel,
  Kernel,
  KernelSpec,
  LaplacianKernel,
  LinearKernel,
  MaternKernel,
  MultiplierKernel,
  NormalizedKernel,
  PowerKernel,
  PrecomputedKernel,
  ProductKernel,
  RationalQuadraticKernel,
  RbfKernel,
  ScaledKernel,
  SumKernel,
  WhiteKernel,
} from "./spec";

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
export interface Refused<Message extends string> {
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

/** Numbers among N that are negative or fractions, as far as their types tell. */
type NotACount<N extends number> = N extends unknown
  ? `${N}` extends `-${string}` | `${string}.${string}` | `${string}e-${string}`
    ? N
    : never
  : never;

/** Numbers among N that are no index of the tuple C. */
type Beyond<N extends number, C extends readonly number[]> = N extends unknown
  ? number extends N | C["length"]
    ? never
    : `${N}` extends keyof C
      ? never
      : N
  : never;

/** Columns that a kernel chooses from the features it is given. */
type ChosenBy<K> = KernelSpec extends K
  ? never
  : K extends ColumnsKernel<Kernel, infer C>
    ? C[number]
    : K extends SumKernel<infer Parts> | ProductKernel<infer Parts>
      ? ChosenBy<Parts[number]>
      : K extends
            | ScaledKernel<infer Inner>
            | PowerKernel<infer Inner>
            | ExponentialKernel<infer Inner>
            | NormalizedKernel<infer Inner>
            | MultiplierKernel<infer Inner>
        ? ChosenBy<Inner>
        : never;

/** Refuses columns that no point has, and a kernel on them that chooses columns beyond them. How many features the points have is known at run time. */
export type Columns<C extends readonly number[], K extends Kernel> = [NotACount<C[number]>] extends [never]
  ? [Beyond<ChosenBy<K>, C>] extends [never]
    ? unknown
    : Refused<"the kernel chooses a column beyond those that are listed here">
  : Refused<"columns are counted 0, 1, 2, …">;

/** Kernels that are positive semi-definite whatever their parameters, and not 0. */
type Psd =
  | LinearKernel
  | RbfKernel
  | ArdRbfKernel
  | LaplacianKernel
  | MaternKernel
  | RationalQuadraticKernel
  | CosineKernel
  | Chi2Kernel
  | AllSubsetsKernel
  | AnovaKernel
  | FeatureKernel;

/** Whether k is a negative number times a kernel that is positive semi-definite: −k(x, x) is a square. */
type IsNegative<K> = KernelSpec extends K
  ? false
  : K extends ScaledKernel<Psd, infer C>
    ? `${C}` extends `-${string}`
      ? true
      : false
    : false;

/**
 * Refuses a negative multiple of a positive semi-definite kernel, where the root of k(x, x) or real features are needed. Elsewhere it is welcome, in a
 * difference of kernels for instance: `kernelRidge` solves indefinite systems too, and `isPsd` tells.
 */
export type NotNegative<K> =
  true extends IsNegative<K>
    ? Refused<"a negative multiple of a positive semi-definite kernel has negative k(x, x): no root, no real features">
    : unknown;
