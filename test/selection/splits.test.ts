import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forwardSplits, groupKFold, kFold, type Split, stratifiedKFold, trainTestSplit } from "../../src/entries/index";
import { expectError } from "../support/errors";

/** Every row is tested once, trained on in all other splits, and rows ascend. */
function expectPartition(splits: readonly Split[], n: number): void {
  const rows = Array.from({ length: n }, (_, i) => i);
  expect(splits.flatMap(({ test }) => Array.from(test)).sort((a, b) => a - b)).toEqual(rows);
  for (const { train, test } of splits) {
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(rows);
    for (const part of [train, test]) expect(Array.from(part)).toEqual(Array.from(part).sort((a, b) => a - b));
  }
}

const sizes = fc.record({ n: fc.integer({ min: 2, max: 40 }), part: fc.double({ min: 0, max: 1, noNaN: true }), seed: fc.nat() });

describe("kFold", () => {
  it("deals every row once, sizes differing by one at most (100 cases)", () => {
    fc.assert(
      fc.property(sizes, ({ n, part, seed }) => {
        const folds = 2 + Math.floor(part * (n - 2));
        const splits = kFold(n, { folds, seed });
        expectPartition(splits, n);
        const counts = splits.map(({ test }) => test.length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("by its seed, 0 unless given; five folds unless given", () => {
    expect(kFold(20)).toEqual(kFold(20, { folds: 5, seed: 0 }));
    expect(kFold(20, { seed: 1 })).not.toEqual(kFold(20, { seed: 2 }));
  });

  it("is no slice of the rows as they come", () => {
    const [{ test }] = kFold(100) as [Split];
    expect(Array.from(test)).not.toEqual(Array.from({ length: 20 }, (_, i) => i));
  });
});

describe("stratifiedKFold", () => {
  it("gives every fold its share of every label, to one row (100 cases)", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), ({ n, part, seed }, kinds) => {
        const folds = 2 + Math.floor(part * (n - 2));
        const labels = Array.from({ length: n }, (_, i) => (i * i + seed) % kinds);
        const splits = stratifiedKFold(labels, { folds, seed });
        expectPartition(splits, n);
        for (const label of new Set(labels)) {
          const counts = splits.map(({ test }) => test.filter((row) => labels[row] === label).length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe("groupKFold", () => {
  it("keeps groups together and leaves no fold empty (100 cases)", () => {
    fc.assert(
      fc.property(sizes, ({ n, part, seed }) => {
        const groups = Array.from({ length: n }, (_, i) => `g${(i + seed) % Math.max(2, Math.floor(n / 2))}`);
        const folds = 2 + Math.floor(part * (new Set(groups).size - 2));
        const splits = groupKFold(groups, { folds, seed });
        expectPartition(splits, n);
        for (const { train, test } of splits) {
          expect(test.length).toBeGreaterThan(0);
          const held = new Set(Array.from(test, (row) => groups[row]));
          expect(Array.from(train).filter((row) => held.has(groups[row]))).toEqual([]);
        }
      }),
    );
  });

  it("the largest group has a fold to itself", () => {
    const groups = [1, 1, 1, 1, 2, 3, 4, 5];
    expect(
      groupKFold(groups, { folds: 2 })
        .map(({ test }) => Array.from(test))
        .sort(),
    ).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
  });
});

describe("forwardSplits", () => {
  it("trains on all that came before, moments whole, rows in any order", () => {
    const order = [3, 1, 2, 1, 4, 2];
    expect(forwardSplits(order, { folds: 3 })).toEqual([
      { train: Int32Array.of(1, 3), test: Int32Array.of(2, 5) },
      { train: Int32Array.of(1, 2, 3, 5), test: Int32Array.of(0) },
      { train: Int32Array.of(0, 1, 2, 3, 5), test: Int32Array.of(4) },
    ]);
    expect(forwardSplits([5, 6], { folds: 1 })).toEqual([{ train: Int32Array.of(0), test: Int32Array.of(1) }]);
  });

  it("refuses a single moment, and more folds than moments", () => {
    expectError("argument", () => forwardSplits([1, 1, 1]), { argument: "order" });
    expectError("argument", () => forwardSplits([1, 2, 3], { folds: 3 }), { argument: "folds" });
    expectError("argument", () => forwardSplits([1, 2, 3], { folds: 0 }), { argument: "folds" });
    expectError("not-finite", () => forwardSplits([1, Number.NaN]), { argument: "order" });
  });
});

describe("trainTestSplit", () => {
  it("has the share asked for, one row on either side at least", () => {
    for (const [n, testShare, expected] of [
      [100, 0.25, 25],
      [10, 0.01, 1],
      [10, 0.99, 9],
      [2, 0.5, 1],
    ] as const) {
      const split = trainTestSplit(n, { testShare, seed: 3 });
      expect(split.test.length).toBe(expected);
      expectPartition([split, { train: split.test, test: split.train }], n);
    }
  });

  it("refuses shares that are none, and a single row", () => {
    for (const testShare of [0, 1, -0.5, 2]) expectError("argument", () => trainTestSplit(10, { testShare }), { argument: "testShare" });
    expectError("argument", () => trainTestSplit(1), { argument: "n" });
    expectError("argument", () => kFold(1.5), { argument: "n" });
  });
});
