import { describe, expect, it } from "vitest";
import { RADIAL_MAPS, type RadialMap } from "../../src/core/single-radial";
import { radialInSingle, singleRadialRooms } from "../../src/operator/kernel-matrix";
import { copyOf, slice, view, withBlocks } from "../../src/wasm/memory";
import { normals, random } from "../support/generator";

/** K's columns, products with X, and δ. */
function use(map: RadialMap, data: Float64Array, d: number, weights: readonly number[], X: Float64Array) {
  const n = data.length / d;
  const t = X.length / n;
  return withBlocks({ ...singleRadialRooms(n, d, t), X: n * t, H: n * t, C: n }, (blocks, workspace) => {
    const A = radialInSingle(workspace, { rows: n, cols: d, data }, { map, weights: Float64Array.from(weights) }, blocks);
    view(workspace, blocks.X).set(X);
    A.multiply(blocks.X, blocks.H, t);
    const columns = Array.from({ length: n }, (_, j) => {
      A.columns([j], blocks.C);
      return copyOf(workspace, slice(blocks.C, 0, n));
    });
    return { error: A.error, columns, H: copyOf(workspace, blocks.H) };
  });
}

const OF_DISTANCE: Record<RadialMap, (r: number) => number> = {
  gaussian: (r) => Math.exp(-r * r),
  matern12: (r) => Math.exp(-r),
  matern32: (r) => (1 + r) * Math.exp(-r),
  matern52: (r) => (1 + r + (r * r) / 3) * Math.exp(-r),
};

function kernel(map: RadialMap, data: Float64Array, d: number, weights: readonly number[], i: number, j: number): number {
  const square = weights.reduce((sum, w, k) => sum + (w * ((data[i * d + k] as number) - (data[j * d + k] as number))) ** 2, 0);
  return OF_DISTANCE[map](Math.sqrt(square));
}

describe.each(RADIAL_MAPS)("a kernel matrix in single precision is off by no more than it says: %s", (map) => {
  it.each([
    [1, 1, [1], 0],
    [2, 130, [1, 0.1], 0],
    [3, 97, [0.5, 0.5, 0.5], 1e6],
    [8, 64, [3, 3, 3, 3, 3, 3, 3, 3], -40],
    [20, 65, new Array(20).fill(0.2), 0],
  ] as [d: number, n: number, weights: number[], offset: number][])("d = %i, n = %i", (d, n, weights, offset) => {
    const data = normals(random(n), n * d).map((value) => value + offset);
    const X = normals(random(n + 1), 2 * n).map((value, at) => value * 10 ** (at % 7));
    const { error, columns, H } = use(map, data, d, weights, X);
    expect(error).toBeLessThan(1e-5);
    columns.forEach((column, j) => {
      column.forEach((value, i) => {
        expect(Math.abs(value - kernel(map, data, d, weights, i, j))).toBeLessThanOrEqual(error);
        expect(value).toBe(columns[i]?.[j]);
      });
      expect(column[j]).toBe(1);
    });
    for (let q = 0; q < 2; q++) {
      const x = X.subarray(q * n, (q + 1) * n);
      const size = x.reduce((sum, value) => sum + Math.abs(value), 0);
      for (let i = 0; i < n; i++) {
        const wanted = x.reduce((sum, value, j) => sum + kernel(map, data, d, weights, i, j) * value, 0);
        expect(Math.abs((H[q * n + i] as number) - wanted)).toBeLessThanOrEqual(error * size);
      }
    }
  });

  it("the further points are apart beside the width, the more is said to be lost; equal points stay equal", () => {
    const data = Float64Array.from([0, 1e5, 1e5, 1e5 + 1e-3, 2e5]);
    const { error, columns } = use(map, data, 1, [1], new Float64Array(5));
    expect(error).toBeGreaterThan(1e-3);
    expect(columns[1]?.[2]).toBe(1);
    expect(columns[0]?.[4]).toBe(0);
  });
});
