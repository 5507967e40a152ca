import {
  fault,
  fieldOf,
  isList,
  listOf,
  nullable,
  optional,
  type Part,
  type Read,
  readFinite,
  readObject,
  readText,
  recordOf,
} from "../../io/fields";
import { add, multiply, power } from "../../kernels/algebra";
import { constant, linear, matern, periodic, rationalQuadratic, rbf, white } from "../../kernels/constructors";
import { DEEPEST } from "../../kernels/nesting";
import { fromScikitLearn, type ScikitLearnKernel } from "../../kernels/scikit-learn";
import type { Kernel, KernelSpec, LengthScale } from "../../kernels/spec";
import { EXPORT, reading } from "../foreign";

/**
 * A kernel as the exporter writes it: one of pairwise_kernels by its name, one of sklearn.gaussian_process.kernels by its class.
 *
 *     ConstantKernel   constant_value
 *     WhiteKernel      noise_level where the points are the same
 *     RBF              exp(−‖(x − z)/length_scale‖²/2)
 *     DotProduct       sigma_0² + xᵀz
 *     ExpSineSquared   exp(−2 sin²(π‖x − z‖/periodicity)/length_scale²)
 *
 * Source: the documentation of sklearn.gaussian_process.kernels, 1.2.
 */
export function readScikitLearnKernel(part: Part): KernelSpec {
  return reading(EXPORT, part.path, () => readAt(part, 1) as KernelSpec);
}

function readAt(part: Part, level: number): Kernel {
  if (level > DEEPEST) throw fault(part.path, `is nested more than ${DEEPEST} levels deep`);
  const inner = (of: Part): Kernel => readAt(of, level + 1);
  const name = readText(fieldOf(readObject(part), "kernel"));
  switch (name) {
    case "Sum": {
      const { k1, k2 } = parameters({ k1: inner, k2: inner })(part);
      return add(k1, k2);
    }
    case "Product": {
      const { k1, k2 } = parameters({ k1: inner, k2: inner })(part);
      return multiply(k1, k2);
    }
    case "Exponentiation": {
      const { base, exponent } = parameters({ base: inner, exponent: readFinite })(part);
      return power(base, exponent);
    }
    case "ConstantKernel":
      return constant(parameters({ constant_value: readFinite })(part).constant_value);
    case "WhiteKernel":
      return white(parameters({ noise_level: readFinite })(part).noise_level);
    case "RBF":
      return rbf({ lengthScale: parameters({ length_scale: readLengthScale })(part).length_scale });
    case "Matern": {
      const { length_scale: lengthScale, nu } = parameters({ length_scale: readLengthScale, nu: readFinite })(part);
      return matern({ lengthScale, nu });
    }
    case "RationalQuadratic": {
      const { length_scale: lengthScale, alpha } = parameters({ length_scale: readFinite, alpha: readFinite })(part);
      return rationalQuadratic({ lengthScale, alpha });
    }
    case "ExpSineSquared": {
      const { length_scale: lengthScale, periodicity } = parameters({ length_scale: readFinite, periodicity: readFinite })(part);
      return periodic({ lengthScale, period: periodicity });
    }
    case "DotProduct": {
      const { sigma_0: root } = parameters({ sigma_0: readFinite })(part);
      return add(linear(), constant(root * root));
    }
    default: {
      const given = parameters({ gamma: optional(nullable(readFinite)), degree: optional(readFinite), coef0: optional(readFinite) })(part);
      return fromScikitLearn({ ...given, kernel: name } as ScikitLearnKernel);
    }
  }
}

/** The fields beside the name. */
function parameters<T extends object>(fields: { readonly [K in keyof T]: Read<T[K]> }): Read<T> {
  return recordOf({ kernel: readText, ...fields } as never);
}

function readLengthScale(part: Part): LengthScale {
  return isList(part) ? listOf(readFinite)(part) : readFinite(part);
}
