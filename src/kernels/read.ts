import { describeValue, mercerError, readingError } from "../errors";
import { type OptionNames, readOptions } from "../input";
import { exponentiate, mapInputs, multiplier, normalize, onNamedColumns, power, requireKernel, scale } from "./algebra";
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
import { known, memoOf } from "./known";
import { requireModest } from "./nesting";
import type { Kernel, KernelSpec } from "./spec";

/**
 * The kernel that a value describes, checked by its own constructor all the way down: what arrives may be plain data of anyone's making.
 *
 * @throws "kernel" for an unknown kind, and for one that is nested too deep; "argument" for a parameter out of range or unknown
 */
export function readKernel(kernel: Kernel): KernelSpec {
  try {
    if (typeof kernel === "object" && kernel !== null && memoOf(kernel)) return kernel as KernelSpec;
    requireModest(kernel);
    return read(kernel);
  } catch (error) {
    throw readingError(error, "kernel");
  }
}

/** The same for something that keeps the kernel: it is read once, and never again. */
export function keptKernel(kernel: Kernel): KernelSpec {
  return known(readKernel(kernel));
}

function read(kernel: Kernel): KernelSpec {
  const spec = requireKernel(kernel, "kernel") as KernelSpec;
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
      return { kind: "sum", terms: readAll(fields(spec, { terms: true }).terms, "terms") };
    case "product":
      return { kind: "product", factors: readAll(fields(spec, { factors: true }).factors, "factors") };
    case "scaled": {
      const { factor, kernel } = fields(spec, { factor: true, kernel: true });
      return scale(factor, read(kernel));
    }
    case "power": {
      const { exponent, kernel } = fields(spec, { exponent: true, kernel: true });
      return power(read(kernel), exponent);
    }
    case "exponentiated":
      return exponentiate(read(fields(spec, { kernel: true }).kernel));
    case "normalized":
      return normalize(read(fields(spec, { kernel: true }).kernel));
    case "onColumns": {
      const { columns, kernel } = fields(spec, { columns: true, kernel: true });
      return onNamedColumns(columns, read(kernel)) as KernelSpec;
    }
    case "mapped": {
      const { map, kernel } = fields(spec, { map: true, kernel: true });
      return mapInputs(map, read(kernel));
    }
    case "multiplier": {
      const { f, kernel } = fields(spec, { f: true, kernel: true });
      return multiplier(f, read(kernel));
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
  if (!Array.isArray(kernels))
    throw mercerError("argument", `${name} must be an array of kernels; it is ${describeValue(kernels)}`, { argument: name });
  if (kernels.length === 0) throw mercerError("argument", `${name} is empty; at least one kernel is needed`, { argument: name });
  return Array.from(kernels as Kernel[], (kernel) => read(kernel));
}
