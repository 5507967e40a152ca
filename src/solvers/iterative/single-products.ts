import { UNIT_ROUNDOFF } from "../../kernels/rounding";
import type { KernelSpec, LengthScale } from "../../kernels/spec";
import { type Radial, type RoundedOperator, radialInSingle } from "../../operator/kernel-matrix";
import type { Problem } from "../../problem/problem";
import type { Block, Workspace } from "../../wasm/memory";

/** c·k for a kernel k of a distance alone, k(x, x) = 1. */
export interface ScaledRadial extends Radial {
  readonly factor: number;
}

/** Points from which products in single precision are worth having. */
const MANY = 4096;

/** Errors of elements vary in sign: K̃ − K is far from n times the largest of them. */
const LENIENCE = 4;

/** Beyond this points are so far apart beside the width that single precision says nothing of their distances, or overflows. */
const MOST_ERROR = 2 ** -10;

/** K̃ ≈ K, less exact and two to three times as fast: for directions, never for a proof. */
export interface SingleProducts {
  readonly operator: RoundedOperator;
  readonly factor: number;
  /** δ with |h_i − (Kx)_i| ≤ δ√k_ii Σ_j |x_j|√k_jj for every product h. */
  readonly error: number;
}

/** The kernel of a problem, where products in single precision are worth having and can be had; else null. */
export function singleKernel({ n, kernel, X }: Problem): ScaledRadial | null {
  return n < MANY ? null : radialOf(kernel, X.cols);
}

/** K as a multiple of one kernel of a distance, white noise left out; null where it is another. */
function radialOf(kernel: KernelSpec, d: number): ScaledRadial | null {
  switch (kernel.kind) {
    case "rbf":
      return { map: "gaussian", factor: 1, weights: gaussianWeights(kernel, d) };
    case "matern": {
      const { nu, lengthScale } = kernel;
      const map = nu === 0.5 ? "matern12" : nu === 1.5 ? "matern32" : "matern52";
      return { map, factor: 1, weights: inverses(lengthScale, d).map((w) => Math.sqrt(2 * nu) * w) };
    }
    case "scaled": {
      const inner = radialOf(kernel.kernel, d);
      return inner && { ...inner, factor: kernel.factor * inner.factor };
    }
    case "sum": {
      const others = kernel.terms.filter(({ kind }) => kind !== "white");
      return others.length === 1 ? radialOf(others[0] as KernelSpec, d) : null;
    }
    default:
      return null;
  }
}

function gaussianWeights(kernel: Extract<KernelSpec, { readonly kind: "rbf" }>, d: number): Float64Array {
  if ("lengthScale" in kernel) return inverses(kernel.lengthScale, d).map((w) => w * Math.SQRT1_2);
  if ("sigma" in kernel) return inverses(kernel.sigma, d);
  return new Float64Array(d).fill(Math.sqrt(kernel.gamma === "auto" ? 1 / d : kernel.gamma));
}

function inverses(lengthScale: LengthScale, d: number): Float64Array {
  return Float64Array.from({ length: d }, (_, k) => 1 / (typeof lengthScale === "number" ? lengthScale : (lengthScale[k] as number)));
}

/** The products, where the roundings of their elements are small beside the ridge; null where they are not. */
export function singleProducts(
  workspace: Workspace,
  { n, X }: Problem,
  { factor, ...radial }: ScaledRadial,
  leastRidge: number,
  blocks: Readonly<Record<"points" | "work", Block>>,
): SingleProducts | null {
  const operator = radialInSingle(workspace, X, radial, blocks);
  const sound = operator.elementError <= MOST_ERROR && factor * n * operator.elementError <= LENIENCE * leastRidge;
  return sound ? { operator, factor, error: operator.error + 2 * UNIT_ROUNDOFF } : null;
}
