import { describe, expect, it } from "vitest";
import { fit, kernelRidge, linear, matern, rbf, standardize } from "../../../src/entries/index";
import { randomVector } from "../../support/random";

/** A table as tables are: weights in kilograms, engine sizes in cubic centimetres and years side by side. */
const n = 200;
const [a, b, c] = [1, 2, 3].map((seed) => randomVector(seed, n)) as [Float64Array, Float64Array, Float64Array];
const table = { rows: n, cols: 3, data: Float64Array.from({ length: 3 * n }, (_, at) => column(Math.floor(at / 3), at % 3)) };
const y = a.map((value, i) => 20 - 5 * value + (c[i] as number));

function column(i: number, k: number): number {
  return [1500 + 400 * (a[i] as number), 2000 + 900 * (b[i] as number), 1976 + 4 * (c[i] as number)][k] as number;
}

describe("what a first look at K says", () => {
  it("next to no pair of raw columns counts for a Gaussian kernel; scaled ones do", () => {
    const raw = fit(kernelRidge({ kernel: rbf() }), table, y).report.warnings;
    expect(raw).toHaveLength(1);
    expect(raw[0]).toMatch(/nearly diagonal.*% of the pairs.*scale the features \(standardize: true\)/);
    expect(fit(kernelRidge({ kernel: rbf() }), standardize(table).X, y).report.warnings).toEqual([]);
  });

  it("all pairs are alike for a kernel that is far too wide", () => {
    const { warnings } = fit(kernelRidge({ kernel: matern({ nu: 2.5, lengthScale: 1e8 }) }), table, y).report;
    expect(warnings.filter((warning) => /nearly constant/.test(warning))).toHaveLength(1);
  });

  it("says nothing of few points, of a linear kernel, and of points far apart that have near neighbours", () => {
    const few = { rows: 10, cols: 3, data: table.data.slice(0, 30) };
    expect(fit(kernelRidge({ kernel: rbf() }), few, y.slice(0, 10)).report.warnings).toEqual([]);
    const apart = { rows: n, cols: n, data: Float64Array.from({ length: n * n }, (_, at) => Number(at % (n + 1) === 0)) };
    expect(fit(kernelRidge({ kernel: linear() }), apart, y).report.warnings).toEqual([]);
    const clusters = { rows: n, cols: 1, data: Float64Array.from({ length: n }, (_, i) => 1000 * Math.floor(i / 4) + 0.1 * (i % 4)) };
    expect(fit(kernelRidge({ kernel: rbf({ gamma: 1 }) }), clusters, y).report.warnings).toEqual([]);
  });

  it("looks at more than the first point, which may be far from all the others", () => {
    const line = { rows: n, cols: 1, data: Float64Array.from({ length: n }, (_, i) => (i === 0 ? 1e6 : 0.1 * i)) };
    expect(fit(kernelRidge({ kernel: rbf({ gamma: 1 }) }), line, y).report.warnings).toEqual([]);
  });
});
