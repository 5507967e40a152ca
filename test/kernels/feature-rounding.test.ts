import { describe, expect, it } from "vitest";
import { allSubsets, anova, featureMatrix, type Kernel, linear, multiply, onColumns, power } from "../../src/entries/index";
import { resolveKernel } from "../../src/kernels/resolve";
import { featureRounding } from "../../src/kernels/rounding";
import { seenPoint } from "../../src/kernels/seen-point";
import { compare, type Exact, exactly, magnitude, minus, ONE, times } from "../support/exact-number";
import { randomMatrix } from "../support/random";

const [n, d] = [60, 3];
const X = randomMatrix(7, n, d, 1.5);

const product = (factors: readonly Exact[]): Exact => factors.reduce(times, ONE);
const pairs = <T>(a: readonly T[], b: readonly T[], join: (x: T, z: T) => T): T[] => a.flatMap((x) => b.map((z) => join(x, z)));
const subsets = (x: readonly Exact[]): Exact[] => Array.from({ length: 2 ** d }, (_, set) => product(x.filter((_, k) => (set >> k) & 1)));

/** Features that are products of the columns, and what they are exactly. */
const PRODUCTS: readonly (readonly [string, Kernel, (x: readonly Exact[]) => Exact[]])[] = [
  ["linear", linear(), (x) => [...x]],
  ["all subsets", allSubsets(), subsets],
  ["ANOVA of all columns", anova({ degree: d }), (x) => [product(x)]],
  ["a square", power(linear(), 2), (x) => pairs(x, x, times)],
  ["a third power", power(linear(), 3), (x) => pairs(pairs(x, x, times), x, times)],
  ["a product", multiply(linear(), onColumns([1, 2], linear())), (x) => pairs(x, x.slice(1), times)],
];

describe("|φ̂_j(x) − φ_j(x)| ≤ η u |φ_j(x)|", () => {
  it.each(PRODUCTS)("%s", (_, kernel, exact) => {
    const eta = featureRounding(resolveKernel(kernel, seenPoint(X.data.subarray(0, d))), d);
    const { cols, data } = featureMatrix(kernel, X);
    for (let i = 0; i < n; i++) {
      const phi = exact(Array.from(X.data.subarray(i * d, (i + 1) * d), exactly));
      expect(phi.length).toBe(cols);
      phi.forEach((value, j) => {
        const error = magnitude(minus(exactly(data[i * cols + j] as number), value));
        expect(compare(error, times(exactly(eta * 2 ** -53), magnitude(value)))).toBeLessThanOrEqual(0);
      });
    }
  });
});
