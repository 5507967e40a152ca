import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  cosine,
  fit,
  isMercerError,
  type Kernel,
  kernelClassifier,
  kernelDescent,
  laplacian,
  linear,
  type Progress,
  polynomial,
  rbf,
  sigmoid,
} from "../../src/entries/index";
import { errorOf } from "../support/errors";
import { random } from "../support/generator";
import { randomMatrix, randomVector } from "../support/random";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the advice of the logistic loss on λ is followed once, and it works", () => {
  const days = Array.from({ length: 8 }, (_, i) => [Date.UTC(2024, 0, 1 + i)]);
  const wide = Array.from({ length: 30 }, (_, i) => [40 * Math.sin(i), 3 * Math.cos(3 * i)]);

  /** The λ of the message after a failure; the same λ without one. */
  const advised = (kernel: Kernel, X: number[][], labels: number[], lambda: number, sampleWeight?: number[]): number => {
    try {
      fit(kernelClassifier({ kernel, lambda, loss: "logistic" }), X, labels, sampleWeight ? { sampleWeight } : {});
      return lambda;
    } catch (error) {
      if (!isMercerError(error) || error.code !== "not-positive-definite") throw error;
      return Number(/use lambda ≥ ([\d.e+-]+)/.exec(error.message)?.[1]);
    }
  };

  it("eight days in milliseconds: about 4e10, as n ε ‖K‖ is; what is left to rounding is told", () => {
    const labels = [0, 0, 0, 1, 0, 1, 0, 0];
    const lambda = advised(linear(), days, labels, 1);
    expect(lambda).toBeGreaterThan(1e10);
    expect(lambda).toBeLessThan(1e11);
    const { report } = fit(kernelClassifier({ kernel: linear(), lambda, loss: "logistic" }), days, labels);
    expect(report.warnings.length).toBeGreaterThan(0);
  });

  it("60 random problems: wide features and small λ, indefinite kernels, weights", () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom<Kernel>(linear(), polynomial({ degree: 2 }), polynomial(), sigmoid(), sigmoid({ gamma: 1, coef0: -1 })),
        fc.constantFrom(1e-12, 1e-9, 1e-3, 1),
        fc.integer({ min: 1, max: 1e6 }),
        (kernel, lambda, seed) => {
          const next = random(seed).uniform;
          const labels = wide.map((_, i) => (i < 2 ? i : Number(next() < 0.4)));
          const sampleWeight = wide.map(() => 0.1 + 3 * next());
          const enough = advised(kernel, wide, labels, lambda, sampleWeight);
          refused += Number(enough !== lambda);
          expect(advised(kernel, wide, labels, enough, sampleWeight)).toBe(enough);
        },
      ),
      { numRuns: 60, seed: 21 },
    );
    expect(refused).toBeGreaterThan(10);
  });
});

describe("weights of classes", () => {
  const X = randomMatrix(31, 20, 2);
  const kernel = rbf({ gamma: 0.5 });

  it("names that objects have of their own are names like others: 40 pairs", () => {
    const names = fc.constantFrom("field", "constructor", "toString", "__proto__", "hasOwnProperty", "valueOf", "a", "");
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 2, maxLength: 2 }), ([one, other]) => {
        const labels = Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? one : other) as string);
        const classWeight = Object.fromEntries([[one as string, 3]]);
        const model = fit(kernelClassifier({ kernel, classWeight }), X, labels);
        const sampleWeight = labels.map((label) => (label === one ? 3 : 1));
        expect(model.coefficients).toEqual(fit(kernelClassifier({ kernel }), X, labels, { sampleWeight }).coefficients);
      }),
      { numRuns: 40, seed: 22 },
    );
  });

  it("balanced: points of weight 0 are as if they were not there, 40 sets of weights", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 1, 2.5), { minLength: 20, maxLength: 20 }), (drawn) => {
        const sampleWeight = drawn.map((w, i) => (i < 2 ? 1 : w));
        const labels = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 || i > 14 ? "even" : "odd"));
        const kept = sampleWeight.flatMap((w, i) => (w > 0 ? [i] : []));
        const estimator = kernelClassifier({ kernel, classWeight: "balanced", loss: "hinge" });
        const all = fit(estimator, X, labels, { sampleWeight });
        const some = fit(
          estimator,
          kept.map((i) => Array.from(X.data.subarray(2 * i, 2 * i + 2))),
          kept.map((i) => labels[i] as string),
          { sampleWeight: kept.map((i) => sampleWeight[i] as number) },
        );
        expect(Array.from(all.coefficients as Float64Array).filter((_, i) => kept.includes(i))).toEqual(
          Array.from(some.coefficients as Float64Array),
        );
      }),
      { numRuns: 40, seed: 23 },
    );
  });
});

describe("tiles and a stored K", () => {
  it("the same bits with the step that is chosen, and the same limit: 60 random problems", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Kernel>(rbf({ gamma: 0.3 }), laplacian(), linear(), polynomial({ degree: 2, coef0: 0 })),
        fc.constantFrom("functional", "euclidean"),
        fc.boolean(),
        fc.constantFrom(0, 0.2),
        fc.integer({ min: 1, max: 90 }),
        (kernel, gradient, weighted, lambda, n) => {
          const X = randomMatrix(n, n, 3);
          const y = randomVector(n + 1, n);
          const next = random(n).uniform;
          const sampleWeight = Array.from({ length: n }, () => (weighted ? 10 ** (3 * next() - 2) : 1));
          const run = (storage: "stored" | "tiles", step: "auto" | number) =>
            fit(kernelDescent({ kernel, gradient, lambda, storage, step, iterations: 4 }), X, y, { sampleWeight });
          const [stored, tiles] = [run("stored", "auto"), run("tiles", "auto")];
          expect(tiles.report.step).toBe(stored.report.step);
          expect(tiles.coefficients).toEqual(stored.coefficients);
          const beyond = 3.2 * (stored.report.step as number);
          expect([run("stored", beyond).report.diverging, run("tiles", beyond).report.diverging]).toEqual([true, true]);
        },
      ),
      { numRuns: 60, seed: 24 },
    );
  });
});

describe("what takes long is bounded, or heard", () => {
  it("the hinge where K is constant up to rounding: a few thousand steps for 1,000 points, whatever λ and the labels", () => {
    const next = random(41).uniform;
    const X = Array.from({ length: 1000 }, () => [0.1 + 5 * next()]);
    for (const lambda of [1e4, 100, 0.1, 1e-6]) {
      for (const share of [0.5, 0.2]) {
        const labels = X.map(() => Number(next() < share));
        const { report } = fit(kernelClassifier({ kernel: cosine(), loss: "hinge", lambda }), X, labels);
        expect(report.iterations).toBeLessThan(20_000);
        expect(report.gap?.[0]).toBeLessThan(1e-3);
      }
    }
  });

  it("the choice of the step tells its progress, and hears an abort", () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => {
      now += 100;
      return now;
    });
    const n = 300;
    const X = randomMatrix(42, n, 3);
    const y = randomVector(43, n);
    for (const options of [{ storage: "stored" }, { storage: "tiles" }] as const) {
      const events: Progress[] = [];
      const stop = new AbortController();
      const onProgress = (event: Progress): void => {
        events.push(event);
        if (event.phase === "step") stop.abort("enough");
      };
      const estimator = kernelDescent({ kernel: rbf({ gamma: 0.3 }), iterations: 10_000, ...options });
      const error = errorOf(() => fit(estimator, X, y, { onProgress, signal: stop.signal }));
      expect(error).toMatchObject({ code: "aborted" });
      expect(events.map(({ phase }) => phase)).not.toContain("descent");
      expect(events.at(-1)?.phase).toBe("step");
    }
  });
});
