import { expect, it } from "vitest";
import { createBench, expectExact, padded } from "../../support/core";
import { normals, random } from "../../support/generator";

const bench = createBench();

it.each([0, 1, 2, 31, 32, 33, 70])("writeColumns: column j becomes row order[j], n = %i", (n) => {
  bench.clear();
  const source = random(n);
  const values = normals(source, n * n);
  const w = bench.matrix(n, n, values, { layout: padded });
  const a = bench.matrix(n, n, null, { layout: padded });
  const order = bench.indices(n);
  const chosen = Array.from({ length: n }, (_, j) => (7 * j + 3) % Math.max(1, n));
  new Int32Array(bench.core.memory.buffer, order.address, n).set(chosen);
  bench.run([a], (core) => core.writeColumns(n, order.address, w.address, w.rs, a.address, a.rs));
  const expected = Float64Array.from({ length: n * n }, (_, at) => values[(chosen[at % n] as number) * n + Math.floor(at / n)] as number);
  expectExact(bench.read(a), expected, `n = ${n}`);
});

it.each([
  [0, 1],
  [1, 1],
  [1.5, 1],
  [2, 2],
  [7.9, 4],
  [0.3, 0.25],
  [2 ** 1023, 2 ** 1023],
  [2 ** -1074, 2 ** -1074],
])("scaleToUnit: %d beside smaller ones is divided by %d; above the diagonal NaN stays", (largest, unit) => {
  for (const n of [1, 2, 5]) {
    bench.clear();
    const A = Float64Array.from({ length: n * n }, (_, at) => (at === (n - 1) * n ? -largest : largest / 4));
    const a = bench.matrix(n, n, A, { layout: padded, keep: (i, j) => j <= i });
    const found = bench.run([[a, (i, j) => j <= i]], (core) => core.scaleToUnit(n, a.address, a.rs));
    expect(found).toBe(unit);
    const expected = A.map((value) => value / unit);
    expectExact(bench.read(a), expected, `n = ${n}`, (at) => at % n <= Math.floor(at / n));
  }
});
