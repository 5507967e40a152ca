import { describe, expect, it } from "vitest";
import type { Matrix } from "../../src/entries/index";
import { andThen, identity, type PointView, transform } from "../../src/program/views";
import { build } from "../support/dense";
import { expectError } from "../support/errors";

const X = build(3, 3, (i, k) => 10 * i + k);
const through = (...steps: PointView["steps"]): PointView => steps.reduce(andThen, identity);
const applyView = ({ steps }: PointView, points: Matrix): Matrix => steps.reduce((seen, step) => transform(step, seen), points);
const rows = ({ rows: n, cols, data }: Matrix): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from(data.subarray(i * cols, (i + 1) * cols)));

describe("applyView", () => {
  it("leaves the points alone without steps", () => {
    expect(applyView(identity, X)).toBe(X);
  });

  it("takes columns, also again and in another order", () => {
    expect(rows(applyView(through({ kind: "columns", columns: [2, 0, 2] }), X))).toEqual([
      [2, 0, 2],
      [12, 10, 12],
      [22, 20, 22],
    ]);
    expectError("shape", () => applyView(through({ kind: "columns", columns: [3] }), X), { column: 3 });
  });

  it("goes step by step", () => {
    const double = (x: Float64Array): Float64Array => x.map((value) => 2 * value);
    const steps = [
      { kind: "columns", columns: [1, 2] },
      { kind: "map", map: double },
      { kind: "columns", columns: [1] },
    ] as const;
    expect(rows(applyView(through(...steps), X))).toEqual([[4], [24], [44]]);
  });

  it("multiplies by a metric", () => {
    // A = L Lᵀ with L = [2 0 0; 1 3 0; 0 0 5]
    const metric = [
      [4, 2, 0],
      [2, 10, 0],
      [0, 0, 25],
    ];
    expect(rows(applyView(through({ kind: "metric", metric }), X))[1]).toEqual([2 * 10 + 11, 3 * 11, 5 * 12]);
  });

  it("scales to between ½ and 1 by powers of 2, exactly, whatever the size", () => {
    for (const size of [1, 3, 1e160, 1e-160, 1e308, 1e-308, Number.MIN_VALUE, 2 ** 1023, 2 ** -1074]) {
      const [scaled] = rows(applyView(through({ kind: "unitScale" }), { rows: 1, cols: 3, data: Float64Array.of(size, -size / 2, 0) }));
      const [largest, second, zero] = scaled as [number, number, number];
      expect(largest).toBeGreaterThanOrEqual(0.5);
      expect(largest).toBeLessThan(1);
      expect(Number.isInteger(Math.log2(largest / size)) || size < 1e-307 || size > 1e300).toBe(true);
      expect(second === -largest / 2 || size === Number.MIN_VALUE).toBe(true);
      expect(zero).toBe(0);
    }
    expect(
      rows(
        applyView(
          through({ kind: "unitScale" }),
          build(1, 2, () => 0),
        ),
      ),
    ).toEqual([[0, 0]]);
  });

  it("refuses negative features where there may be none; −0 is not negative", () => {
    const view = through({ kind: "nonNegative" });
    expect(applyView(view, X)).toBe(X);
    expect(
      applyView(
        view,
        build(1, 1, () => -0),
      ).data,
    ).toEqual(Float64Array.of(-0));
    const spoiled = build(3, 3, (i, k) => (i === 2 && k === 1 ? -1e-300 : 1));
    expectError("argument", () => applyView(view, spoiled), { row: 2, column: 1, value: -1e-300 });
  });

  it("does not let a map change the points", () => {
    const before = X.data.slice();
    applyView(through({ kind: "map", map: (x) => x.fill(0) }), X);
    expect(X.data).toEqual(before);
  });
});

describe("the key of a view", () => {
  it("is equal for views that do the same, and for no others", () => {
    const map = (x: Float64Array): Float64Array => x;
    const metric = [
      [1, 1],
      [1, 1],
    ];
    const views = [
      identity,
      through({ kind: "columns", columns: [1] }),
      through({ kind: "columns", columns: [1, 1] }),
      through({ kind: "columns", columns: [11] }),
      through({ kind: "columns", columns: [1] }, { kind: "columns", columns: [1] }),
      through({ kind: "map", map }),
      through({ kind: "map", map: (x) => map(x) }),
      through({ kind: "metric", metric }),
      through({
        kind: "metric",
        metric: [
          [2, 0],
          [0, 1],
        ],
      }),
      through({ kind: "unitScale" }),
      through({ kind: "nonNegative" }),
      through({ kind: "nonNegative" }, { kind: "unitScale" }),
    ];
    const keys = views.map(({ key }) => key);
    expect(new Set(keys).size).toBe(views.length);
    expect(views.map(({ key }) => key)).toEqual(keys);
    expect(through({ kind: "map", map }, { kind: "columns", columns: [1] }).key).toBe(
      through({ kind: "map", map }, { kind: "columns", columns: [1] }).key,
    );
  });
});
