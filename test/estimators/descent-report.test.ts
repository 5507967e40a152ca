import { afterEach, describe, expect, it, vi } from "vitest";
import {
  fit,
  isMercerError,
  type KernelDescentOptions,
  kernelDescent,
  linear,
  linearDescent,
  type Matrix,
  precomputed,
  rbf,
} from "../../src/entries/index";
import { errorOf, expectError } from "../support/errors";
import { randomMatrix, randomVector } from "../support/random";

const n = 30;
const X = randomMatrix(1, n, 2);
const y = randomVector(2, n);
const sampleWeight = Float64Array.from({ length: n }, (_, i) => 1 + (i % 3));
const kernel = rbf({ gamma: 0.5 });

/** K = 4: J = (4α − y)², of which descent by the functional gradient is stable for steps below ¼; half of that is taken. */
const one = { kernel: precomputed(), iterations: 20 } as const;
const fitOne = (more: Partial<KernelDescentOptions> = {}, options = {}) => fit(kernelDescent({ ...one, ...more }), [[4]], [1], options);

describe("the reason of a descent", () => {
  const reasonOf = (more: Partial<KernelDescentOptions>, options = {}): string =>
    fit(kernelDescent({ kernel, iterations: 20, ...more }), X, y, options).report.reason;

  it("says how the step was found: proven, estimated, falling, or given", () => {
    for (const gradient of ["functional", "euclidean"] as const) {
      for (const weights of [{}, { sampleWeight }]) {
        const start = `${gradient} gradient, `;
        expect(reasonOf({ gradient, storage: "stored" }, weights)).toBe(`${start}step certified stable; all steps taken after 20`);
        expect(reasonOf({ gradient, storage: "stored", step: 1e-3 }, weights)).toBe(`${start}step as given; all steps taken after 20`);
        expect(reasonOf({ gradient, loss: "absolute" }, weights)).toContain(`${start}decreasing step; all steps taken after 20`);
      }
    }
    // no factorisation can prove anything of a matrix that is not kept
    expect(reasonOf({ gradient: "euclidean", storage: "tiles" }, { sampleWeight })).toContain("step stable by Lanczos' estimate;");
  });

  it("says what ended it, and after which step", () => {
    // α = (1 − (1 − 2·⅛·4)ᵗ)/4 = ¼ after one step, where the gradient is 0
    expect(fitOne({ step: 0.125, tolerance: 1e-3 }).report.reason).toBe(
      "functional gradient, step as given; the gradient came down to the tolerance after 1",
    );
    // the loss is (1 − 2·4s)²ᵗ = 4⁻ᵗ for s = 1/16
    const at = (discrepancy: number) => fitOne({ step: 1 / 16, discrepancy }).report;
    expect(at(4 ** -3).reason).toBe("functional gradient, step as given; the loss came down to the discrepancy after 3");
    expect(at(4 ** -3 * (1 - 2 ** -52)).iterations).toBe(4);
    expect(fit(linearDescent({ iterations: 3, step: 0.05 }), [[1, 2]], [1]).report.reason).toBe(
      "gradient of 2 weights, step as given; all steps taken after 3",
    );
  });

  it("is in the model of a descent that was aborted on its way", () => {
    /** A signal that is on from the k-th time that it is asked. */
    const signalAt = (k: number) => {
      let asked = 0;
      return {
        get aborted() {
          return ++asked > k;
        },
      } as unknown as AbortSignal;
    };
    const errors = Array.from({ length: 40 }, (_, k) => {
      try {
        fitOne({ iterations: 5, step: 1 / 16 }, { signal: signalAt(k + 1) });
        return null;
      } catch (error) {
        return error as { code: string; model?: ReturnType<typeof fitOne> };
      }
    }).filter((error) => error !== null);
    for (const { code } of errors) expect(code).toBe("aborted");
    const models = errors.map(({ model }) => model).filter((model) => model !== undefined);
    expect(models.length).toBeGreaterThan(0);
    for (const { report } of models) expect(report.reason).toBe("functional gradient, step as given; aborted after 5");
  });
});

describe("a listener that throws", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([["a word"], [new Error("enough")]])("%s: the same comes out, an error with the model so far", (thrown) => {
    // a second from one look at the clock to the next, so that the listener is told of every call
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => {
      now += 1000;
      return now;
    });
    const onProgress = ({ phase }: { phase: string }): void => {
      if (phase === "descent") throw thrown;
    };
    let caught: unknown;
    try {
      fitOne({ step: 1 / 16 }, { onProgress });
    } catch (error) {
      caught = error;
    }
    expect(caught).toBe(thrown);
    if (thrown instanceof Error) {
      const { model } = thrown as Error & { model: ReturnType<typeof fitOne> };
      expect(model.report.reason).toBe("functional gradient, step as given; aborted after 20");
    }
  });
});

describe("the record of a descent", () => {
  it("is there where it was asked for, with coefficients where these were", () => {
    // α_t = (1 − 2⁻ᵗ)/4 for the step 1/16, and the loss 4⁻ᵗ, without a rounding
    const { iterations } = { iterations: 3 };
    expect(fitOne({ iterations, step: 1 / 16 }).report.record).toBeNull();
    const losses = { steps: [0, 2, 3], losses: [1, 4 ** -2, 4 ** -3] };
    const plain = fitOne({ iterations, step: 1 / 16, record: { every: 2 } }).report.record;
    expect(plain).toStrictEqual(losses);
    const whole = fitOne({ iterations, step: 1 / 16, record: { every: 2, coefficients: true } }).report.record;
    expect(whole).toStrictEqual({ ...losses, coefficients: [0, 3 / 16, 7 / 32].map((alpha) => Float64Array.of(alpha)) });
  });

  it("has the step of the best where a validation set chose it", () => {
    // the target of the validation set is passed at t = 1, where h = ½
    const validation = { X: [[4]], y: [0.5], every: 1, patience: 2 };
    const { report, coefficients } = fitOne({ step: 1 / 16 }, { validation });
    expect(report.reason).toBe("functional gradient, step as given; patience with the validation set ran out after 3, the best at step 1");
    expect(report.iterations).toBe(1);
    expect(coefficients).toEqual(Float64Array.of(1 / 8));
  });
});

describe("a descent that leaves the numbers", () => {
  it("says to three digits which step would not, and has the last numbers in its model", () => {
    const error = expectError("diverged", () => fitOne({ step: 1e200 }), { step: 1e200 });
    const { largestStep, iterations, model } = error as typeof error & {
      largestStep: number;
      iterations: number;
      model: { report: object };
    };
    // half of ¼, but for what the proof of ¼ costs
    expect(Math.abs(largestStep / 0.125 - 1)).toBeLessThan(1e-6);
    expect(error.message).toMatch(/a step of 1e\+200 is too large; use step "auto" or at most 0\.125$/);
    expect(model.report).toMatchObject({ iterations, diverging: true });
    const other = errorOf(() => fit(kernelDescent({ ...one, step: 1e200 }), [[3]], [1]));
    expect(other.message).toContain("at most 0.167");
  });

  it("knows no step where L″ has no bound", () => {
    const run = () => fit(kernelDescent({ kernel: linear(), loss: "poisson", iterations: 50, step: 1e10 }), [[1], [2]], [3, 4]);
    const error = expectError("diverged", run, { largestStep: 0 });
    expect(error.message).toMatch(/is too large; use a smaller one, or kernelNewton$/);
    expect(isMercerError(error)).toBe(true);
  });
});

describe("of several targets", () => {
  it("the step of the model is the latest that one of them is the best of", () => {
    // J = |α| is least where it begins; the other comes down from 1
    const Y: Matrix = { rows: 1, cols: 2, data: Float64Array.of(0, 1) };
    for (const turned of [false, true]) {
      const given = turned ? { ...Y, data: Y.data.slice().reverse() } : Y;
      const { report, coefficients } = fit(kernelDescent({ ...one, loss: "absolute" }), [[4]], given);
      expect(coefficients.data[turned ? 1 : 0]).toBe(0);
      expect(report.iterations).toBeGreaterThan(0);
      expect(report.trainingLoss[turned ? 1 : 0]).toBe(0);
      expect(report.trainingLoss[turned ? 0 : 1]).toBeLessThan(1);
    }
  });
});

describe("what a descent on features holds", () => {
  const bytes = (M: number, more: object): number => {
    const { report } = fit(linearDescent({ iterations: 1, ...more }), randomMatrix(3, 6, M), randomVector(4, 6));
    return report.bytes;
  };
  /** Of the numbers of bytes for M, 2M and 3M features: 0 where they grow by M, 16M² where a matrix of M × M is among them. */
  const bend = (M: number, more: object): number => bytes(3 * M, more) - 2 * bytes(2 * M, more) + bytes(M, more);

  it("is the smaller of ΦᵀΦ and ΦΦᵀ; beside an intercept that λ does not count for only the first will do", () => {
    expect(bend(64, { lambda: 0.5 })).toBe(0);
    expect(bend(64, {})).toBe(0);
    expect(bend(64, { intercept: true })).toBe(0);
    expect(bend(64, { intercept: true, lambda: 0.5 })).toBe(2 * 8 * 64 * 64);
  });
});
