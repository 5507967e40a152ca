import { describe, expect, it } from "vitest";
import {
  add,
  canonical,
  fit,
  fromJSON,
  gaussianProcess,
  gram,
  type Kernel,
  kernelRidge,
  matern,
  multiply,
  polynomial,
  predict,
  predictDistribution,
  rationalQuadratic,
  rbf,
  sigmoid,
  toJSON,
} from "../../src/entries/index";

const X = [[-1], [0.25], [2]];
const y = [0.5, -1, 3];
const Z = [[0.19199526541601206], [1.7]];

/** Parts that stand in another order, or are equal, once "auto" is a number. */
const KERNELS: readonly (readonly [string, Kernel])[] = [
  ["a sum with γ = 0", add(matern({ nu: 2.5, lengthScale: 0.1 }), rbf(), rbf({ gamma: 0 }))],
  ["a sum with another first part", add(rationalQuadratic({ alpha: 1, lengthScale: 1 }), rbf(), rbf({ gamma: 0.125 }))],
  ["a product", multiply(matern({ nu: 0.5, lengthScale: 3 }), rbf(), rbf({ gamma: 0.5 }))],
  ["equal parts", add(rbf(), rbf({ gamma: 1 }), matern({ nu: 1.5, lengthScale: 2 }))],
  ["polynomials", add(polynomial({ degree: 2 }), polynomial({ degree: 2, gamma: 0.5 }), rbf())],
  ["a sum in a product", multiply(add(sigmoid(), sigmoid({ gamma: 0.25 }), rbf()), rbf({ gamma: 0.1 }))],
];

describe.each(KERNELS)("a kernel with γ by the number of features is canonical once γ is known: %s", (_, kernel) => {
  const model = fit(kernelRidge({ kernel, lambda: 4 }), X, y);

  it("is its own canonical form", () => {
    expect(canonical(model.kernel)).toEqual(model.kernel);
  });

  it("has the bits of the kernel that is written out, of a copy and of a file", () => {
    expect(gram(kernel, X, Z)).toEqual(gram(model.kernel, X, Z));
    for (const again of [structuredClone(model), fromJSON(toJSON(model)) as typeof model])
      expect(predict(again, Z)).toEqual(predict(model, Z));
  });
});

it("the variance of a process is that of its copy, bit for bit", () => {
  for (const [, kernel] of KERNELS.slice(0, 3)) {
    const process = fit(gaussianProcess({ kernel }), X, y);
    expect(predictDistribution(structuredClone(process), Z)).toEqual(predictDistribution(process, Z));
  }
});
