import { describe, expect, it } from "vitest";
import { below, blocking, createBench, expectExact, LAYOUTS, type Layout, onAndBelow, rowMajor } from "../../support/core";
import { integers, normals, type Random, random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";
import { lowerTriangle, meaningOf } from "../../support/triangular";

const KC = blocking("KC");
const bench = createBench();

/** The four triangular systems, for L (n × n) and the m right-hand sides of B: which it is, and what the strides make of it. */
const SYSTEMS = ["X Lᵀ = B", "X L = B", "L X = B", "Lᵀ X = B"] as const;
type System = (typeof SYSTEMS)[number];

interface Case {
  readonly system: System;
  readonly m: number;
  readonly n: number;
  readonly unit: boolean;
  readonly layouts: readonly [Layout, Layout];
}

/** Solves one of the systems by the core; nothing but B may change, and no NaN above the diagonal (nor on it when `unit`) be read. */
function solve({ system, m, n, unit, layouts }: Case, L: Float64Array, B: Float64Array): Float64Array {
  bench.clear();
  const l = bench.matrix(n, n, L, { layout: layouts[0], keep: unit ? below : onAndBelow });
  const rightHandSidesAreRows = system === "X Lᵀ = B" || system === "X L = B";
  const b = rightHandSidesAreRows ? bench.matrix(m, n, B, { layout: layouts[1] }) : bench.matrix(n, m, B, { layout: layouts[1] });
  const rows = rightHandSidesAreRows ? b : { ...b, rows: b.cols, cols: b.rows, rs: b.cs, cs: b.rs };
  bench.run([b], (core) => {
    if (system === "X Lᵀ = B" || system === "L X = B") {
      core.trsm(unit, ...bench.operands(l, rows), bench.scratch);
      return;
    }
    const last = { ...l, address: l.address + 8 * (n - 1) * (l.rs + l.cs), rs: -l.cs, cs: -l.rs };
    core.trsm(unit, ...bench.operands(last, { ...rows, address: b.address + 8 * (n - 1) * rows.cs, cs: -rows.cs }), bench.scratch);
  });
  return bench.read(b);
}

/** B for a given X. */
function rightHandSides({ system, m, n, unit }: Case, L: Float64Array, X: Float64Array): Float64Array {
  const T = meaningOf(n, L, unit);
  switch (system) {
    case "X Lᵀ = B":
      return product(m, n, n, X, transpose(n, n, T));
    case "X L = B":
      return product(m, n, n, X, T);
    case "L X = B":
      return product(n, m, n, T, X);
    case "Lᵀ X = B":
      return product(n, m, n, transpose(n, n, T), X);
  }
}

function check(source: Random, one: Case): void {
  const { system, m, n, unit } = one;
  const L = lowerTriangle(source, n, unit);
  const X = integers(source, m * n, -9, 9);
  expectExact(solve(one, L, rightHandSides(one, L, X)), X, `${system}, L ${n} × ${n}, ${m} right-hand sides, unit ${unit}`);
}

function turned(turn: number): [Layout, Layout] {
  return [LAYOUTS[turn % 9] as Layout, LAYOUTS[(turn + Math.floor(turn / 9)) % 9] as Layout];
}

describe.each(SYSTEMS)("trsm: %s on whole numbers, exactly", (system) => {
  it("for every m, n in 0…12, in every layout, with and without a unit diagonal", () => {
    const source = random(1);
    let turn = 0;
    for (let m = 0; m <= 12; m++) {
      for (let n = 0; n <= 12; n++) {
        for (let i = 0; i < 9; i++, turn++) check(source, { system, m, n, unit: turn % 2 === 0, layouts: turned(turn) });
      }
    }
  });

  it.each([31, 32, 33, KC - 1, KC, KC + 1, 2 * KC + 1])("for n = %i, and for as many right-hand sides", (size) => {
    const source = random(size);
    for (const unit of [true, false]) {
      check(source, { system, m: 6, n: size, unit, layouts: turned(size + 1) });
      check(source, { system, m: size, n: 7, unit, layouts: turned(size + 2) });
      check(source, { system, m: 1, n: size, unit, layouts: [rowMajor, rowMajor] });
    }
  });
});

describe("trsm", () => {
  it("gives a right-hand side the same bits alone and among others", () => {
    const source = random(2);
    const [m, n] = [11, KC + 5];
    const L = normals(source, n * n).map((value, at) => (at % (n + 1) === 0 ? 20 + value : value / 20));
    const B = normals(source, m * n);
    const together = solve({ system: "X Lᵀ = B", m, n, unit: false, layouts: [rowMajor, rowMajor] }, L, B);
    for (let i = 0; i < m; i++) {
      const alone = solve({ system: "X Lᵀ = B", m: 1, n, unit: false, layouts: [rowMajor, rowMajor] }, L, B.slice(i * n, (i + 1) * n));
      expectExact(alone, together.slice(i * n, (i + 1) * n), `row ${i}`);
    }
  });

  it("gives the quotients of IEEE arithmetic for a zero on the diagonal", () => {
    const L = Float64Array.of(2, 0, 1, 0);
    const X = solve({ system: "L X = B", m: 2, n: 2, unit: false, layouts: [rowMajor, rowMajor] }, L, Float64Array.of(2, 2, 3, 1));
    expect(Array.from(X)).toEqual([1, 1, Infinity, Number.NaN]);
  });
});
