import { describe, expect, test } from "vitest";
import { fit, isMercerError, type KernelModel, kernelRidge, type Matrix, matern, predict, rbf } from "../../../src/entries/index";
import { randomMatrix, randomVector } from "../../support/random";

const n = 260;
const X = randomMatrix(11, n, 3);
const Y: Matrix = { rows: n, cols: 2, data: randomVector(12, 2 * n) };
const options = { kernel: matern({ nu: 1.5, lengthScale: 0.4 }), lambda: [0.01, 0.3], solver: "iterative", intercept: true } as const;

interface Stopped {
  readonly code: string;
  readonly model: KernelModel<Matrix>;
  readonly state: unknown;
}

function stopped(run: () => unknown): Stopped {
  try {
    run();
  } catch (error) {
    if (isMercerError(error)) return error as unknown as Stopped;
    throw error;
  }
  throw new Error("it came to its end");
}

const substance = ({ report: { elapsedMs, ...report }, ...model }: KernelModel<Matrix>) => ({ ...model, report });
const whole = fit(kernelRidge(options), X, Y);

describe("an iteration that is interrupted", () => {
  test.each([0, 1, 2, 3])("after %i steps has an honest bound, and goes on with the same bits", (maxIterations) => {
    const { code, model, state } = stopped(() => fit(kernelRidge({ ...options, maxIterations }), X, Y));
    expect(code).toBe("diverged");
    const exact = fit(kernelRidge({ ...options, solver: "cholesky" }), X, Y);
    const [a, b] = [predict(model, X), predict(exact, X)];
    const most = a.data.reduce((error, value, at) => Math.max(error, Math.abs(value - (b.data[at] as number))), 0);
    expect(model.report.errorBound).toBeGreaterThan(most);
    expect(substance(fit(kernelRidge(options), X, Y, { resume: structuredClone(state) }))).toEqual(substance(whole));
  });

  test("by a signal carries its model and state, and goes on with the same bits", () => {
    const controller = new AbortController();
    let events = 0;
    const now = performance.now;
    // every look at the clock is a second later: each pause is told
    let clock = 0;
    performance.now = () => (clock += 1000);
    try {
      const { code, model, state } = stopped(() =>
        fit(kernelRidge(options), X, Y, {
          signal: controller.signal,
          onProgress: ({ phase, errorBound }) => {
            if (phase !== "iterate") return;
            expect(errorBound).toBeGreaterThan(0);
            if (++events === 5) controller.abort();
          },
        }),
      );
      expect(code).toBe("aborted");
      expect(model.report.errorBound).toBeGreaterThan(whole.report.errorBound as number);
      expect(model.report.iterations).toBeGreaterThan(2);
      expect(substance(fit(kernelRidge(options), X, Y, { resume: state }))).toEqual(substance(whole));
    } finally {
      performance.now = now;
    }
  });

  test("its state is refused for other data, and what is no state", () => {
    const { state } = stopped(() => fit(kernelRidge({ ...options, maxIterations: 1 }), X, Y));
    const other = { ...Y, data: Y.data.map((value) => value + 1) };
    expect(stopped(() => fit(kernelRidge(options), X, other, { resume: state })).code).toBe("argument");
    expect(stopped(() => fit(kernelRidge({ ...options, seed: 9 }), X, Y, { resume: state })).code).toBe("argument");
    expect(stopped(() => fit(kernelRidge(options), X, Y, { resume: {} })).code).toBe("argument");
    expect(stopped(() => fit(kernelRidge({ kernel: rbf() }), X, Y, { resume: state })).code).toBe("argument");
  });
});

describe("the iterative solver", () => {
  test("keeps the triangle, or makes its tiles anew, for the same bits", () => {
    const [kept, made] = (["triangle", "tiles"] as const).map((storage) => fit(kernelRidge({ ...options, storage }), X, Y));
    expect(kept?.coefficients).toEqual(made?.coefficients);
    expect(kept?.report.bytes).toBeGreaterThan(made?.report.bytes as number);
  });

  test("refuses what it cannot prove, and options that another solver would ignore", () => {
    expect(stopped(() => fit(kernelRidge({ ...options, lambda: 0 }), X, Y)).code).toBe("unsupported");
    expect(stopped(() => kernelRidge({ kernel: rbf(), solver: "cholesky", tolerance: 1 })).code).toBe("argument");
  });

  test("says what rounding does not allow", () => {
    const { code, model } = stopped(() => fit(kernelRidge({ ...options, tolerance: 1e-15 }), X, Y));
    expect(code).toBe("diverged");
    expect(model.report.errorBound).toBeLessThan(1e-7);
  });

  test("with as many landmarks as points is at its end at once", () => {
    const { report } = fit(kernelRidge({ ...options, kernel: rbf({ gamma: 1 }), rank: n, tolerance: 1e-6 }), X, Y);
    expect(report.iterations).toBeLessThanOrEqual(2);
  });
});
