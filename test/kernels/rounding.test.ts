import type { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  allSubsets,
  anova,
  cosine,
  exponentiate,
  gram,
  laplacian,
  linear,
  matern,
  multiply,
  periodic,
  polynomial,
  rationalQuadratic,
  rbf,
  scale,
} from "../../src/entries/index";
import { canonical } from "../../src/kernels/canonical";
import { resolveKernel } from "../../src/kernels/resolve";
import { kernelRounding, UNIT_ROUNDOFF } from "../../src/kernels/rounding";
import { seenPoint } from "../../src/kernels/seen-point";
import type { Kernel, KernelSpec } from "../../src/kernels/spec";
import { preciseKernel } from "../support/precise-kernels";

const KERNELS: Readonly<Record<string, Kernel>> = {
  linear: linear(),
  polynomial: polynomial({ degree: 3, gamma: 0.75, coef0: 1.25 }),
  Gaussian: rbf({ gamma: 0.3125 }),
  Laplacian: laplacian({ gamma: 0.3125 }),
  "Matérn 1/2": matern({ nu: 0.5, lengthScale: 1.75 }),
  "Matérn 3/2": matern({ nu: 1.5, lengthScale: 1.75 }),
  "Matérn 5/2": matern({ nu: 2.5, lengthScale: 1.75 }),
  "rational quadratic": rationalQuadratic({ alpha: 0.875, lengthScale: 1.75 }),
  "periodic per feature": periodic({ period: 2.25, lengthScale: 0.875, metric: "per-feature" }),
  cosine: cosine(),
  "all subsets": allSubsets(),
  ANOVA: anova({ degree: 2 }),
  sum: add(rbf({ gamma: 0.3125 }), linear()),
  product: multiply(rbf({ gamma: 0.3125 }), polynomial({ degree: 2, gamma: 0.5 })),
  "exponential of a kernel": exponentiate(scale(1.5, rbf({ gamma: 0.3125 }))),
  scaled: scale(0.3125, linear()),
};

/** The kernel in 60 digits: the parts of compositions by the oracle. */
function exactly(kernel: KernelSpec, x: readonly number[], z: readonly number[]): Decimal {
  switch (kernel.kind) {
    case "sum":
      return kernel.terms.map((term) => exactly(term, x, z)).reduce((a, b) => a.plus(b));
    case "product":
      return kernel.factors.map((factor) => exactly(factor, x, z)).reduce((a, b) => a.times(b));
    case "exponentiated":
      return exactly(kernel.kernel, x, z).exp();
    case "scaled":
      return exactly(kernel.kernel, x, z).times(kernel.factor);
    default:
      return preciseKernel(kernel, x, z).value;
  }
}

/** Multiples of 2⁻⁸, whose decimal digits are few enough to be written exactly. */
const coordinate = fc.integer({ min: -2304, max: 2304 }).map((k) => k / 256);
const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 6 });

describe("|k̂(x, z) − k(x, z)| ≤ η √(k(x, x) k(z, z)) against 60 digits (16 × 60 sets of points)", () => {
  it.each(Object.entries(KERNELS))("%s", (_, kernel) => {
    fc.assert(
      fc.property(points, (X) => {
        const sample = seenPoint(Float64Array.from(X[0] as readonly number[]));
        const eta = kernelRounding(canonical(resolveKernel(kernel, sample)), sample, () => 26);
        expect(eta).toBeGreaterThanOrEqual(0);
        expect(eta).toBeLessThan(1000 * UNIT_ROUNDOFF);
        const K = gram(kernel, X as [number, number][]);
        const exact = (i: number, j: number): Decimal => exactly(kernel as KernelSpec, X[i] as [number, number], X[j] as [number, number]);
        for (let i = 0; i < X.length; i++) {
          for (let j = 0; j < X.length; j++) {
            const bound = exact(i, i)
              .mul(exact(j, j))
              .sqrt()
              .mul(eta as number);
            const off = exact(i, j)
              .sub(K.data[i * X.length + j] as number)
              .abs();
            // a value below the normal numbers has an error of its own
            expect(off.lte(bound.add(1e-307)), `${off} > ${bound}`).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
