import { describe, expect, it } from "vitest";
import { additiveChi2, chi2, gram } from "../../src/entries/index";
import { readKernel } from "../../src/kernels/read";
import { random } from "../support/generator";
import { errorInUnits, preciseKernel } from "../support/precise-kernels";

/** Points of features 0, ordinary, tiny and huge, in every order: the core takes those without the last two by another way. */
function mixedPoints(n: number, d: number, seed: number): number[][] {
  const source = random(seed);
  // products of three of the last two are beyond the numbers
  const sizes = [0, 1, 1e-150, 1e150];
  return Array.from({ length: n }, (_, i) => {
    const ordinary = source.uniform() < 0.5;
    return Array.from({ length: d }, (_, k) => (sizes[ordinary ? (i + k) % 2 : source.integer(0, 3)] as number) * (0.5 + source.uniform()));
  });
}

describe("χ² of ordinary points among tiny and huge ones, against 60 digits", () => {
  it.each([1, 2, 3, 7])("%i features, 21 points, 13 others", (d) => {
    const [X, Z] = [mixedPoints(21, d, d), mixedPoints(13, d, 100 + d)];
    for (const kernel of [additiveChi2(), chi2({ gamma: 0.4 })]) {
      const K = gram(kernel, X, Z);
      X.forEach((x, i) => {
        Z.forEach((z, j) => {
          const found = K.data[i * Z.length + j] as number;
          const precise = preciseKernel(readKernel(kernel), x, z);
          expect(errorInUnits(found, precise), `${kernel.kind} of ${x} and ${z}`).toBeLessThanOrEqual(2 + d);
        });
      });
    }
  });
});
