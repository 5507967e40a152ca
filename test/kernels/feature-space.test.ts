import { describe, expect, it } from "vitest";
import {
  add,
  allSubsets,
  anova,
  constant,
  exponentiate,
  gram,
  type Kernel,
  laplacian,
  linear,
  multiply,
  periodic,
  polynomial,
  power,
  rbf,
  scale,
  sigmoid,
  white,
} from "../../src/entries/index";
import { featureSpaceDimension } from "../../src/kernels/feature-space";
import { resolveKernel } from "../../src/kernels/resolve";
import { seenPoint } from "../../src/kernels/seen-point";
import { jacobi } from "../support/dense";
import { randomMatrix } from "../support/random";

const dimension = (kernel: Kernel, d: number): number | null => {
  const point = seenPoint(new Float64Array(d).fill(0.5));
  return featureSpaceDimension(resolveKernel(kernel, point), point);
};

/** Eigenvalues of the Gram matrix of 16 points that are more than roundings. */
const rank = (kernel: Kernel, d: number): number => {
  const { values } = jacobi(gram(kernel, randomMatrix(5, 16, d)));
  const most = Math.max(...values.map(Math.abs));
  return values.filter((value) => value > 1e-10 * most).length;
};

describe("the dimension of the feature space", () => {
  const wave = { period: 1.3, lengthScale: 0.7 };

  const finite: readonly (readonly [string, Kernel, number])[] = [
    ["no constant", constant(0), 0],
    ["a constant", constant(2), 1],
    ["γ = 0: 1 everywhere", rbf({ gamma: 0 }), 1],
    ["γ = 0 of a Laplacian: 1 everywhere", laplacian({ gamma: 0 }), 1],
    ["linear", linear(), 3],
    ["homogeneous quadratic: C(4, 2)", polynomial({ gamma: 1, degree: 2, coef0: 0 }), 6],
    ["quadratic: C(5, 2)", polynomial({ gamma: 1, degree: 2, coef0: 1 }), 10],
    ["γ = 0 and a constant term", polynomial({ gamma: 0, degree: 2, coef0: 1 }), 1],
    ["γ = 0 and none", polynomial({ gamma: 0, degree: 2, coef0: 0 }), 0],
    ["subsets", allSubsets(), 8],
    ["pairs", anova({ degree: 2 }), 3],
    ["a sum", add(linear(), constant(1)), 4],
    ["a product", multiply(anova({ degree: 3 }), linear()), 3],
    ["a product with nothing", multiply(constant(0), rbf()), 0],
    ["0 times a Gaussian", scale(0, rbf()), 0],
    ["twice", scale(2, linear()), 3],
    ["a square: C(4, 2)", power(linear(), 2), 6],
  ];
  it.each(finite)("%s: as many as the Gram matrix of enough points has rank", (_, kernel, expected) => {
    expect(rank(kernel, 3)).toBe(expected);
    expect(dimension(kernel, 3)).toBe(expected);
  });

  it("is infinite where no number of points is enough", () => {
    const infinite = [rbf({ gamma: 1 }), laplacian({ gamma: 1 }), rbf({ lengthScale: 2 }), exponentiate(linear()), white(1)];
    for (const kernel of infinite) expect(dimension(kernel, 3)).toBe(Infinity);
    expect(dimension(periodic(wave), 1)).toBe(Infinity);
    expect(dimension(periodic({ ...wave, metric: "per-feature" }), 3)).toBe(Infinity);
  });

  it("is null where the kernel may have no features that are real", () => {
    const none = [
      constant(-1),
      white(-1),
      polynomial({ gamma: 1, degree: 2, coef0: -1 }),
      sigmoid(),
      scale(-1, linear()),
      add(linear(), sigmoid()),
      exponentiate(sigmoid()),
      periodic(wave),
    ];
    for (const kernel of none) expect(dimension(kernel, 3)).toBe(null);
  });
});
