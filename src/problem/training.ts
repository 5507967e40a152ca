import type { Plan } from "../gram/plan";
import { amongThemselves, diagonalOf, type Pairing, planOf } from "../gram/run";
import { someKernel } from "../kernels/parts";
import type { ResolvedKernel } from "../kernels/resolve";
import type { KernelSpec } from "../kernels/spec";
import type { Side } from "../program/side";

/** A kernel between training points and themselves. Everything in it is made when it is first asked for, and once. */
export interface Training {
  readonly pairing: Pairing;
  plan(): Plan;
  /**
   * What white noise adds to the diagonal of K, per point; null where the kernel has none. Predictions and the training loss are without it:
   * h(x_i) = (Kα)_i − noise_i α_i.
   */
  noise(): Float64Array | null;
  /** k(x_i, x_i), white noise left out. */
  diagonal(): Float64Array;
}

export function trainingOf(kernel: ResolvedKernel, side: Side, precomputed: boolean): Training {
  const pairing = amongThemselves(kernel, side, true);
  let plan: Plan | undefined;
  let noise: Float64Array | null | undefined;
  let diagonal: Float64Array | undefined;
  const training: Training = {
    pairing,
    plan() {
      plan ??= planOf(pairing);
      return plan;
    },
    noise() {
      if (noise === undefined) noise = noisy(kernel) ? noiseOf(training, kernel, precomputed) : null;
      return noise;
    },
    diagonal() {
      diagonal ??= precomputed ? onDiagonal(kernel, side, false) : diagonalOf(amongThemselves(kernel, side, false));
      return diagonal;
    },
  };
  return training;
}

function noisy(kernel: KernelSpec): boolean {
  return someKernel(kernel, ({ kind }) => kind === "white");
}

function noiseOf({ pairing, diagonal }: Training, kernel: KernelSpec, precomputed: boolean): Float64Array {
  const without = diagonal();
  const all = precomputed ? onDiagonal(kernel, pairing.rows, true) : diagonalOf(pairing);
  return all.map((value, i) => value - (without[i] as number));
}

/** The diagonal of a kernel made of the caller's own matrix. */
function onDiagonal(kernel: KernelSpec, { points: K }: Side, noisy: boolean): Float64Array {
  return Float64Array.from({ length: K.rows }, (_, i) => onGram(kernel, K.data[i * K.rows + i] as number, noisy));
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
