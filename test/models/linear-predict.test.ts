import { describe, expect, it } from "vitest";
import { fit, fromFeatures, type LinearModel, leastSquares, predict, predictor } from "../../src/entries/index";

/** Numbers of Φ(Z) that are held at a time. */
const CHUNK = 2 ** 20;

const { report } = fit(leastSquares(), [1], [1]);

/** h(z) = Σ_j w_j φ_j(z) for φ_j(z) = z at j ≡ z (mod period), else 0: sums of small integers, exact. */
function modelOf(M: number): { readonly model: LinearModel<Float64Array>; readonly seen: number[] } {
  const seen: number[] = [];
  const features = fromFeatures((x) => {
    seen.push(x[0] as number);
    const phi = new Float64Array(M);
    phi[(x[0] as number) % M] = x[0] as number;
    return phi;
  });
  const weights = Float64Array.from({ length: M }, (_, j) => (j % 7) - 3);
  return { model: { kind: "linearModel", features, weights, intercept: 0, report } as unknown as LinearModel<Float64Array>, seen };
}

describe("predictions of a linear model, some features at a time", () => {
  it.each([
    ["more features than one part holds", CHUNK + 1, 2],
    ["two points to a part, and one left over", CHUNK / 2, 3],
    ["many points to a part", CHUNK / 2 ** 8, 300],
  ])("%s: each point is mapped once, and has its own row", (_, M, points) => {
    const { model, seen } = modelOf(M);
    const Z = Array.from({ length: points }, (_, i) => [i + 5]);
    const expected = Z.map(([z]) => (((z as number) % 7) - 3) * (z as number));
    expect(Array.from(predict(model, Z))).toEqual(expected);
    expect(seen.sort((a, b) => a - b)).toEqual(Z.map(([z]) => z));
    const single = predictor(model);
    expect(single([5])).toBe(expected[0]);
  });
});
