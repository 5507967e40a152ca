import { describe, expect, it } from "vitest";
import { createBench, type Keep, padded, rowMajor } from "../../support/core";
import { normals, random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";
import { ROUNDOFF } from "../../support/precision";
import { householder } from "../../support/reflections";

const bench = createBench();
/** Around the width of a panel, 8, and where halves are not of equal width. */
const WIDTHS = [0, 1, 2, 7, 8, 9, 15, 16, 17, 24, 33, 64];

const lower: Keep = (i, j) => j <= i;

function factor(m: number, n: number, A: Float64Array, layout = padded) {
  bench.clear();
  const a = bench.matrix(m, n, A, { layout });
  const l = bench.matrix(n, n, null);
  const work = bench.matrix(n * n, 1, null);
  bench.run([a, l, work], (core) => core.qr(m, n, a.address, a.rs, l.address, work.address, bench.scratch));
  return { a, l, VR: bench.read(a), L: bench.read(l) };
}

/** V with its ones and zeros. */
function headed(m: number, n: number, VR: Float64Array): Float64Array {
  return VR.map((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i < j ? 0 : i === j ? 1 : value;
  }).slice(0, m * n);
}

function expectClose(got: Float64Array, want: Float64Array, bound: number, keep: (at: number) => boolean = () => true): void {
  expect(got.length).toBe(want.length);
  got.forEach((value, at) => {
    if (keep(at)) expect(Math.abs(value - (want[at] as number)), `element ${at}`).toBeLessThanOrEqual(bound);
  });
}

describe("qr", () => {
  it.each(WIDTHS)("of %i columns has the R and the reflections of the textbook, and their triangle", (n) => {
    for (const m of [n, n + 1, n + 30]) {
      const A = normals(random(m + n), m * n);
      const { VR, L } = factor(m, n, A);
      expectClose(VR, householder(m, n, A).VR, 300 * (m + 1) * ROUNDOFF);
      const V = headed(m, n, VR);
      const square = product(n, n, m, transpose(m, n, V), V).map((value, at) => (at % (n + 1) === 0 ? value / 2 : value));
      expectClose(L, square, 10 * (m + 1) * ROUNDOFF, (at) => lower(Math.floor(at / n), at % n));
      expect(L.every((value, at) => at % n <= Math.floor(at / n) || value === 0)).toBe(true);
    }
  });

  it("reflects a column of zeros, or of what is as good as none, onto itself", () => {
    const { VR } = factor(3, 2, Float64Array.of(0, 1, 1e-140, 0, 0, 0), rowMajor);
    expect(Array.from(VR, Math.abs)).toEqual([0, 1, 0, 0, 0, 0]);
  });
});

describe("reflect", () => {
  it.each(WIDTHS.filter((n) => n > 0))("by %i reflections: QᵀA = R, and Q takes it back; for any number of columns", (n) => {
    const m = n + 11;
    const A = normals(random(n), m * n);
    const { a, l, VR } = factor(m, n, A);
    for (const t of [0, 1, 3, 4, 5, 40]) {
      const C = normals(random(t), m * t);
      const c = bench.matrix(m, t, C, { layout: padded });
      const work = bench.matrix(n * n + n * t, 1, null);
      const apply = (transposed: boolean): void =>
        bench.run([c, work], (core) => {
          const [V, X] = bench.operands(a, c);
          core.reflect(V, l.address, X, transposed, work.address, bench.scratch);
        });
      // H_n … H_1 C, one after the other
      const want = C.slice();
      const V = headed(m, n, VR);
      for (let k = 0; k < n; k++) {
        const v = V.filter((_, at) => at % n === k);
        const square = v.reduce((sum, value) => sum + value * value, 0);
        const along = product(1, t, m, v, want);
        want.forEach((value, at) => {
          want[at] = value - (2 * (v[Math.floor(at / t)] as number) * (along[at % t] as number)) / square;
        });
      }
      apply(true);
      expectClose(bench.read(c), want, 100 * m * ROUNDOFF);
      apply(false);
      expectClose(bench.read(c), C, 100 * m * ROUNDOFF);
    }
    // A itself becomes R
    const c = bench.matrix(m, n, A);
    const work = bench.matrix(2 * n * n, 1, null);
    bench.run([c, work], (core) => {
      const [V, X] = bench.operands(a, c);
      core.reflect(V, l.address, X, true, work.address, bench.scratch);
    });
    const R = VR.map((value, at) => (at % n < Math.floor(at / n) ? 0 : value));
    expectClose(bench.read(c), R, 300 * m * ROUNDOFF);
  });
});

describe("triangle", () => {
  it.each([1, 8, 13, 64])("of %i reflections is the one that qr leaves, bit for bit, V as it was", (n) => {
    const m = n + 3;
    const { a, VR, L } = factor(m, n, normals(random(n), m * n));
    const l = bench.matrix(n, n, null);
    const work = bench.matrix(n * n, 1, null);
    bench.run([l, work], (core) => core.triangle(m, n, a.address, a.rs, l.address, work.address, bench.scratch));
    expect(bench.read(l)).toEqual(L);
    expect(bench.read(a)).toEqual(VR);
  });
});
