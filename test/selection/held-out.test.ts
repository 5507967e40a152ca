import { describe, expect, it } from "vitest";
import {
  add,
  compare,
  crossValidate,
  fit,
  gram,
  type KernelRidge,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  laplacian,
  leastSquares,
  leaveOneOut,
  linear,
  type Matrix,
  precomputed,
  predict,
  rbf,
  score,
  white,
} from "../../src/entries/index";
import { columnOf, pickRows } from "../support/dense";
import { expectError } from "../support/errors";
import { randomMatrix, randomVector } from "../support/random";

const n = 30;
const X = randomMatrix(1, n, 3);
const Y = randomMatrix(2, n, 2, 5);
const y = columnOf(Y, 0);
const weights = randomVector(3, n).map((value) => Math.abs(value) + 0.1);
const kernel = rbf({ gamma: 0.8 });
const folds = Array.from({ length: n }, (_, i) => (3 * i + (i >> 2)) % 4);

/** What refits say of every row, by the fold of each. */
function refits(estimator: KernelRidge, targets: Matrix, foldOfRow: readonly number[], sampleWeight?: Float64Array): Matrix {
  const data = new Float64Array(n * targets.cols);
  for (const fold of new Set(foldOfRow)) {
    const rest = foldOfRow.flatMap((own, i) => (own === fold ? [] : [i]));
    const options = sampleWeight ? { sampleWeight: rest.map((i) => sampleWeight[i] as number) } : {};
    const model = fit(estimator, pickRows(X, rest), pickRows(targets, rest), options);
    foldOfRow.forEach((own, i) => {
      if (own === fold) data.set(predict(model, pickRows(X, [i])).data, i * targets.cols);
    });
  }
  return { rows: n, cols: targets.cols, data };
}

function expectClose(found: Matrix, wanted: Matrix): void {
  expect([found.rows, found.cols]).toEqual([wanted.rows, wanted.cols]);
  found.data.forEach((value, at) => {
    expect(Math.abs(value - (wanted.data[at] as number))).toBeLessThanOrEqual(1e-9);
  });
}

const estimators: readonly (readonly [string, KernelRidge])[] = [
  ["a λ", kernelRidge({ kernel, lambda: 0.02 })],
  ["an intercept", kernelRidge({ kernel, lambda: 0.2, intercept: true })],
  ["a λ per target and an intercept", kernelRidge({ kernel, lambda: [0.1, 3], intercept: true })],
  ["white noise", kernelRidge({ kernel: add(kernel, white(0.3)), lambda: 0.1 })],
  ["few features", kernelRidge({ kernel: linear(), lambda: 0.1, intercept: true, solver: "cholesky" })],
];

describe.each(estimators)("%s: from one factor what refits give", (_, estimator) => {
  const singles = Array.from({ length: n }, (_, i) => i);

  it.each([undefined, weights])("without each row, weights %#", (sampleWeight) => {
    const options = sampleWeight ? { sampleWeight } : {};
    const { predictions, residuals, route } = leaveOneOut(estimator, X, Y, options);
    expect(route).toBe("factor");
    expectClose(predictions, refits(estimator, Y, singles, sampleWeight));
    expectClose(residuals, { ...Y, data: Y.data.map((value, at) => value - (predictions.data[at] as number)) });
  });

  it.each([undefined, weights])("without each fold, weights %#", (sampleWeight) => {
    const options = sampleWeight ? { sampleWeight } : {};
    const { predictions, route, scores } = crossValidate(estimator, X, Y, { folds, ...options });
    expect(route).toBe("factor");
    const wanted = refits(estimator, Y, folds, sampleWeight);
    expectClose(predictions, wanted);
    expect(scores).toHaveLength(4);
    // R² of fold 0, by the definition
    const rows = folds.flatMap((fold, i) => (fold === 0 ? [i] : []));
    const r2 = [0, 1].map((q) => {
      const truth = rows.map((i) => Y.data[2 * i + q] as number);
      const mean = truth.reduce((a, b) => a + b) / truth.length;
      const missed = rows.reduce((sum, i, k) => sum + ((truth[k] as number) - (wanted.data[2 * i + q] as number)) ** 2, 0);
      return 1 - missed / truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    });
    expect(Math.abs((scores[0] as number) - ((r2[0] as number) + (r2[1] as number)) / 2)).toBeLessThanOrEqual(1e-9);
  });
});

describe("where there is no closed form", () => {
  it("refits are made: of points of weight 0, of a kernel of few features, of a singular K, with their reason", () => {
    const some = weights.map((w, i) => (i % 5 === 0 ? 0 : w));
    const estimator = kernelRidge({ kernel, lambda: 0.1 });
    const found = leaveOneOut(estimator, X, Y, { sampleWeight: some });
    expect([found.route, found.reason]).toEqual(["refits", "there are points of weight 0"]);
    expectClose(
      found.predictions,
      refits(
        estimator,
        Y,
        Array.from({ length: n }, (_, i) => i),
        some,
      ),
    );
    const line = kernelRidge({ kernel: linear(), lambda: 0.1 });
    expect(crossValidate(line, X, y)).toMatchObject({ route: "refits", reason: "the 3 features of the kernel are few beside 30 points" });
    const exact = kernelRidge({ kernel: linear(), lambda: 0, solver: "cholesky" });
    expectError("not-positive-definite", () => leaveOneOut(exact, X, y));
    const least = leaveOneOut(kernelRidge({ kernel: linear(), lambda: 0, solver: "eigen" }), X, y);
    expect([least.route, least.reason]).toEqual(["refits", expect.stringContaining("not positive definite")]);
  });

  it("a precomputed kernel is cut into rows and columns, by a factor and by refits", () => {
    const K = gram(kernel, X);
    const wanted = crossValidate(kernelRidge({ kernel, lambda: 0.1 }), X, Y, { folds });
    for (const solver of ["cholesky", "lu"] as const) {
      expectClose(
        crossValidate(kernelRidge({ kernel: precomputed(), lambda: 0.1, solver }), K, Y, { folds }).predictions,
        wanted.predictions,
      );
    }
  });

  it("descent and least squares: each fold as a fit of one's own", () => {
    for (const estimator of [kernelDescent({ kernel: laplacian(), iterations: 20 }), leastSquares({ intercept: true })]) {
      const { predictions, scores, rows } = crossValidate(estimator, X, y, { folds });
      expect(rows).toEqual(Int32Array.from({ length: n }, (_, i) => i));
      const rest = folds.flatMap((fold, i) => (fold === 2 ? [] : [i]));
      const own = folds.flatMap((fold, i) => (fold === 2 ? [i] : []));
      const model = fit(
        estimator as ReturnType<typeof leastSquares>,
        pickRows(X, rest),
        rest.map((i) => y[i] as number),
      );
      expect(own.map((i) => predictions[i])).toEqual(Array.from(predict(model, pickRows(X, own))));
      expect(scores[2]).toBe(
        score(
          model,
          pickRows(X, own),
          own.map((i) => y[i] as number),
        ),
      );
    }
  });

  it("labels are predicted, stratified by themselves", () => {
    const labels = Array.from(y, (value, i) => (i % 10 === 0 ? "rare" : value > 0 ? "up" : "down"));
    const { predictions, scores, foldOfRow } = crossValidate(kernelClassifier({ kernel, lambda: 0.1 }), X, labels, { folds: 3 });
    const rare = labels.flatMap((label, i) => (label === "rare" ? [foldOfRow[i]] : []));
    expect([...rare].sort()).toEqual([0, 1, 2]);
    for (let fold = 0; fold < 3; fold++) {
      const rows = labels.flatMap((_, i) => (foldOfRow[i] === fold ? [i] : []));
      expect(scores[fold]).toBe(rows.filter((i) => labels[i] === predictions[i]).length / rows.length);
    }
  });

  it("forward in time only what came before is fitted to, and the first part is not judged", () => {
    const order = Array.from({ length: n }, (_, i) => (i * 7) % n);
    const estimator = kernelRidge({ kernel, lambda: 0.1 });
    const { predictions, rows, foldOfRow, reason } = crossValidate(estimator, X, y, { order, folds: 2 });
    expect(reason).toBe("a fold is not fitted on all other rows");
    expect(Array.from(foldOfRow)).toEqual(order.map((moment) => Math.floor(moment / 10) - 1));
    expect(Array.from(rows)).toEqual(order.flatMap((moment, i) => (moment >= 10 ? [i] : [])));
    const before = order.flatMap((moment, i) => (moment < 10 ? [i] : []));
    const model = fit(
      estimator,
      pickRows(X, before),
      before.map((i) => y[i] as number),
    );
    rows.forEach((row, at) => {
      if (foldOfRow[row] === 0) expect(predictions[at]).toBe(predict(model, pickRows(X, [row]))[0]);
    });
  });
});

describe("compare", () => {
  const candidates = {
    mean: kernelRidge({ kernel, lambda: 1e9, intercept: true }),
    fine: kernelRidge({ kernel, lambda: 0.3 }),
    same: kernelRidge({ kernel, lambda: 0.3 }),
  };
  const smooth = Float64Array.from({ length: n }, (_, i) => Math.sin(3 * (X.data[3 * i] as number)));

  it("ranks by the mean score of the same folds, with the standard error of what is between", () => {
    const { best, ranking, foldOfRow } = compare(candidates, X, smooth, { folds: 3, seed: 4 });
    expect([best, ranking.map(({ name }) => name)]).toEqual(["fine", ["fine", "same", "mean"]]);
    const [fine, same, mean] = ranking as [(typeof ranking)[0], (typeof ranking)[0], (typeof ranking)[0]];
    expect([fine.difference, fine.standardError, same.difference]).toEqual([0, 0, 0]);
    const single = crossValidate(candidates.mean, X, smooth, { folds: 3, seed: 4 });
    expect([mean.scores, foldOfRow]).toEqual([single.scores, single.foldOfRow]);
    const d = Array.from(mean.scores, (value, fold) => value - (fine.scores[fold] as number));
    const average = (d[0] as number) / 3 + (d[1] as number) / 3 + (d[2] as number) / 3;
    expect(mean.difference).toBeCloseTo(average, 12);
    expect(mean.standardError).toBeCloseTo(Math.sqrt(d.reduce((sum, value) => sum + (value - average) ** 2, 0) / 6), 12);
  });

  it("refuses no candidates", () => {
    expectError("argument", () => compare({}, X, y), { argument: "candidates" });
  });
});

describe("refusals", () => {
  const estimator = kernelRidge({ kernel });
  it.each([
    ["argument", { folds: 1 }, "folds"],
    ["argument", { folds: 31 }, "folds"],
    ["argument", { folds: new Array(n).fill(0) }, "folds"],
    ["argument", { folds: new Array(n).fill(-1) }, "folds"],
    ["argument", { folds: folds.map((fold) => 2 * fold) }, "folds"],
    ["shape", { folds: [0, 1] }, "folds"],
    ["argument", { folds, seed: 1 }, "seed"],
    ["argument", { order: folds, groups: folds }, "groups"],
    ["argument", { groups: folds, folds: 5 }, "folds"],
    ["argument", { seed: -1 }, "seed"],
    ["argument", { shuffle: true }, "shuffle"],
  ] as const)("%s for %j", (code, options, argument) => {
    expectError(code, () => crossValidate(estimator, X, y, options as object), { argument });
  });

  it("of one row, and of targets that do not fit", () => {
    expectError("shape", () => leaveOneOut(estimator, [1], [1]), { argument: "X" });
    expectError("shape", () => crossValidate(estimator, X, [1, 2]), { argument: "y" });
    expectError("aborted", () => crossValidate(leastSquares(), X, y, { signal: AbortSignal.abort() }));
  });
});
