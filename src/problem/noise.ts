import { diagonalOf } from "../gram/run";
import { someKernel } from "../kernels/parts";
import type { KernelSpec } from "../kernels/spec";
import type { Problem } from "./problem";

/**
 * What white noise adds to the diagonal of K, per point; null where the kernel has none. Predictions and the training loss are without it:
 * h(x_i) = (Kα)_i − noise_i α_i.
 */
export function noiseOf({ kernel, precomputed, X, n }: Problem): Float64Array | null {
  if (!someKernel(kernel, ({ kind }) => kind === "white")) return null;
  if (precomputed) {
    const at = (i: number): number => X.data[i * n + i] as number;
    return Float64Array.from({ length: n }, (_, i) => onGram(kernel, at(i), true) - onGram(kernel, at(i), false));
  }
  const without = diagonalOf(kernel, X, false);
  return diagonalOf(kernel, X).map((value, i) => value - (without[i] as number));
}

/** A diagonal element of a kernel made of the caller's own matrix by sums, products and multiples, which is all it may be in. */
function onGram(kernel: KernelSpec, value: number, noisy: boolean): number {
  switch (kernel.kind) {
    case "constant":
      return kernel.value;
    case "white":
      return noisy ? kernel.variance : 0;
    case "sum":
      return kernel.terms.reduce((total, term) => total + onGram(term, value, noisy), 0);
    case "product":
      return kernel.factors.reduce((total, factor) => total * onGram(factor, value, noisy), 1);
    case "scaled":
      return kernel.factor * onGram(kernel.kernel, value, noisy);
    default:
      return value;
  }
}
