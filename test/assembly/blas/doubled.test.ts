import { describe, expect, it } from "vitest";
import { columnMajor, createBench, LAYOUTS } from "../../support/core";
import { normals, random } from "../../support/generator";
import { compensatedDot } from "../../support/oracles";

const bench = createBench();

/** Numbers of magnitudes from 10⁻⁸ to 10⁸, whose sums lose half of the digits. */
function wild(seed: number, length: number): Float64Array {
  const source = random(seed);
  return normals(source, length).map((value) => value * 10 ** source.integer(-8, 8));
}

describe("subtractDoubled: y − z − A x as if in twice the digits", () => {
  it.each([
    [0, 3],
    [1, 0],
    [1, 1],
    [2, 7],
    [3, 8],
    [9, 5],
    [16, 33],
  ])("for A %i × %i, in every layout", (m, n) => {
    const [A, x, z] = [wild(1, m * n), wild(2, n), wild(3, m)] as const;
    // what is left is 10⁻¹⁶ of what is added
    const y = z.map((value, i) =>
      compensatedDot(
        value,
        n,
        (j) => A[i * n + j] as number,
        (j) => x[j] as number,
      ),
    );
    const want = y.map((value, i) =>
      compensatedDot(
        value,
        n + 1,
        (j) => (j === n ? -1 : -(A[i * n + j] as number)),
        (j) => (j === n ? (z[i] as number) : (x[j] as number)),
      ),
    );
    const size = y.map(
      (value, i) => Math.abs(value) + Math.abs(z[i] as number) + x.reduce((sum, xj, j) => sum + Math.abs(xj * (A[i * n + j] as number)), 0),
    );
    for (const layout of [...LAYOUTS, columnMajor]) {
      bench.clear();
      const a = bench.matrix(m, n, A, { layout });
      const [px, pz, py] = [bench.vector(x, 3), bench.vector(z, 2), bench.vector(y, 2)];
      bench.run([py], (core) => core.subtractDoubled(...bench.operands(a, px, pz, py)));
      bench.read(py).forEach((value, i) => {
        expect(Math.abs(value - (want[i] as number))).toBeLessThanOrEqual(
          2 ** -52 * Math.abs(want[i] as number) + 2 ** -98 * (size[i] as number),
        );
      });
    }
  });

  it("takes y for z where both are 0", () => {
    bench.clear();
    const a = bench.matrix(2, 1, Float64Array.of(3, 5));
    const [x, y] = [bench.vector(Float64Array.of(7)), bench.vector(new Float64Array(2))];
    bench.run([y], (core) => core.subtractDoubled(...bench.operands(a, x, y, y)));
    expect(Array.from(bench.read(y))).toEqual([-21, -35]);
  });
});

describe("subtractSymmetricDoubled: y − A x for a symmetric A, from what is above its diagonal", () => {
  it.each([0, 1, 2, 3, 4, 5, 8, 17, 40])("for %i points", (n) => {
    const upper = wild(4, n * n);
    const [diagonal, x] = [wild(5, n), wild(6, n)];
    const element = (i: number, j: number): number =>
      i === j ? (diagonal[i] as number) : (upper[Math.min(i, j) * n + Math.max(i, j)] as number);
    const row = (value: number, i: number): number =>
      compensatedDot(
        value,
        n,
        (j) => -element(i, j),
        (j) => x[j] as number,
      );
    // A x itself as y: all digits of the sums cancel
    const y = Float64Array.from({ length: n }, (_, i) => -row(0, i));
    const want = y.map(row);
    bench.clear();
    const a = bench.matrix(n, n, upper, { layout: (_, cols) => ({ rs: cols, cs: 1 }), keep: (i, j) => j > i });
    const [pd, px, py] = [bench.vector(diagonal), bench.vector(x), bench.vector(y)];
    const lost = bench.vector(new Float64Array(n));
    bench.run([py, lost], (core) =>
      core.subtractSymmetricDoubled(n, a.address, n, false, pd.address, px.address, py.address, lost.address),
    );
    bench.read(py).forEach((value, i) => {
      const size = Array.from(x).reduce((sum, xj, j) => sum + Math.abs(xj * element(i, j)), Math.abs(y[i] as number));
      expect(Math.abs(value - (want[i] as number))).toBeLessThanOrEqual(2 ** -52 * Math.abs(want[i] as number) + n * n * 2 ** -104 * size);
    });
  });
});
