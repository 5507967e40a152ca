import { describe, expect, it } from "vitest";
import {
  BLOCKING,
  blocking,
  createBench,
  expectExact,
  LAYOUTS,
  type Layout,
  onAndBelow,
  productScratch,
  rowMajor,
} from "../../support/core";
import { integers, normals, type Random, random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";

const KC = blocking("KC");
const EDGES = [...new Set([...BLOCKING.values()].flatMap((edge) => [edge - 1, edge, edge + 1]))].sort((a, b) => a - b);
const SMALL = Array.from({ length: 13 }, (_, size) => size);

/** Scratch is as long as the products say they need, with guards behind it. */
const bench = createBench(productScratch());

interface Call {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly alpha: number;
  readonly layouts: readonly [Layout, Layout, Layout];
}

/** C += alpha·A·B by the core; nothing but C may change. */
function gemm({ m, n, k, alpha, layouts }: Call, A: Float64Array, B: Float64Array, C: Float64Array): Float64Array {
  bench.clear();
  const a = bench.matrix(m, k, A, { layout: layouts[0] });
  const b = bench.matrix(k, n, B, { layout: layouts[1] });
  const c = bench.matrix(m, n, C, { layout: layouts[2] });
  bench.run([c], (core) => core.gemm(alpha, ...bench.operands(a, b, c), bench.scratch));
  return bench.read(c);
}

/** On and below the diagonal of C += alpha·A·Aᵀ; what is above holds NaN and may not change. */
function syrk({ n, k, alpha, layouts }: Omit<Call, "m">, A: Float64Array, C: Float64Array): Float64Array {
  bench.clear();
  const a = bench.matrix(n, k, A, { layout: layouts[0] });
  const c = bench.matrix(n, n, C, { layout: layouts[2], keep: onAndBelow });
  bench.run([[c, onAndBelow]], (core) => core.syrk(alpha, ...bench.operands(a, c), bench.scratch));
  return bench.read(c);
}

function checkGemm(source: Random, call: Call): void {
  const { m, n, k, alpha } = call;
  const A = integers(source, m * k, -9, 9);
  const B = integers(source, k * n, -9, 9);
  const C = integers(source, m * n, -99, 99);
  const scaled = A.map((a) => alpha * a);
  expectExact(gemm(call, A, B, C), product(m, n, k, scaled, B, C), `C (${m} × ${n}) += ${alpha}·A·B, k = ${k}`);
}

function checkSyrk(source: Random, call: Omit<Call, "m">): void {
  const { n, k, alpha } = call;
  const A = integers(source, n * k, -9, 9);
  const C = integers(source, n * n, -99, 99);
  const expected = product(
    n,
    n,
    k,
    A.map((a) => alpha * a),
    transpose(n, k, A),
    C,
  );
  const lower = (at: number): boolean => at % n <= Math.floor(at / n);
  expectExact(syrk(call, A, C), expected, `C (${n} × ${n}) += ${alpha}·A·Aᵀ, k = ${k}`, lower);
}

/** One of the layouts for each operand; all pairs come up as `turn` goes on. */
function turnedLayouts(turn: number): [Layout, Layout, Layout] {
  const pick = (index: number): Layout => LAYOUTS[index % LAYOUTS.length] as Layout;
  return [pick(turn), pick(turn + Math.floor(turn / 9)), pick(turn + 5 * Math.floor(turn / 7))];
}

const ALPHAS = [1, -1, 3, 0.5];

describe("gemm: C += alpha·A·B on whole numbers, exactly", () => {
  it("for every m, n, k in 0…12, in every layout of every operand", () => {
    const source = random(1);
    let turn = 0;
    for (const m of SMALL) {
      for (const n of SMALL) {
        for (const k of SMALL) {
          for (let i = 0; i < 3; i++, turn++) {
            checkGemm(source, { m, n, k, alpha: ALPHAS[turn % 4] as number, layouts: turnedLayouts(turn) });
          }
        }
      }
    }
  });

  it.each(EDGES)("where m, n or k is %i", (size) => {
    const source = random(size);
    for (const [turn] of LAYOUTS.entries()) {
      const layouts = turnedLayouts(size + turn);
      checkGemm(source, { m: size, n: 5, k: 6, alpha: 1, layouts });
      checkGemm(source, { m: 6, n: size, k: 7, alpha: -1, layouts });
      checkGemm(source, { m: 7, n: 6, k: size, alpha: 2, layouts });
      checkGemm(source, { m: 5, n: 9, k: 2 * size - 1, alpha: 1, layouts });
    }
  });

  it("where all three cross the edges of their blocks", () => {
    const source = random(2);
    checkGemm(source, { m: blocking("MC") + 1, n: blocking("NC") + 1, k: KC + 1, alpha: 1, layouts: [rowMajor, rowMajor, rowMajor] });
    checkGemm(source, { m: 2 * blocking("MC") + 3, n: blocking("NC") + 9, k: 2 * KC + 1, alpha: -1, layouts: turnedLayouts(11) });
  });
});

describe("syrk: C += alpha·A·Aᵀ below the diagonal, exactly", () => {
  it("for every n, k in 0…12, in every pair of layouts", () => {
    const source = random(3);
    for (const n of SMALL) {
      for (const k of SMALL) {
        for (let turn = 0; turn < LAYOUTS.length ** 2; turn += 2) {
          const layouts = turnedLayouts(turn + (n % 2));
          checkSyrk(source, { n, k, alpha: ALPHAS[turn % 4] as number, layouts });
        }
      }
    }
  });

  it.each(EDGES)("where n or k is %i", (size) => {
    const source = random(size);
    for (let turn = 0; turn < (size > 300 ? 1 : 3); turn++) {
      checkSyrk(source, { n: size, k: 5, alpha: -1, layouts: turnedLayouts(size + turn) });
      checkSyrk(source, { n: 7, k: size, alpha: 1, layouts: turnedLayouts(size + turn) });
    }
  });
});

describe.each([2, 3])("in chunks as for %i threads, exactly", (threads) => {
  const inChunks = (call: (core: typeof bench.core) => void): void => {
    bench.core.open(threads);
    call(bench.core);
    bench.core.open(0);
  };
  const k = 5;

  it.each([
    [700, 300],
    [300, 700],
  ])("gemm, %i × %i", (m, n) => {
    bench.clear();
    const [A, B] = [integers(random(m), m * k, -9, 9), integers(random(n), k * n, -9, 9)];
    const C = new Float64Array(m * n);
    const [a, b, c] = [bench.matrix(m, k, A), bench.matrix(k, n, B), bench.matrix(m, n, C)];
    inChunks((core) => core.gemm(1, ...bench.operands(a, b, c), bench.scratch));
    expectExact(bench.read(c), product(m, n, k, A, B, C), "A·B");
  });

  it("syrk, n = 520", () => {
    bench.clear();
    const n = 520;
    const A = integers(random(n), n * k, -9, 9);
    const C = new Float64Array(n * n);
    const [a, c] = [bench.matrix(n, k, A), bench.matrix(n, n, C, { keep: onAndBelow })];
    inChunks((core) => core.syrk(1, ...bench.operands(a, c), bench.scratch));
    expectExact(bench.read(c), product(n, n, k, A, transpose(n, k, A), C), "A·Aᵀ", (at) => at % n <= Math.floor(at / n));
  });
});

describe("the order of summation", () => {
  /** c + Σ over blocks of KC of (Σ (alpha·a)·b, k ascending from 0). */
  function inOrder(n: number, k: number, alpha: number, A: Float64Array, B: Float64Array, C: Float64Array): Float64Array {
    return C.map((c, at) => {
      const i = Math.floor(at / n);
      let value = c;
      for (let p = 0; p < k; p += KC) {
        let sum = 0;
        for (let q = p; q < Math.min(k, p + KC); q++) sum += alpha * (A[i * k + q] as number) * (B[q * n + (at % n)] as number);
        value += sum;
      }
      return value;
    });
  }

  it.each([1, 6, KC - 1, KC, KC + 1, 2 * KC + 3])(
    "is k ascending in blocks of KC for k = %i: the same bits wherever and however C lies",
    (k) => {
      const source = random(k);
      const m = 9;
      const n = 11;
      const A = normals(source, m * k);
      const B = normals(source, k * n);
      const C = normals(source, m * n);
      const expected = inOrder(n, k, 0.7, A, B, C);
      for (const [turn] of LAYOUTS.entries()) {
        expectExact(gemm({ m, n, k, alpha: 0.7, layouts: turnedLayouts(turn) }, A, B, C), expected, `layouts ${turn}`);
      }
    },
  );

  it("is the same for syrk", () => {
    const source = random(5);
    const [n, k] = [21, KC + 9];
    const A = normals(source, n * k);
    const C = normals(source, n * n);
    const expected = inOrder(n, k, -1, A, transpose(n, k, A), C);
    const actual = syrk({ n, k, alpha: -1, layouts: [rowMajor, rowMajor, rowMajor] }, A, C);
    expectExact(actual, expected, "C", (at) => at % n <= Math.floor(at / n));
  });
});

it("NaN and ∞ in A or B reach the elements they belong to and no other", () => {
  const [m, n, k] = [7, 6, 5];
  const A = new Float64Array(m * k).fill(1);
  A[3 * k + 2] = Number.NaN;
  const B = new Float64Array(k * n).fill(1);
  B[4 * n + 5] = Infinity;
  const C = gemm({ m, n, k, alpha: 1, layouts: [rowMajor, rowMajor, rowMajor] }, A, B, new Float64Array(m * n));
  C.forEach((c, at) => {
    const expected = Math.floor(at / n) === 3 ? Number.NaN : at % n === 5 ? Infinity : k;
    expect(c).toBe(expected);
  });
});

describe("at the end of memory, where reading on would trap", () => {
  it.each([0, 1, 2])("operand %i may be the last", (last) => {
    for (const [m, n, k] of [
      [1, 1, 1],
      [4, 4, 4],
      [5, 6, 7],
      [7, 9, 2],
    ] as const) {
      const { core, operands } = createBench();
      const end = core.memory.buffer.byteLength;
      const sizes = [m * k, k * n, m * n];
      const addresses = sizes.map((size, which) => (which === last ? end - 8 * size : end - 8 * 1000 * (which + 1)));
      const [a, b, c] = addresses.map((address, which) => new Float64Array(core.memory.buffer, address, sizes[which]));
      a?.fill(2);
      b?.fill(3);
      c?.fill(1);
      const [atA, atB, atC] = addresses as [number, number, number];
      const rowsOf = (address: number, rows: number, cols: number) => ({ address, rows, cols, rs: cols, cs: 1 });
      core.gemm(1, ...operands(rowsOf(atA, m, k), rowsOf(atB, k, n), rowsOf(atC, m, n)), core.HEAP.value);
      expect(c?.every((value) => value === 1 + 6 * k)).toBe(true);
    }
  });
});
