import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit, kernelRidge, leastSquares, type Matrix, nystrom, polynomial, predict, rbf } from "../../src/entries/index";
import {
  addRows,
  digestStatistic,
  emptyStatistic,
  mergeStatistics,
  rowBlocks,
  rowRanges,
  type Statistic,
  solveStatistic,
  subtractStatistics,
} from "../../src/entries/statistics";

const BLOCK = 4096;
const n = 4 * BLOCK + 321;
const X: Matrix = { rows: n, cols: 2, data: Float64Array.from({ length: 2 * n }, (_, i) => Math.sin(i * i + 0.3 * i)) };
const y = Float64Array.from({ length: n }, (_, i) => (X.data[2 * i] as number) ** 2 + Math.cos(3 * (X.data[2 * i + 1] as number)) + 5);
const weights = Float64Array.from({ length: n }, (_, i) => ((i * 7) % 11) / 4);
const estimator = nystrom({ kernel: rbf({ gamma: 1 }), lambda: 0.01, landmarks: 8, seed: 1 });
const none = emptyStatistic(estimator, rows(0, 100));

function rows(from: number, to: number): Matrix {
  return { rows: to - from, cols: 2, data: X.data.slice(2 * from, 2 * to) };
}

function part(from: number, to: number, given: Statistic = none): Statistic {
  return addRows(given, rows(from, to), y.slice(from, to), { from, sampleWeight: weights.slice(from, to) });
}

const blocks = rowRanges(n, { parts: 100 }).map(({ from, to }) => part(from, to));
const all = part(0, n);
const digest = digestStatistic(all);

describe("statistics of parts", () => {
  it("there is one block for each 4096 rows", () => expect(blocks).toHaveLength(5));

  it("merge to the whole, in any order and any grouping, to the last bit", () => {
    const permuted = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
    fc.assert(
      fc.property(permuted, fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }), (order, joins) => {
        const left = order.map((at) => blocks[at] as Statistic);
        for (const join of joins) {
          const at = join % (left.length - 1);
          left.splice(at, 2, mergeStatistics(left[at] as Statistic, left[at + 1] as Statistic));
        }
        expect(digestStatistic(left[0] as Statistic)).toBe(digest);
      }),
      { numRuns: 20 },
    );
  });

  it.each([1, 2, 3, 4])("shards cut at multiples of 4096 into %i parts make one digest", (parts) => {
    const shards = rowRanges(n, { parts }).map(({ from, to }) => part(from, to));
    expect(digestStatistic(shards.reduceRight(mergeStatistics))).toBe(digest);
  });

  it("added one after the other, to a statistic that stays as it is", () => {
    const before = digestStatistic(none);
    const after = rowRanges(n, { parts: 5 }).reduceRight((sum, { from, to }) => part(from, to, sum), none);
    expect(digestStatistic(after)).toBe(digest);
    expect(digestStatistic(none)).toBe(before);
  });

  it("taken away are as if they had never been", () => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }), (removed) => {
        const without = removed.reduce((left, at) => subtractStatistics(left, blocks[at] as Statistic), all);
        const rest = [0, 1, 2, 3, 4].filter((at) => !removed.includes(at)).map((at) => blocks[at] as Statistic);
        expect(without).toEqual(rest.reduce(mergeStatistics, none));
        expect(digestStatistic(without)).toBe(digestStatistic(rest.reduce(mergeStatistics, none)));
      }),
      { numRuns: 10 },
    );
  });

  it("other data have another digest", () => {
    const bent = y.slice();
    bent[5000] = (bent[5000] as number) * (1 + 1e-9);
    expect(digestStatistic(addRows(none, X, bent, { from: 0, sampleWeight: weights }))).not.toBe(digest);
  });

  it("of a stream in parts of any size are those of the whole", async () => {
    async function* stream() {
      for (let from = 0, size = 1; from < n; from += size, size = Math.min(5 * size, n - from)) {
        yield { X: rows(from, from + size), y: y.slice(from, from + size), sampleWeight: weights.slice(from, from + size) };
      }
    }
    let sum = none;
    for await (const block of rowBlocks(stream())) {
      sum = addRows(sum, block.X, block.y as Float64Array, { from: block.from, sampleWeight: block.sampleWeight as Float64Array });
    }
    expect(digestStatistic(sum)).toBe(digest);
  });

  it("with a large weight or a large target keep every bit, too", () => {
    const heavy = (from: number, to: number) =>
      addRows(
        none,
        rows(from, to),
        y.slice(from, to).map((value) => value * 1e120),
        { from, sampleWeight: weights.slice(from, to).map((w) => w * 1e9) },
      );
    const sum = mergeStatistics(heavy(BLOCK, n), heavy(0, BLOCK));
    expect(digestStatistic(sum)).toBe(digestStatistic(heavy(0, n)));
    expect(digestStatistic(subtractStatistics(sum, heavy(BLOCK, n)))).toBe(digestStatistic(heavy(0, BLOCK)));
  });
});

describe("the model of a statistic", () => {
  it("is that of a fit, bit for bit", () => {
    const { landmarks } = none.features as { landmarks: Matrix };
    const model = fit(nystrom({ ...estimator, landmarks }), X, y, { sampleWeight: weights });
    const solved = solveStatistic(all);
    expect(solved.kind === "kernelModel" && solved.coefficients).toEqual(model.coefficients);
    expect(solved.kind === "kernelModel" && solved.points).toEqual(model.points);
    expect({ ...solved.report, bytes: 0, elapsedMs: 0 }).toEqual({ ...model.report, bytes: 0, elapsedMs: 0 });
  });

  it("has any λ, and an intercept, as a fit has", () => {
    const { landmarks } = none.features as { landmarks: Matrix };
    for (const lambda of [1e-6, 0.1, 100]) {
      const model = fit(nystrom({ ...estimator, landmarks, lambda, intercept: true }), X, y, { sampleWeight: weights });
      const [got, want] = [
        predict(solveStatistic(all, { lambda, intercept: true }) as typeof model, rows(0, 50)),
        predict(model, rows(0, 50)),
      ];
      for (const [i, value] of want.entries()) expect(Math.abs((got[i] as number) - value)).toBeLessThan(1e-9);
    }
  });

  it("without some rows is that of a fit to the others: k-fold by subtraction", () => {
    const { landmarks } = none.features as { landmarks: Matrix };
    const held = blocks[1] as Statistic;
    const model = solveStatistic(subtractStatistics(all, held));
    const kept = (values: Float64Array, cols: number) =>
      Float64Array.from([...values.slice(0, BLOCK * cols), ...values.slice(2 * BLOCK * cols)]);
    const refit = fit(nystrom({ ...estimator, landmarks }), { rows: n - BLOCK, cols: 2, data: kept(X.data, 2) }, kept(y, 1), {
      sampleWeight: kept(weights, 1),
    });
    expect(model.kind === "kernelModel" && model.coefficients).toEqual(refit.coefficients);
  });

  it("of features is ridge regression on them", () => {
    const features = polynomial({ degree: 2, gamma: 1, coef0: 1 });
    const estimators = leastSquares({ features, lambda: 0.5, intercept: true });
    const sum = addRows(emptyStatistic(estimators, rows(0, 1)), X, y, { from: 0 });
    const [model, direct] = [solveStatistic(sum), fit(estimators, X, y)];
    const [got, want] = [predict(model as typeof direct, rows(0, 30)), predict(direct, rows(0, 30))];
    for (const [i, value] of want.entries()) expect(Math.abs((got[i] as number) - value)).toBeLessThan(1e-10);
    expect(model.report.solver).toBe("normal-equations");
  });

  it("of several targets, each with its λ, has the columns of those of one", () => {
    const Y: Matrix = { rows: 500, cols: 2, data: Float64Array.from({ length: 1000 }, (_, i) => Math.cos(i)) };
    const empty = emptyStatistic(nystrom({ ...estimator, lambda: [0.1, 3] }), rows(0, 100), { targets: 2 });
    const model = solveStatistic(addRows(empty, rows(0, 500), Y, { from: 0 }));
    if (model.kind !== "kernelModel") throw new Error(model.kind);
    const { landmarks } = empty.features as { landmarks: Matrix };
    [0.1, 3].forEach((lambda, q) => {
      const one = fit(
        nystrom({ ...estimator, landmarks, lambda }),
        rows(0, 500),
        Y.data.filter((_, i) => i % 2 === q),
      );
      const column = (model.coefficients as unknown as Matrix).data.filter((_, i) => i % 2 === q);
      for (const [j, value] of one.coefficients.entries())
        expect(Math.abs((column[j] as number) - value)).toBeLessThan(1e-10 * Math.abs(value) + 1e-10);
    });
  });
});

describe("Nyström with all points for landmarks", () => {
  const few = rows(0, 60);
  const v = y.slice(0, 60);
  it.each([
    { intercept: false, standardize: false },
    { intercept: true, standardize: false },
    { intercept: false, standardize: true },
    { intercept: true, standardize: true },
  ])("is kernel ridge regression: %o", (options) => {
    const sampleWeight = weights.slice(1, 61);
    const ridge = fit(kernelRidge({ kernel: rbf({ gamma: 40 }), lambda: 0.1, ...options }), few, v, { sampleWeight });
    for (const landmarks of [60, few] as const) {
      const model = fit(nystrom({ kernel: rbf({ gamma: 40 }), lambda: 0.1, landmarks, ...options }), few, v, { sampleWeight });
      const [got, want] = [predict(model, rows(60, 90)), predict(ridge, rows(60, 90))];
      for (const [i, value] of want.entries()) expect(Math.abs((got[i] as number) - value)).toBeLessThan(1e-9);
      expect(Math.abs((model.report.trainingLoss[0] as number) - (ridge.report.trainingLoss[0] as number))).toBeLessThan(1e-9);
    }
  });

  it("tells what the landmarks leave of the kernel: nothing, and less with more of them", () => {
    const loss = (landmarks: number): number => {
      const { report } = fit(nystrom({ kernel: rbf({ gamma: 1 }), lambda: 0.1, landmarks }), rows(0, 300), y.slice(0, 300));
      return report.solver === "nystrom" ? report.featureLoss : Number.NaN;
    };
    expect(loss(300)).toBeLessThan(1e-9);
    expect(loss(40)).toBeLessThan(loss(5));
  });
});
