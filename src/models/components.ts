import { mercerError } from "../errors";
import { readKernel } from "../kernels/read";
import type { Kernel, KernelSpec } from "../kernels/spec";
import type { Points, Targets } from "../matrix";
import type { GaussianModel, KernelModel, ReportLike } from "./model";
import { requireModel } from "./model";
import { predict } from "./predict";

/** A term of a kernel that is a sum, and what it contributes. */
export interface Component<T extends Targets = Targets> {
  readonly kernel: Kernel;
  readonly mean: T;
}

/**
 * The terms of a model whose kernel is a sum, k = Σ_j k_j: Σ_i α_i k_j(x_i, z) for each of them at every row of Z. Together, and with the intercept or the trend, they
 * are the prediction; of a model that standardises y also with its center. The kernel of a model is in canonical form, so the terms stand in the order of `model.kernel`, and equal ones are one.
 *
 * @example
 * const kernel = add(rbf(), periodic({ period: 1, lengthScale: 1, metric: "per-feature" }));
 * const [trend, season] = predictComponents(fit(gaussianProcess({ kernel, noise: 0.1 }), X, y), Z);
 *
 * @throws "kernel" where the kernel is no sum; as `predict`
 */
export function predictComponents<T extends Targets>(
  model: KernelModel<T, ReportLike> | GaussianModel<T>,
  Z: Points,
): readonly Component<T>[] {
  const read = requireModel(model) as KernelModel<T, ReportLike> | GaussianModel<T>;
  const kernel: KernelSpec | undefined = read.kernel && readKernel(read.kernel);
  if (kernel?.kind !== "sum") {
    throw mercerError("kernel", "the kernel of this model is no sum; only a sum has terms that add up to the prediction", {
      kind: kernel?.kind,
    });
  }
  const { n, d, points, coefficients, report, scaling } = read;
  const intercept = coefficients instanceof Float64Array ? 0 : new Float64Array(coefficients.cols);
  // the center of y is no part of any term
  const units = scaling && { scaling: { X: scaling.X, y: scaling.y && { ...scaling.y, center: scaling.y.center.map(() => 0) } } };
  return kernel.terms.map((term) => {
    const part = { kind: "kernelModel", kernel: term, n, d, points, coefficients, intercept, ...units, report } as KernelModel<
      T,
      ReportLike
    >;
    return { kernel: term, mean: predict(part, Z) };
  });
}
