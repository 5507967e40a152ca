import { describe, expect, it } from "vitest";
import { HEADER, Opcode, TILE, WORDS } from "../../assembly/gram/program";
import {
  add,
  custom,
  fromFeatures,
  type Kernel,
  linear,
  matern,
  multiplier,
  normalize,
  onColumns,
  precomputed,
  rbf,
  rowOf,
  scale,
} from "../../src/entries/index";
import { writeColumns, writeSide } from "../../src/gram/plan";
import { planOf, sideOf } from "../../src/gram/run";
import { keptKernel } from "../../src/kernels/known";
import { resolveKernel } from "../../src/kernels/resolve";
import { randomMatrix } from "../support/random";

const [m, n, d] = [5, 6, 3];
const rows = sideOf(randomMatrix(1, m, d));
const columns = sideOf(randomMatrix(2, n, d));
const ADDRESS = 4096;

function written(
  kernel: Kernel,
  same = false,
): { numbers: Float64Array; plan: ReturnType<typeof planOf>; words: (at: number) => number[]; tiles: number; stack: number } {
  const resolved = resolveKernel(kernel, columns.pointAt(0));
  const plan = planOf({ kernel: resolved, rows: same ? columns : rows, columns, training: same });
  const numbers = new Float64Array(plan.length).fill(Number.NaN);
  writeColumns(plan, () => numbers, ADDRESS, columns, { block: { address: 77, length: 0, type: "f64" }, stride: 9 });
  if (!same) writeSide(plan, () => numbers, "rows", rows);
  const words = (at: number): number[] => Array.from(numbers.subarray(HEADER + at * WORDS, HEADER + (at + 1) * WORDS));
  return { numbers, plan, words, tiles: indexOf(numbers[0] as number), stack: (numbers[1] as number) / 8 };
}

const indexOf = (address: number): number => (address - ADDRESS) / 8;

describe("planProgram", () => {
  it("writes instructions of five words with the addresses of packed points, and an end", () => {
    const { numbers, words } = written(rbf({ gamma: 2 }));
    const [opcode, x, z, features] = words(0) as [number, number, number, number];
    expect([opcode, features]).toEqual([Opcode.SquaredDistance, d]);
    expect(words(1)).toEqual([Opcode.Exponential, -2, 0, 0, 0]);
    expect(words(2)[0]).toBe(Opcode.End);
    const at = (start: number, i: number, k: number): number | undefined => numbers[indexOf(start) + (i & ~3) * d + 4 * k + (i & 3)];
    for (let k = 0; k < d; k++) {
      for (let i = 0; i < m; i++) expect(at(x, i, k)).toBe(rows.points.data[i * d + k]);
      for (let i = 0; i < n; i++) expect(at(z, i, k)).toBe(columns.points.data[i * d + k]);
      for (let i = m; i < 8; i++) expect(at(x, i, k)).toBe(0);
    }
  });

  it("has the points once where rows and columns are the same", () => {
    const [, x, z] = written(rbf(), true).words(0);
    expect(x).toBe(z);
    expect(written(rbf(), true).plan.length).toBeLessThan(written(rbf()).plan.length);
  });

  it("ends with as many tiles as the stack needs, and one above for maps", () => {
    for (const [kernel, depth] of [
      [linear(), 2],
      [add(linear(), rbf()), 3],
      [add(linear(), rbf(), scale(2, onColumns([0], linear()))), 3],
    ] as const) {
      const { plan, tiles, stack } = written(kernel);
      expect(plan.length - tiles).toBe(depth * TILE * TILE);
      expect(stack).toBe(depth * TILE * TILE);
    }
  });

  it("keeps a distance that several parts use, in a tile below the stack", () => {
    const { words, plan, numbers, tiles, stack } = written(add(rbf({ gamma: 1 }), matern({ nu: 1.5, lengthScale: 1 })), true);
    const code = Array.from({ length: 8 }, (_, at) => words(at));
    expect(code.filter(([opcode]) => opcode === Opcode.SquaredDistance)).toHaveLength(1);
    const [keep] = code.filter(([opcode]) => opcode === Opcode.Keep) as [number[]];
    const [fetch] = code.filter(([opcode]) => opcode === Opcode.Fetch) as [number[]];
    expect(keep[1]).toBe(fetch[1]);
    expect(keep[1]).toBe(8 * TILE * TILE);
    expect(stack).toBe(plan.length - tiles + TILE * TILE);
    for (let at = tiles - TILE * TILE; at < tiles; at++) expect(numbers[at]).toBeNaN();
  });

  it("places tables, numbers per point, functions of the host and the caller's matrix", () => {
    const table = written(rbf({ lengthScale: [1, 2, 4] }));
    const weights = indexOf(table.words(0)[4] as number);
    expect(Array.from(table.numbers.subarray(weights, weights + d))).toEqual([1, 0.5, 0.25]);

    const f = (x: Float64Array): number => 1 + (x[0] as number);
    const outer = written(multiplier(f, linear()));
    const [, u, v] = outer.words(1) as [number, number, number];
    for (let i = 0; i < m; i++) expect(outer.numbers[indexOf(u) + i]).toBe(f(rowOf(rows.points, i)));
    for (let j = 0; j < n; j++) expect(outer.numbers[indexOf(v) + j]).toBe(f(rowOf(columns.points, j)));

    const kernel = custom(() => 1);
    const host = written(
      add(
        kernel,
        onColumns(
          [0],
          custom(() => 2),
        ),
      ),
    );
    expect(host.plan.customs).toHaveLength(2);
    expect(host.plan.customs.map(({ view }) => view.steps.length).sort()).toEqual([0, 1]);

    expect(written(precomputed()).words(0)).toEqual([Opcode.Given, 77, 9, 0, 0]);
  });

  it("keeps functions of the points apart, each with its own numbers", () => {
    const kernel = add(
      multiplier(() => 2, linear()),
      multiplier(() => 3, rbf()),
      normalize(linear()),
    );
    const { numbers, words } = written(kernel, true);
    const values = Array.from({ length: 12 }, (_, at) => words(at))
      .filter(([opcode]) => opcode === Opcode.Outer)
      .map(([, u]) => numbers[indexOf(u as number)]);
    expect(values.sort()).toEqual([2, 3]);
  });

  it("writes fewer rows than planned, the rest being zeros", () => {
    const { numbers, plan, words } = written(linear());
    writeSide(plan, () => numbers, "rows", sideOf(randomMatrix(3, 1, d)));
    const start = indexOf(words(0)[1] as number);
    expect(numbers[start]).toBe(randomMatrix(3, 1, d).data[0]);
    expect(numbers[start + 1]).toBe(0);
  });

  it("is the same for other points that are as many, of a kernel that has been kept", () => {
    const plan = (kernel: Kernel, count: number) => {
      const side = sideOf(randomMatrix(4, count, d));
      const kept = resolveKernel(keptKernel(kernel), side.pointAt(0));
      return planOf({ kernel: kept, rows: side, columns, training: false });
    };
    const kernel = keptKernel(rbf());
    const first = plan(kernel, m);
    expect(plan(kernel, m)).toBe(first);
    const more = plan(kernel, m + 4);
    expect(more.length).toBeGreaterThan(first.length);
    expect(plan(kernel, m)).not.toBe(more);
    expect(plan(kernel, m)).toEqual(first);
  });

  it("is made anew where a function decides how many features there are", () => {
    let features = 1;
    const kernel = keptKernel(fromFeatures(() => new Float64Array(features)));
    const words = (): number[] => {
      const side = sideOf(columns.points);
      const plan = planOf({ kernel: resolveKernel(kernel, side.pointAt(0)), rows: side, columns: side, training: true });
      return plan.words.slice(HEADER, HEADER + WORDS);
    };
    expect(words()[3]).toBe(1);
    features = 2;
    expect(words()[3]).toBe(2);
  });

  it("is sized before anything is written: every part lies within its length, in blocks of 64 bytes", () => {
    const { plan, tiles } = written(add(rbf({ lengthScale: [1, 2, 3] }), normalize(linear())));
    expect(tiles % 8).toBe(plan.length % 8);
  });
});
