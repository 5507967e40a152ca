import { describe, expect, it } from "vitest";
import {
  add,
  custom,
  fit,
  fromFeatures,
  type Kernel,
  kernelClassifier,
  leastSquares,
  linear,
  nystrom,
  precomputed,
  predictInterval,
  rbf,
  sigmoid,
  verify,
  white,
} from "../../src/entries/index";
import {
  addRows,
  digestStatistic,
  emptyStatistic,
  mergeStatistics,
  rowRanges,
  type Statistic,
  solveStatistic,
  statisticFromBytes,
  statisticFromJSON,
  statisticPath,
  statisticToBytes,
  statisticToJSON,
  subtractStatistics,
} from "../../src/entries/statistics";
import { expectError } from "../support/errors";

const X = Array.from({ length: 30 }, (_, i) => [Math.sin(i), Math.cos(2 * i)]);
const y = X.map(([a = 0, b = 0]) => a * b + 1);
const estimator = nystrom({ kernel: rbf({ gamma: 1 }), lambda: 0.1, landmarks: 5 });
const none = emptyStatistic(estimator, X);
const some = addRows(none, X, y, { from: 0 });
const linearNone = emptyStatistic(leastSquares({ lambda: 0.1 }), X);

describe("what cannot be summed is told", () => {
  it("rows that do not begin a block, or are there already", () => {
    expectError("argument", () => addRows(none, X, y, { from: 30 }), { argument: "from", value: 30 });
    expectError("argument", () => addRows(some, X, y, { from: 0 }), { argument: "from", row: 0 });
    expectError("argument", () => addRows(none, X, y, { from: -4096 }));
    expectError("argument", () => addRows(none, X, y, { from: 4096 * 2 ** 20 }));
  });

  it("rows that do not fit", () => {
    expectError(
      "shape",
      () =>
        addRows(
          none,
          X.map(([a]) => [a as number]),
          y,
          { from: 0 },
        ),
      { argument: "X" },
    );
    expectError("shape", () => addRows(none, X, y.slice(1), { from: 0 }), { argument: "y" });
    expectError(
      "shape",
      () =>
        addRows(
          none,
          X,
          y.map((value) => [value]),
          { from: 0 },
        ),
      { argument: "y" },
    );
    expectError("not-finite", () =>
      addRows(
        none,
        X,
        y.map((value, i) => (i === 3 ? Number.NaN : value)),
        { from: 0 },
      ),
    );
    expectError(
      "not-finite",
      () =>
        addRows(
          none,
          X,
          y.map((value) => value * 1e200),
          { from: 0 },
        ),
      { argument: "y" },
    );
    expectError("argument", () => addRows(none, X, y, { from: 0, sampleWeight: y.map(() => -1) }), { argument: "sampleWeight" });
  });

  it("statistics of other features, and shared or missing blocks", () => {
    const other = emptyStatistic(nystrom({ kernel: rbf({ gamma: 2 }), lambda: 0.1, landmarks: 5 }), X);
    expectError("argument", () => mergeStatistics(some, other));
    expectError("argument", () => mergeStatistics(some, linearNone));
    expectError("argument", () => mergeStatistics(some, some), { value: 0 });
    expectError("argument", () => subtractStatistics(none, some), { value: 0 });
    expectError("argument", () => mergeStatistics(some, {} as Statistic));
  });

  it("no rows", () => {
    expectError("argument", () => solveStatistic(none));
    expectError("argument", () => statisticPath(none));
    expect(digestStatistic(subtractStatistics(some, some))).toBe(digestStatistic(none));
  });

  it("estimators and kernels that have no sums", () => {
    expectError("unsupported", () => emptyStatistic(nystrom({ kernel: rbf(), landmarks: 3, standardize: true }), X), {
      argument: "standardize",
    });
    expectError("argument", () => emptyStatistic(nystrom({ kernel: rbf(), landmarks: 3 })), { argument: "X" });
    expectError("kernel", () => emptyStatistic(leastSquares({ features: rbf() }), X));
    expectError("kernel", () => emptyStatistic(leastSquares({ features: (x) => x }), X));
    expectError("argument", () => emptyStatistic({ kind: "kernelRidge" } as never, X));
    expectError("argument", () => rowRanges(0, { parts: 2 }));
  });

  it("functions do not cross JSON", () => {
    const own = emptyStatistic(nystrom({ kernel: custom((a, b) => (a[0] as number) * (b[0] as number) + 1), landmarks: 2 }), X);
    expectError("kernel", () => statisticToJSON(own));
    expectError("kernel", () => statisticToBytes(emptyStatistic(leastSquares({ features: fromFeatures((x) => [x[0] as number]) }), X)));
  });
});

describe("what nystrom does not do is told", () => {
  it("white noise, a matrix for a kernel, and kernels that are none", () => {
    expectError("unsupported", () => fit(nystrom({ kernel: add(rbf(), white(1)), landmarks: 3 }), X, y), { argument: "kernel" });
    expectError("unsupported", () => fit(nystrom({ kernel: precomputed(), landmarks: 3 }), X, y), { argument: "kernel" });
    expectError("not-positive-definite", () => fit(nystrom({ kernel: sigmoid({ gamma: 3, coef0: -1 }), landmarks: X }), X, y));
  });

  it("landmarks that are none", () => {
    expectError("argument", () => nystrom({ kernel: rbf(), landmarks: 0 }), { argument: "landmarks" });
    expectError("argument", () => nystrom({ kernel: rbf(), landmarks: 1.5 }), { argument: "landmarks" });
    expectError("argument", () => nystrom({ kernel: rbf(), landmarks: undefined as never }), { argument: "landmarks" });
    expectError("shape", () => fit(nystrom({ kernel: rbf(), landmarks: [[1]] }), X, y), { argument: "landmarks" });
    expectError("shape", () => fit(nystrom({ kernel: rbf(), landmarks: [[1]], standardize: true }), X, y), { argument: "landmarks" });
    expectError("shape", () => fit(nystrom({ kernel: rbf(), landmarks: 3, lambda: [1, 2] }), X, y), { argument: "lambda" });
  });

  it("intervals, verification, and classes by another loss", () => {
    expectError("unsupported", () => predictInterval(estimator as never, X, y, X));
    expectError("unsupported", () => verify(fit(estimator, X, y), X, y));
    expectError("unsupported", () => kernelClassifier({ kernel: rbf(), loss: "hinge", landmarks: 3 }), { argument: "landmarks" });
    expectError("argument", () => kernelClassifier({ kernel: rbf(), seed: 3 }), { argument: "seed" });
  });

  it("abort", () => {
    const controller = new AbortController();
    controller.abort();
    expectError("aborted", () => addRows(none, X, y, { from: 0, signal: controller.signal }));
    expectError("aborted", () => fit(estimator, X, y, { signal: controller.signal }));
  });

  it("landmarks that the others tell all of are dropped, and told", () => {
    const model = fit(nystrom({ kernel: rbf({ gamma: 1 }), lambda: 0.1, landmarks: [...X, ...X] }), X, y);
    expect(model.report.warnings.join()).toMatch(/\d+ of 60 landmarks were dropped/);
    expect(model.n).toBeLessThanOrEqual(30);
  });

  it("fewer landmarks than were asked for are told, with the reason", () => {
    const asked = (kernel: Kernel, landmarks: number) => fit(nystrom({ kernel, lambda: 0.1, landmarks }), X, y);
    const alike = asked(linear(), 20);
    expect([alike.n, alike.report.warnings]).toEqual([2, ["2 landmarks instead of 20: the others are told by these"]]);
    expect(asked(rbf({ gamma: 9 }), 40).report.warnings).toContain("30 landmarks instead of 40: there are no more points");
    expect(asked(rbf({ gamma: 9 }), 5).report.warnings).toEqual([]);
  });

  it.each([
    [3e-10, 2],
    [3e-11, 1],
  ])("of two landmarks of which one leaves %d of the other there are %i: 1e-10 decides", (left, kept) => {
    // 1 − k², k = e^−δ²
    const delta = Math.sqrt(left / 2);
    expect(fit(nystrom({ kernel: rbf({ gamma: 1 }), lambda: 0.1, landmarks: [[0], [delta]] }), [[0], [1]], [1, 2]).n).toBe(kept);
  });
});

describe("files", () => {
  const sums = [none, some, addRows(some, X, y, { from: 8192 }), addRows(linearNone, X, y, { from: 4096 })];

  it.each(sums.map((statistic, i) => [i, statistic] as const))(
    "statistic %i returns from JSON, from bytes and from a worker",
    (_, statistic) => {
      const copies = [
        statisticFromJSON(JSON.parse(JSON.stringify(statisticToJSON(statistic)))),
        statisticFromBytes(statisticToBytes(statistic)),
        structuredClone(statistic),
      ];
      for (const copy of copies) {
        expect(copy).toEqual(statistic);
        expect(digestStatistic(copy)).toBe(digestStatistic(statistic));
      }
    },
  );

  it("of version 1, with the rows of a block", () => {
    expect(statisticToJSON(some)).toMatchObject({ format: "mercer-statistic", version: 1, blockRows: 4096 });
    expectError("format", () => statisticFromJSON({ ...statisticToJSON(some), version: 2 }), { path: "$.version" });
    expectError("format", () => statisticFromJSON({ ...statisticToJSON(some), blockRows: 100 }), { path: "$.blockRows" });
    expectError("format", () => statisticFromBytes(new Uint8Array(30)));
  });

  it("changed in any place are told, or still a statistic", () => {
    const text = JSON.stringify(statisticToJSON(some));
    const values = [null, -1, 0.5, "x", [], {}, true, 1e300];
    let refused = 0;
    const visit = (value: unknown, path: readonly (string | number)[]): void => {
      for (const other of values) {
        const changed = JSON.parse(text) as Record<string, unknown>;
        let at = changed as Record<string | number, unknown>;
        for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
        at[path.at(-1) as string] = other;
        try {
          expect(typeof digestStatistic(statisticFromJSON(changed))).toBe("string");
        } catch (error) {
          expect(error).toMatchObject({ code: "format", path: expect.stringMatching(/^\$/) });
          refused++;
        }
      }
      if (typeof value === "object" && value !== null) for (const [key, entry] of Object.entries(value)) visit(entry, [...path, key]);
    };
    for (const [key, entry] of Object.entries(JSON.parse(text) as object)) visit(entry, [key]);
    expect(refused).toBeGreaterThan(150);
  });
});
