import { describe, expect, it } from "vitest";
import { featureMetric } from "../../../src/solvers/primal/metric";
import { normals, random } from "../../support/generator";
import { EPSILON } from "../../support/precision";

const n = 40;
const columns = [normals(random(3), n), normals(random(4), n)] as const;
const weights = normals(random(5), n).map((value) => 0.1 + value * value);

interface Case {
  readonly sizes: readonly [number, number];
  readonly weights: Float64Array | null;
  readonly lambda: number;
  readonly centred: boolean;
}

/** B = Φ̃ᵀWΦ̃ + λI for two features by its definition, Φ̃ = Φ less the weighted means where it is centred. */
function byDefinition({ sizes, weights: w, lambda, centred }: Case) {
  const weight = (i: number): number => w?.[i] ?? 1;
  const total = columns[0].reduce((sum, _, i) => sum + weight(i), 0);
  const [a, b] = columns.map((column, j) => {
    const scaled = column.map((value) => value * (sizes[j] as number));
    const mean = centred ? scaled.reduce((sum, value, i) => sum + weight(i) * value, 0) / total : 0;
    return scaled.map((value) => value - mean);
  }) as [Float64Array, Float64Array];
  const product = (x: Float64Array, y: Float64Array): number => x.reduce((sum, value, i) => sum + weight(i) * value * (y[i] as number), 0);
  const [aa, ab, bb] = [product(a, a) + lambda, product(a, b), product(b, b) + lambda];
  const longest = Math.max(...Array.from(a, (value, i) => Math.hypot(value / Math.sqrt(aa), (b[i] as number) / Math.sqrt(bb))));
  // DBD is [1 c; c 1]
  return { scales: [1 / Math.sqrt(aa), 1 / Math.sqrt(bb)], least: 1 - Math.abs(ab) / Math.sqrt(aa) / Math.sqrt(bb), longest };
}

function measured({ sizes, weights: w, lambda, centred }: Case) {
  const data = Float64Array.from({ length: 2 * n }, (_, at) => (columns[at % 2 ? 1 : 0][at >> 1] as number) * (sizes[at % 2] as number));
  return featureMetric({ rows: n, cols: 2, data }, w, { rounding: 0, lambda, centred });
}

describe("the metric of two features, DBD = [1 c; c 1]", () => {
  it.each<Case>(
    [null, weights].flatMap((w) =>
      [false, true].flatMap((centred) =>
        (
          [
            [1, 1],
            [1e3, 1e-4],
            [1e140, 1e-140],
          ] as const
        ).flatMap((sizes) => [0, 0.7, 30].map((lambda) => ({ sizes, weights: w, lambda, centred }))),
      ),
    ),
  )("sizes $sizes, λ = $lambda, centred: $centred", (given) => {
    const exact = byDefinition(given);
    const { scales, least, longest } = measured(given);
    const close = 4 * (n + 4) * EPSILON;
    scales.forEach((scale, j) => {
      expect(Math.abs(scale / (exact.scales[j] as number) - 1)).toBeLessThanOrEqual(close);
    });
    expect(Math.abs(longest / exact.longest - 1)).toBeLessThanOrEqual(2 * close);
    // proven from below, and no further below than the tries of a shift go
    expect(least).toBeLessThanOrEqual(exact.least + close);
    expect(least).toBeGreaterThanOrEqual(exact.least / 64);
  });

  it.each([1e-200, 1e200])("takes columns whose squares leave the numbers, with weights, too: %d", (size) => {
    const given: Case = { sizes: [size, 1], weights, lambda: 0, centred: false };
    const [first] = measured(given).scales as unknown as [number];
    const [whole] = byDefinition({ ...given, sizes: [1, 1] }).scales as [number];
    expect(Math.abs((first * size) / whole - 1)).toBeLessThanOrEqual(8 * (n + 4) * EPSILON);
  });
});
