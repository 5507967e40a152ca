import { allSubsets, type Gamma, type Kernel, laplacian, linear, polynomial, precomputed, rbf } from "../../src";

/** `params.kernel` of a fixture; which fields there are depends on the type. */
export interface FixtureKernel {
  readonly type: string;
  readonly gamma?: Gamma;
  readonly coef0?: number;
  readonly degree?: number;
  readonly length_scale?: number | readonly number[];
}

/** This library's kernel for that of a fixture; null where it has none. */
export function kernelOf({ type, gamma = "auto", coef0 = 1, degree = 3, length_scale = 1 }: FixtureKernel): Kernel | null {
  switch (type) {
    case "linear":
      return linear();
    case "polynomial":
      return Number.isInteger(degree) ? polynomial({ gamma, coef0, degree }) : null;
    case "rbf":
      return rbf({ gamma });
    case "gp_rbf":
      return typeof length_scale === "number" ? rbf({ lengthScale: length_scale }) : rbf({ lengthScale: length_scale });
    case "laplacian":
      return laplacian({ gamma });
    case "all_subsets":
      return allSubsets();
    case "precomputed":
      return precomputed();
    default:
      return null;
  }
}

/** The fixtures whose kernel this library has, each with it. */
export function withKernel<F extends { readonly params: { readonly kernel: FixtureKernel } }>(
  fixtures: readonly F[],
): readonly (F & { readonly kernel: Kernel })[] {
  return fixtures.flatMap((fixture) => {
    const kernel = kernelOf(fixture.params.kernel);
    return kernel === null ? [] : [{ ...fixture, kernel }];
  });
}
