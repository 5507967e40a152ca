import {
  add,
  additiveChi2,
  allSubsets,
  chi2,
  constant,
  cosine,
  type Gamma,
  type Kernel,
  laplacian,
  linear,
  matern,
  multiply,
  periodic,
  polynomial,
  power,
  precomputed,
  rationalQuadratic,
  rbf,
  sigmoid,
  white,
} from "../../src/entries/index";

/** `params.kernel` of a fixture; which fields there are depends on the type. */
export interface FixtureKernel {
  readonly type: string;
  readonly gamma?: Gamma;
  readonly coef0?: number;
  readonly degree?: number;
  readonly length_scale?: number | readonly number[];
  readonly nu?: number;
  readonly alpha?: number;
  readonly periodicity?: number;
  readonly sigma_0?: number;
  readonly constant_value?: number;
  readonly noise_level?: number;
  readonly exponent?: number;
  readonly arg?: FixtureKernel;
  readonly args?: readonly FixtureKernel[];
}

/** This library's kernel for that of a fixture; null where it has none. */
export function kernelOf(fixture: FixtureKernel): Kernel | null {
  const { type, gamma = "auto", coef0 = 1, degree = 3, length_scale: lengthScale = 1, nu = 1.5 } = fixture;
  const { alpha = 1, periodicity = 1, sigma_0 = 1, constant_value = 1, noise_level = 1, exponent = 1, arg, args } = fixture;
  switch (type) {
    case "linear":
      return linear();
    case "polynomial":
      return Number.isInteger(degree) ? polynomial({ gamma, coef0, degree }) : null;
    case "rbf":
      return rbf({ gamma });
    case "gp_rbf":
      return rbf({ lengthScale });
    case "laplacian":
      return laplacian({ gamma });
    case "matern":
      return [0.5, 1.5, 2.5, Infinity].includes(nu) ? matern({ nu: nu as 0.5, lengthScale }) : null;
    case "rational_quadratic":
      return rationalQuadratic({ alpha, lengthScale });
    case "exp_sine_squared":
      return typeof lengthScale === "number" ? periodic({ period: periodicity, lengthScale }) : null;
    case "sigmoid":
      return sigmoid({ gamma, coef0 });
    case "cosine":
      return cosine();
    case "chi2":
      return chi2(gamma === "auto" ? {} : { gamma });
    case "additive_chi2":
      return additiveChi2();
    case "all_subsets":
      return allSubsets();
    case "dot_product":
      return add(constant(sigma_0 * sigma_0), linear());
    case "constant":
      return constant(constant_value);
    case "white":
      return white(noise_level);
    case "precomputed":
      return precomputed();
    case "sum":
      return ofAll(args, (terms) => add(...terms));
    case "product":
      return ofAll(args, (factors) => multiply(...factors));
    case "exponentiation":
      return Number.isInteger(exponent) ? ofAll(arg && [arg], ([base]) => power(base as Kernel, exponent)) : null;
    default:
      return null;
  }
}

function ofAll(parts: readonly FixtureKernel[] | undefined, join: (kernels: readonly Kernel[]) => Kernel): Kernel | null {
  if (!parts) throw new Error("a composite kernel without parts");
  const kernels = parts.map(kernelOf).filter((kernel) => kernel !== null);
  return kernels.length === parts.length ? join(kernels) : null;
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
