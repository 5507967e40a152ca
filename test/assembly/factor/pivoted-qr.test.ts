import { describe, expect, it } from "vitest";
import { createBench } from "../../support/core";
import { normals, random } from "../../support/generator";
import { ROUNDOFF } from "../../support/precision";
import { householder } from "../../support/reflections";

const bench = createBench();

/** Blocks of the given width one after the other. */
function factor(
  m: number,
  n: number,
  A: Float64Array,
  width: number,
): { readonly VR: Float64Array; readonly order: number[]; calls: number } {
  bench.clear();
  const steps = Math.min(m, n);
  const a = bench.matrix(m, n, A);
  const pivots = bench.indices(steps);
  const words = { address: pivots.address, rows: Math.ceil(steps / 2), cols: 1, rs: 1, cs: 1 };
  const work = bench.matrix(2 * n + (n + 1) * width, 1, null);
  let calls = 0;
  for (let j = 0; j < steps; calls++) {
    const reached = bench.run([a, words, work], (core) =>
      core.pivotedQrColumns(m, n, j, width, a.address, pivots.address, work.address, bench.scratch),
    );
    expect(reached).toBeGreaterThan(j);
    expect(reached).toBeLessThanOrEqual(Math.min(steps, j + width));
    j = reached;
  }
  const order = Array.from({ length: n }, (_, j) => j);
  pivots.read().forEach((p, k) => {
    [order[k], order[p]] = [order[p] as number, order[k] as number];
  });
  return { VR: bench.read(a), order, calls };
}

describe("pivotedQrColumns", () => {
  it.each([
    [1, 1],
    [2, 1],
    [1, 3],
    [7, 5],
    [5, 7],
    [16, 16],
    [33, 20],
    [20, 33],
  ])("of %i × %i: the longest remaining column first, and the reflections of the permuted matrix, in blocks of any width", (m, n) => {
    const A = normals(random(m * n), m * n);
    for (const width of [1, 2, 3, 16, 40]) {
      const { VR, order } = factor(m, n, A, width);
      const oracle = householder(
        m,
        n,
        A.map((_, at) => A[at - (at % n) + (order[at % n] as number)] as number),
      );
      VR.forEach((value, at) => {
        expect(Math.abs(value - (oracle.VR[at] as number))).toBeLessThan(200 * Math.max(m, n) * ROUNDOFF);
      });
      for (let k = 0; k < Math.min(m, n); k++) {
        const lengths = oracle.remaining[k] as number[];
        expect(lengths[0]).toBeGreaterThanOrEqual(Math.max(...lengths) * (1 - 1e-12));
      }
    }
  });

  it("ends a block where a length is lost, and sums it anew", () => {
    const [m, n] = [6, 5];
    const source = random(3);
    const A = Float64Array.from({ length: m * n }, (_, at) => (at < n ? 1 : 1e-9 * source.normal()));
    const { order, calls } = factor(m, n, A, 5);
    expect(calls).toBeGreaterThan(1);
    const { remaining } = householder(
      m,
      n,
      A.map((_, at) => A[at - (at % n) + (order[at % n] as number)] as number),
    );
    // The first column of 1 hides the rest; from then on the order is that of 10⁻⁹
    for (let k = 1; k < n; k++) expect(remaining[k]?.[0]).toBeGreaterThanOrEqual(Math.max(...(remaining[k] as number[])) * (1 - 1e-4));
  });

  it("takes the lowest index of equal columns, and leaves columns of zeros", () => {
    const { VR, order } = factor(2, 3, Float64Array.of(0, 1, 1, 0, 0, 0), 2);
    expect(order).toEqual([1, 0, 2]);
    expect(Array.from(VR, Math.abs)).toEqual([1, 0, 1, 0, 0, 0]);
  });

  it("does not take a short column for one that has lost its digits when it is exchanged with a long one", () => {
    // nothing is taken from the short one: the block of two steps is done at once
    const { VR, order, calls } = factor(2, 2, Float64Array.of(1, 0, 0, 1e9), 2);
    expect(order).toEqual([1, 0]);
    expect(calls).toBe(1);
    expect([VR[0], VR[1], VR[3]].map((value) => Math.abs(value as number))).toEqual([1e9, 0, 1]);
  });
});
