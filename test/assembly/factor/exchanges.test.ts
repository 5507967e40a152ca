import { describe, it } from "vitest";
import { createBench, expectExact, LAYOUTS } from "../../support/core";
import { integers, random } from "../../support/generator";

const bench = createBench();

describe("exchanges of rows", () => {
  it("in order, and taken back, for every n in 0…12, in every layout", () => {
    const source = random(1);
    for (let n = 0; n <= 12; n++) {
      for (const layout of LAYOUTS) {
        bench.clear();
        const A = integers(source, 3 * n, -9, 9);
        const pivots = Array.from({ length: n }, (_, i) => source.integer(i, n - 1));
        const a = bench.matrix(n, 3, A, { layout });
        const { address } = bench.indices(n);
        new Int32Array(bench.core.memory.buffer, address, n).set(pivots);
        const rows = Array.from({ length: n }, (_, i) => i);
        pivots.forEach((p, i) => {
          [rows[i], rows[p]] = [rows[p] as number, rows[i] as number];
        });
        bench.run([a], (core) => core.exchangeRows(n, 3, a.address, a.rs, a.cs, address));
        const exchanged = Float64Array.from(A, (_, at) => A[3 * (rows[Math.floor(at / 3)] as number) + (at % 3)] as number);
        expectExact(bench.read(a), exchanged, `P A, n = ${n}`);
        bench.run([a], (core) => core.undoExchanges(n, 3, a.address, a.rs, a.cs, address));
        expectExact(bench.read(a), A, `PᵀP A, n = ${n}`);
      }
    }
  });
});

describe("divideByBlocks: X ← D⁻¹X, exactly", () => {
  // [d₁ e; e d₂] with d₁d₂ − e² = −e²(1 − d₁d₂/e²) a power of two
  it.each([
    { d: [2, -4, 0.5], e: [0, 0, 0] },
    { d: [1, 0, 8], e: [2, 0, 0] },
    { d: [4, 0, 2, -2], e: [0, -1, 0, 0] },
    { d: [0, 0, 0, 2], e: [4, 0, -2, 0] },
  ])("D of diagonal $d and beside it $e", ({ d, e }) => {
    const n = d.length;
    for (const t of [0, 1, 3]) {
      const X = integers(random(t), n * t, -9, 9);
      // B = D X
      const B = X.map((value, at) => {
        const [k, before] = [Math.floor(at / t), (e[Math.floor(at / t) - 1] ?? 0) as number];
        return (d[k] as number) * value + (e[k] as number) * (X[at + t] ?? 0) + before * (X[at - t] ?? 0);
      });
      bench.clear();
      const a = bench.matrix(n, n, new Float64Array(n * n), { keep: (i, j) => i === j });
      const diagonal = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? (d[at / (n + 1)] as number) : Number.NaN));
      new Float64Array(bench.core.memory.buffer, a.address, n * n).set(diagonal);
      const beside = bench.vector(Float64Array.from(e));
      const x = bench.matrix(n, t, B);
      bench.run([x], (core) => core.divideByBlocks(n, t, a.address, beside.address, x.address));
      expectExact(
        bench.read(x).map((value) => value + 0),
        X.map((value) => value + 0),
        `t = ${t}`,
      );
    }
  });
});
