import { describeValue, mercerError, readingError } from "../errors";
import { type OptionNames, readOptions } from "../input";
import { add, exponentiate, mapInputs, multiplier, multiply, normalize, onColumns, power, requireKernel, scale } from "./algebra";
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
 * @throws "kernel" for an unknown kind, "argument" for a parameter out of range or unknown
 */
export function readKernel(kernel: Kernel): KernelSpec {
  try {
    return specOf(requireKernel(kernel, "kernel") as KernelSpec);
  } catch (error) {
    throw readingError(error, "kernel");
  }
}

function specOf(spec: KernelSpec): KernelSpec {
  switch (spec.kind) {
    case "linear":
      return linear(spec);
    case "polynomial":
      return polynomial(spec);
    case "rbf":
      return rbf(spec);
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
      return cosine(spec);
    case "chi2":
      return chi2(spec);
    case "additiveChi2":
      return additiveChi2(spec);
    case "allSubsets":
      return allSubsets(spec);
    case "anova":
      return anova(spec);
    case "constant":
      return constant(fields(spec, { value: true }).value);
    case "white":
      return white(fields(spec, { variance: true }).variance);
    case "precomputed":
      return precomputed(spec);
    case "custom": {
      const { evaluate, psd } = fields(spec, { evaluate: true, psd: true });
      return custom(evaluate, psd === undefined || psd === "unknown" ? {} : { psd });
    }
    case "fromFeatures":
      return fromFeatures(fields(spec, { map: true }).map);
    case "sum":
      return add(...readAll(fields(spec, { terms: true }).terms, "terms"));
    case "product":
      return multiply(...readAll(fields(spec, { factors: true }).factors, "factors"));
    case "scaled": {
      const { factor, kernel } = fields(spec, { factor: true, kernel: true });
      return scale(factor, readKernel(kernel));
    }
    case "power": {
      const { exponent, kernel } = fields(spec, { exponent: true, kernel: true });
      return power(readKernel(kernel), exponent);
    }
    case "exponentiated":
      return exponentiate(readKernel(fields(spec, { kernel: true }).kernel));
    case "normalized":
      return normalize(readKernel(fields(spec, { kernel: true }).kernel));
    case "onColumns": {
      const { columns, kernel } = fields(spec, { columns: true, kernel: true });
      return onColumns(columns, readKernel(kernel));
    }
    case "mapped": {
      const { map, kernel } = fields(spec, { map: true, kernel: true });
      return mapInputs(map, readKernel(kernel));
    }
    case "multiplier": {
      const { f, kernel } = fields(spec, { f: true, kernel: true });
      return multiplier(f, readKernel(kernel));
    }
    default:
      spec satisfies never;
      throw mercerError(
        "kernel",
        `unknown kernel ${describeValue((spec as Kernel).kind)}; make kernels with linear(), rbf() and the like`,
        {
          kind: (spec as Kernel).kind,
        },
      );
  }
}

/** The fields of plain data of a kind, and no others. */
function fields<K extends KernelSpec>(spec: K, names: OptionNames<Omit<K, "kind">>): Omit<K, "kind"> {
  return readOptions<Omit<K, "kind">>(spec, spec.kind, names);
}

function readAll(kernels: unknown, name: string): KernelSpec[] {
  if (Array.isArray(kernels)) return Array.from(kernels, readKernel);
  throw mercerError("argument", `${name} must be an array of kernels; it is ${describeValue(kernels)}`, { argument: name });
}
