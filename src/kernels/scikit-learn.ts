import { describeValue, mercerError } from "../errors";
import { readOptions } from "../input";
import { additiveChi2, chi2, cosine, laplacian, linear, polynomial, precomputed, rbf, sigmoid } from "./constructors";
import type { KernelSpec } from "./spec";

/** The kernel parameters of scikit-learn's KernelRidge and pairwise_kernels. */
export interface ScikitLearnKernel {
  kernel?: string;
  gamma?: number | null;
  degree?: number;
  coef0?: number;
}

const PARAMETERS = { kernel: true, gamma: true, degree: true, coef0: true } as const;

/**
 * The kernel that scikit-learn's KernelRidge makes of these parameters, with its defaults: linear; γ = 1/d (1 for chi2), degree 3, coef0 1.
 *
 * The support vector machines of scikit-learn have other defaults (γ = 1/(d·Var X), coef0 = 0): give these explicitly.
 *
 * @throws "kernel" for a name that scikit-learn does not have
 * @example fromScikitLearn({ kernel: "poly", gamma: 0.5 }) // {"kind": "polynomial", "gamma": 0.5, "degree": 3, "coef0": 1}
 */
export function fromScikitLearn(parameters: ScikitLearnKernel): KernelSpec {
  const { kernel = "linear", gamma, degree = 3, coef0 = 1 } = readOptions(parameters, "fromScikitLearn", PARAMETERS);
  const width = gamma === null || gamma === undefined ? {} : { gamma };
  switch (kernel) {
    case "linear":
      return linear();
    case "poly":
    case "polynomial":
      return polynomial({ ...width, degree, coef0 });
    case "rbf":
      return rbf(width);
    case "laplacian":
      return laplacian(width);
    case "sigmoid":
      return sigmoid({ ...width, coef0 });
    case "cosine":
      return cosine();
    case "chi2":
      return chi2(width);
    case "additive_chi2":
      return additiveChi2();
    case "precomputed":
      return precomputed();
    default:
      throw mercerError("kernel", `scikit-learn has no kernel ${describeValue(kernel)}`, { kind: kernel });
  }
}
