import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  diagnose,
  type FitOptions,
  fit,
  gram,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  type Progress,
  precomputed,
  predict,
  predictor,
  rbf,
  selectLambda,
  spectralFilter,
  supportVectorRegression,
} from "../src/entries/index";
import { errorOf, expectError } from "./support/errors";
import { randomMatrix, randomVector } from "./support/random";

const [n, d] = [600, 3];
const X = randomMatrix(1, n, d);
const y = randomVector(2, n);
const ESTIMATORS = [
  { name: "ridge", estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) },
  { name: "ridge by LU", estimator: kernelRidge({ kernel: rbf(), lambda: 0.1, solver: "lu" }) },
  { name: "descent", estimator: kernelDescent({ kernel: rbf(), iterations: 3000 }) },
] as const;

describe.each(ESTIMATORS)("$name, on a clock that makes every report due", ({ estimator }) => {
  let clock = 0;

  beforeEach(() => {
    vi.spyOn(performance, "now").mockImplementation(() => {
      clock += 1000;
      return clock;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it("tells how far it has come: every phase onward, from one to the next", () => {
    const told: Progress[] = [];
    fit(estimator, X, y, { onProgress: (progress) => told.push(progress) });
    const phases = [...new Set(told.map(({ phase }) => phase))];
    expect(phases).toEqual(estimator.kind === "kernelRidge" ? expect.arrayContaining(["gram", "factor"]) : ["gram", "step", "descent"]);
    expect(told.length).toBeGreaterThan(phases.length);
    for (const { done, total } of told) {
      expect(done).toBeGreaterThan(0);
      expect(done).toBeLessThanOrEqual(total);
    }
    for (const phase of ["factor", "descent"]) {
      const done = told.filter((progress) => progress.phase === phase).map((progress) => progress.done);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      if (done.length > 0) expect(done.at(-1)).toBe(told.find((progress) => progress.phase === phase)?.total);
    }
    const losses = told.flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(losses.length).toBe(told.filter(({ phase }) => phase === "descent").length);
  });

  it("gives the same bits whether or not it is watched", () => {
    const plain = fit(estimator, X, y);
    const watched = fit(estimator, X, y, { onProgress: () => undefined, signal: new AbortController().signal });
    expect(watched.coefficients).toEqual(plain.coefficients);
  });

  it("lets onProgress use the library", () => {
    const plain = fit(estimator, X, y);
    const small = fit(kernelRidge({ kernel: rbf() }), X.data.subarray(0, 60), y.subarray(0, 60));
    const expected = predict(small, y);
    let calls = 0;
    const model = fit(estimator, X, y, {
      onProgress: () => {
        calls++;
        expect(predict(small, y)).toEqual(expected);
        expect(predictor(small)([y[3] as number])).toBe(expected[3]);
        // memory may grow, and move, under the fit
        const more = 150 * calls;
        if (calls <= 12) expect(gram(rbf(), randomMatrix(3, more, 1)).rows).toBe(more);
        expect(fit(kernelDescent({ kernel: rbf(), iterations: 3 }), X.data.subarray(0, 20), y.subarray(0, 20)).n).toBe(20);
      },
    });
    expect(calls).toBeGreaterThan(1);
    expect(model.coefficients).toEqual(plain.coefficients);
    expect(model.report.trainingLoss).toEqual(plain.report.trainingLoss);
  });

  it("an abort in onProgress ends it, and nothing is left behind", () => {
    const before = fit(estimator, X, y).coefficients;
    const reason = new Error("enough");
    for (const stopAt of [1, 2, 3]) {
      const controller = new AbortController();
      let calls = 0;
      const run = () =>
        fit(estimator, X, y, {
          signal: controller.signal,
          onProgress: () => {
            if (++calls === stopAt) controller.abort(reason);
          },
        });
      expectError("aborted", run, { name: "AbortError", cause: reason });
      expect(calls).toBe(stopAt);
    }
    expect(fit(estimator, X, y).coefficients).toEqual(before);
  });

  it("an error thrown by onProgress passes through, and nothing is left behind", () => {
    const thrown = new Error("mine");
    const run = () =>
      fit(estimator, X, y, {
        onProgress: () => {
          throw thrown;
        },
      });
    expect(run).toThrow(thrown);
    expect(fit(estimator, X, y).n).toBe(n);
  });

  it("an aborted signal is heard without onProgress, too", () => {
    const signal = { aborted: false, reason: "later" } as AbortSignal;
    let looked = 0;
    Object.defineProperty(signal, "aborted", { get: () => ++looked > 2 });
    expectError("aborted", () => fit(estimator, X, y, { signal }), { cause: "later" });
  });
});

describe("a signal that is aborted before the start", () => {
  it.each(ESTIMATORS)("$name does not begin", ({ estimator }) => {
    let calls = 0;
    const onProgress = () => {
      calls++;
    };
    const error = errorOf(() => fit(estimator, X, y, { signal: AbortSignal.abort("no"), onProgress }));
    expect(error).toMatchObject({ code: "aborted", name: "AbortError", cause: "no" });
    expect(calls).toBe(0);
  });
});

describe("a short fit", () => {
  it("reports nothing: progress comes at a humane rate", () => {
    let calls = 0;
    const onProgress = () => {
      calls++;
    };
    fit(kernelRidge({ kernel: precomputed() }), [[1]], [1], { onProgress });
    expect(calls).toBe(0);
  });
});

describe("every verb with progress lets onProgress grow the memory that it works in:", () => {
  const [points, targets] = [X.data.subarray(0, 150), y.subarray(0, 150)];
  const labels = Array.from(targets, (value) => value > 0);
  const sampleWeight = targets.map((value) => 0.5 + value * value);
  const descent = { kernel: rbf(), iterations: 20, lambda: 0.1 };
  const VERBS: readonly (readonly [string, (watching: FitOptions) => unknown])[] = [
    ["ridge by eigenvalues", (w) => fit(kernelRidge({ kernel: rbf(), solver: "eigen" }), points, targets, w).coefficients],
    [
      "Euclidean descent with weights",
      (w) => fit(kernelDescent({ ...descent, gradient: "euclidean" }), points, targets, { ...w, sampleWeight }).coefficients,
    ],
    ["descent with weights", (w) => fit(kernelDescent(descent), points, targets, { ...w, sampleWeight }).coefficients],
    ["descent on tiles", (w) => fit(kernelDescent({ ...descent, storage: "tiles" }), points, targets, { ...w, sampleWeight }).coefficients],
    ["logistic regression", (w) => fit(kernelClassifier({ kernel: rbf(), loss: "logistic" }), points, labels, w).coefficients],
    ["hinge", (w) => fit(kernelClassifier({ kernel: rbf(), loss: "hinge" }), points, labels, w).coefficients],
    ["support vectors", (w) => fit(supportVectorRegression({ kernel: rbf() }), points, targets, w).coefficients],
    ["selectLambda", (w) => selectLambda(kernelRidge({ kernel: rbf() }), points, targets, [0.1, 1], w).looError],
    ["diagnose", (w) => diagnose(rbf(), points, targets, w)],
    ["spectralFilter", (w) => spectralFilter(rbf(), points, targets, { step: 1e-3, steps: 100 }, w).coefficients],
  ];

  it.each(VERBS)("%s", (_, run) => {
    let clock = 0;
    const mocked = vi.spyOn(performance, "now").mockImplementation(() => {
      clock += 1000;
      return clock;
    });
    const plain = run({});
    let size = 400;
    const watched = run({
      onProgress: () => {
        size += 100;
        if (size <= 1500) gram(rbf(), randomMatrix(4, size, 1));
      },
    });
    mocked.mockRestore();
    expect(size).toBeGreaterThan(400);
    expect(watched).toEqual(plain);
  });
});
