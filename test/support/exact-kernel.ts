import type { Kernel, KernelSpec, LengthScale } from "../../src/entries/index";
import { type Exact, exactly, exponential, minus, ONE, over, plus, powerOf, rootOf, rounded, times, ZERO } from "./exact-number";

/** k(x, z) of the formula's parameters as they are, 1/d for "auto" rounded to a double; white noise is 0 here, `exactNoise` tells it. */
export function exactKernel(kernel: Kernel, x: ArrayLike<number>, z: ArrayLike<number>): Exact {
  return formula(kernel as KernelSpec, Array.from(x, exactly), Array.from(z, exactly));
}

/** What white noise adds to k(x, x) of a training point, where its terms are beside the others and not in products with them. */
export function exactNoise(kernel: Kernel): Exact {
  const spec = kernel as KernelSpec;
  switch (spec.kind) {
    case "white":
      return exactly(spec.variance);
    case "sum":
      return spec.terms.reduce((total, term) => plus(total, exactNoise(term)), ZERO);
    case "scaled":
      return times(exactly(spec.factor), exactNoise(spec.kernel));
    default:
      return ZERO;
  }
}

function formula(kernel: KernelSpec, x: readonly Exact[], z: readonly Exact[]): Exact {
  const gamma = (value: number | "auto"): Exact => exactly(value === "auto" ? 1 / x.length : value);
  switch (kernel.kind) {
    case "linear":
      return inner(x, z);
    case "polynomial":
      return powerOf(plus(times(gamma(kernel.gamma), inner(x, z)), exactly(kernel.coef0)), kernel.degree);
    case "constant":
      return exactly(kernel.value);
    case "white":
      return ZERO;
    case "rbf":
      if ("lengthScale" in kernel) return exponential(times({ m: -1n, e: -1 }, squares(x, z, kernel.lengthScale)));
      if ("sigma" in kernel) return exponential(times({ m: -1n, e: 0 }, squares(x, z, kernel.sigma)));
      return exponential(times({ m: -1n, e: 0 }, times(gamma(kernel.gamma), squares(x, z, 1))));
    case "laplacian": {
      const distance = x.reduce((total, a, k) => {
        const difference = minus(a, z[k] as Exact);
        return plus(total, difference.m < 0n ? { m: -difference.m, e: difference.e } : difference);
      }, ZERO);
      return exponential(times({ m: -1n, e: 0 }, times(gamma(kernel.gamma), distance)));
    }
    case "matern":
      return matern(kernel.nu, squares(x, z, kernel.lengthScale));
    case "sum":
      return kernel.terms.reduce((total, term) => plus(total, formula(term, x, z)), ZERO);
    case "product":
      return kernel.factors.reduce((total, factor) => rounded(times(total, formula(factor, x, z))), ONE);
    case "scaled":
      return times(exactly(kernel.factor), formula(kernel.kernel, x, z));
    default:
      throw new Error(`no exact formula for the kernel "${kernel.kind}"`);
  }
}

/** With s = √(2ν r²): e⁻ˢ, (1 + s)e⁻ˢ, (1 + s + s²/3)e⁻ˢ. */
function matern(nu: number, squared: Exact): Exact {
  const square = times(exactly(2 * nu), squared);
  const s = rootOf(square, WIDE);
  const decay = exponential({ m: -s.m, e: s.e });
  if (nu === 0.5) return decay;
  const factor = nu === 1.5 ? plus(ONE, s) : plus(plus(ONE, s), over(square, exactly(3)));
  return rounded(times(factor, decay));
}

/** Bits of an argument, so that the exponential of it loses none. */
const WIDE = 640;

function squares(x: readonly Exact[], z: readonly Exact[], lengthScale: LengthScale): Exact {
  return x.reduce((total, a, k) => {
    const difference = minus(a, z[k] as Exact);
    const scale = typeof lengthScale === "number" ? lengthScale : (lengthScale[k] as number);
    const scaled = scale === 1 ? difference : over(difference, exactly(scale), WIDE);
    return plus(total, times(scaled, scaled));
  }, ZERO);
}

function inner(x: readonly Exact[], z: readonly Exact[]): Exact {
  return x.reduce((total, a, k) => plus(total, times(a, z[k] as Exact)), ZERO);
}
