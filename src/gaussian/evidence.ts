import { asMatrix, diagonalIn } from "../core/matrix-view";
import { gramDerivative } from "../gram/derivative";
import type { KernelSpec } from "../kernels/spec";
import type { Watch } from "../progress";
import { view } from "../wasm/memory";
import { evidenceOfStructure } from "./evidence-of-structure";
import { type Observed, withPrecision } from "./precision";

/** A number that depends on the parameters of a process, and its derivatives. */
export interface Criterion {
  readonly value: number;
  /** By the parameters of the kernel, in the order of `parametersOf`: by the logarithm for those of scale "log". */
  readonly byKernel: Float64Array;
  /** By the variance of the noise at each point. */
  readonly byNoise: Float64Array;
}

/**
 * log p(y), summed over the targets, and its derivatives: ∂/∂θ = ½ Σ_ij Q_ij ∂K_ij/∂θ with Q = Σ ααᵀ − tΩ, one reverse pass through the kernel for all of them.
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 5.9.
 *
 * @param written the kernel as it was written, whose parameters are asked for
 */
export function evidence(observed: Observed, written: KernelSpec, progress: Watch): Criterion {
  const { problem } = observed;
  const { n, t } = problem;
  if (observed.structure) return evidenceOfStructure(observed, observed.structure, written, progress);
  return withPrecision(observed, progress, ({ workspace, logLikelihoods, alpha, precision }, given) => {
    const weights = { vectors: { u: alpha, v: alpha, count: t }, matrix: { block: precision, factor: -t } };
    const pairing = { ...problem.training.pairing, kernel: written };
    const twice = gramDerivative(workspace, pairing, weights, problem.precomputed ? { block: given, stride: n } : null);
    const diagonal = diagonalIn(workspace, asMatrix(precision, n, n));
    const a = view(workspace, alpha);
    const byNoise = diagonal.map((omega, i) => {
      let sum = -t * omega;
      for (let at = i * t; at < (i + 1) * t; at++) sum += (a[at] as number) * (a[at] as number);
      return sum / 2;
    });
    return { value: logLikelihoods.reduce((sum, value) => sum + value, 0), byKernel: twice.map((value) => value / 2), byNoise };
  });
}
