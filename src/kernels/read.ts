import { mercerError } from "../errors";
import { add, exponentiate, mapInputs, multiplier, multiply, normalize, onColumns, power, scale } from "./algebra";
import {
  additiveChi2,
  allSubsets,
  anova,
  chi2,
  constant,
  cosine,
  custom,
  fromFeatures,
  laplacian,
  linear,
  matern,
  periodic,
  polynomial,
  precomputed,
  rationalQuadratic,
  rbf,
  sigmoid,
  white,
} from "./constructors";
import type { Kernel, KernelSpec } from "./spec";

/**
 * The kernel that a value describes, checked by its own constructor all the way down: what arrives may be plain data of anyone's making.
 *
 * @throws "kernel" for an unknown kind, "argument" for a parameter out of range
 */
export function readKernel(kernel: Kernel): KernelSpec {
  const spec = kernel as KernelSpec;
  switch (spec?.kind) {
    case "linear":
      return linear(spec.metric ? { metric: spec.metric } : {});
    case "polynomial":
      return polynomial(spec);
    case "rbf":
      return "lengthScale" in spec ? rbf({ lengthScale: spec.lengthScale }) : rbf({ gamma: spec.gamma });
    case "laplacian":
      return laplacian(spec);
    case "matern":
      return matern(spec);
    case "rationalQuadratic":
      return rationalQuadratic(spec);
    case "periodic":
      return periodic(spec);
    case "sigmoid":
      return sigmoid(spec);
    case "cosine":
      return cosine();
    case "chi2":
      return chi2(spec);
    case "additiveChi2":
      return additiveChi2();
    case "allSubsets":
      return allSubsets();
    case "anova":
      return anova(spec);
    case "constant":
      return constant(spec.value);
    case "white":
      return white(spec.variance);
    case "precomputed":
      return precomputed();
    case "custom":
      return custom(spec.evaluate, spec.psd === "unknown" ? {} : { psd: spec.psd });
    case "fromFeatures":
      return fromFeatures(spec.map);
    case "sum":
      return add(...readAll(spec.terms, "terms"));
    case "product":
      return multiply(...readAll(spec.factors, "factors"));
    case "scaled":
      return scale(spec.factor, readKernel(spec.kernel));
    case "power":
      return power(readKernel(spec.kernel), spec.exponent);
    case "exponentiated":
      return exponentiate(readKernel(spec.kernel));
    case "normalized":
      return normalize(readKernel(spec.kernel));
    case "onColumns":
      return onColumns(spec.columns, readKernel(spec.kernel));
    case "mapped":
      return mapInputs(spec.map, readKernel(spec.kernel));
    case "multiplier":
      return multiplier(spec.f, readKernel(spec.kernel));
    default:
      spec satisfies never;
      throw mercerError(
        "kernel",
        `unknown kernel ${JSON.stringify((kernel as Kernel | undefined)?.kind)}; make kernels with linear(), rbf() and the like`,
        {
          kind: (kernel as Kernel | undefined)?.kind,
        },
      );
  }
}

function readAll(kernels: unknown, name: string): KernelSpec[] {
  if (!Array.isArray(kernels))
    throw mercerError("argument", `${name} must be an array of kernels; it is ${String(kernels)}`, { argument: name });
  return kernels.map(readKernel);
}
