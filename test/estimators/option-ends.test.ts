import { describe, expect, it } from "vitest";
import {
  anova,
  fit,
  gaussianProcess,
  kernelClassifier,
  kernelDescent,
  kernelNewton,
  kernelRidge,
  leastSquares,
  linear,
  linearDescent,
  onColumns,
  periodic,
  polynomial,
  power,
  rationalQuadratic,
  rbf,
  spectralFilter,
  supportVectorRegression,
} from "../../src/entries/index";
import { errorOf } from "../support/errors";

const kernel = linear();
const X = [[1], [2], [4], [7]];
const y = [1, 3, 2, 5];
const TINY = Number.MIN_VALUE;

describe("an estimator of which little is said is that of its documentation", () => {
  const descent = {
    kernel,
    loss: { kind: "squared" },
    lambda: 0,
    step: "auto",
    iterations: 3,
    tolerance: 0,
    momentum: "none",
    batch: "full",
    seed: 0,
  };
  const { kernel: _, ...onWeights } = descent;
  it.each<[made: object, documented: object]>([
    [kernelRidge({ kernel }), { kind: "kernelRidge", kernel, lambda: 1, intercept: false, solver: "auto" }],
    [leastSquares(), { kind: "leastSquares", features: linear(), lambda: 0, intercept: false }],
    [
      kernelClassifier({ kernel }),
      { kind: "kernelClassifier", kernel, lambda: 1, loss: "squared", intercept: false, tolerance: 1e-10, classWeight: "equal" },
    ],
    [
      kernelClassifier({ kernel, loss: "logistic" }),
      { kind: "kernelClassifier", kernel, lambda: 1, loss: "logistic", intercept: false, tolerance: 1e-10, classWeight: "equal" },
    ],
    [
      kernelClassifier({ kernel, loss: "softmax" }),
      { kind: "kernelClassifier", kernel, lambda: 1, loss: "softmax", intercept: false, tolerance: 1e-8, classWeight: "equal" },
    ],
    [
      kernelClassifier({ kernel, loss: "hinge" }),
      { kind: "kernelClassifier", kernel, lambda: 1, loss: "hinge", intercept: false, tolerance: 1e-3, classWeight: "equal" },
    ],
    [
      supportVectorRegression({ kernel }),
      {
        ...{ kind: "supportVectorRegression", kernel, lambda: 1, intercept: true, tolerance: 1e-3 },
        loss: { kind: "epsilonInsensitive", epsilon: 0.1 },
      },
    ],
    [
      kernelNewton({ kernel, loss: "poisson" }),
      { kind: "kernelNewton", kernel, loss: { kind: "poisson" }, lambda: 1, intercept: false, tolerance: 1e-10 },
    ],
    [gaussianProcess({ kernel }), { kind: "gaussianProcess", kernel, noise: 1, trend: "none" }],
    [
      kernelDescent({ kernel, iterations: 3 }),
      { kind: "kernelDescent", ...descent, gradient: "functional", nullSpace: "keep", storage: "auto" },
    ],
    [linearDescent({ iterations: 3 }), { kind: "linearDescent", ...onWeights, features: linear(), intercept: false }],
  ])("%o", (made, documented) => {
    expect(made).toEqual(documented);
  });

  it("momentum: β = 0.9, and begins anew only where the step is ours; a record is of losses alone", () => {
    expect(kernelDescent({ kernel, iterations: 1, momentum: "heavyBall" }).momentum).toEqual({
      kind: "heavyBall",
      beta: 0.9,
      restart: true,
    });
    expect(kernelDescent({ kernel, iterations: 1, momentum: "nesterov", step: 1 }).momentum).toEqual({
      kind: "nesterov",
      beta: 0.9,
      restart: false,
    });
    const momentum = { kind: "nesterov", beta: 0.25 } as const;
    expect(kernelDescent({ kernel, iterations: 1, momentum }).momentum).toEqual({ ...momentum, restart: true });
    expect(kernelDescent({ kernel, iterations: 1, momentum, step: 1 }).momentum).toEqual({ ...momentum, restart: false });
    const unsaid = { ...momentum, restart: undefined } as unknown as typeof momentum;
    expect(kernelDescent({ kernel, iterations: 1, momentum: unsaid }).momentum).toEqual({ ...momentum, restart: true });
    expect(kernelDescent({ kernel, iterations: 1, momentum: unsaid, step: 1 }).momentum).toEqual({ ...momentum, restart: false });
    expect(kernelDescent({ kernel, iterations: 1, record: { every: 2 } }).record).toEqual({ every: 2, coefficients: false });
  });

  it("validation: ten steps from check to check, ten checks of patience", () => {
    // every step leads further away from the targets of the validation set
    const reasonFor = (more: object): string =>
      fit(kernelDescent({ kernel, step: 1e-6, iterations: 1000 }), X, y, { validation: { X, y: [-1, -1, -1, -1], ...more } }).report.reason;
    const end = (steps: number): string => `patience with the validation set ran out after ${steps}, the best at step 0`;
    expect(reasonFor({})).toContain(end(10 * 10));
    expect(reasonFor({ patience: 3 })).toContain(end(3 * 10));
    expect(reasonFor({ every: 7 })).toContain(end(10 * 7));
    expect(reasonFor({ patience: 1, every: 1 })).toContain(end(1));
  });
});

/** Values of an option: those that are taken, at the ends of its range, and those next to them that are not. */
type Ends = readonly [argument: string, call: (value: never) => unknown, taken: readonly unknown[], refused: readonly unknown[]];

const atLeast0 = [
  [0, TINY, 1e300],
  [-TINY, -1, Number.NaN, Infinity],
] as const;
const above0 = [
  [TINY, 1e300],
  [0, -TINY, Number.NaN, Infinity],
] as const;
const countsFrom0 = [
  [0, 1, 2],
  [-1, 0.5, Infinity],
] as const;
const countsFrom1 = [
  [1, 2],
  [0, 0.5, 1.5, -1],
] as const;
const flags = [
  [true, false],
  [0, 1, "true", null],
] as const;

const descending = (more: object) => kernelDescent({ kernel, iterations: 1, ...more });
const checked = (more: object) => fit(kernelDescent({ kernel, iterations: 1 }), X, y, { validation: { X, y, ...more } });

const ENDS: readonly Ends[] = [
  ["lambda", (lambda) => kernelRidge({ kernel, lambda }), ...atLeast0],
  [
    "lambda[1]",
    (value) => kernelRidge({ kernel, lambda: [1, value] }),
    ...(atLeast0.map((values) => values.filter(Number.isFinite)) as [number[], number[]]),
  ],
  ["intercept", (intercept) => kernelRidge({ kernel, intercept }), ...flags],
  [
    "solver",
    (solver) => kernelRidge({ kernel, solver }),
    ["auto", "cholesky", "lu", "pivotedCholesky", "eigen", "primal", "mixed"],
    ["qr", "Auto", null],
  ],
  ["lambda", (lambda) => leastSquares({ lambda }), ...atLeast0],
  ["intercept", (intercept) => leastSquares({ intercept }), ...flags],
  ["lambda", (lambda) => kernelClassifier({ kernel, lambda }), ...atLeast0],
  ["lambda", (lambda) => kernelClassifier({ kernel, lambda, loss: "logistic" }), ...above0],
  ["lambda", (lambda) => kernelClassifier({ kernel, lambda, loss: "softmax" }), ...above0],
  ["lambda", (lambda) => kernelClassifier({ kernel, lambda, loss: "hinge" }), ...above0],
  ["tolerance", (tolerance) => kernelClassifier({ kernel, tolerance }), ...above0],
  ["intercept", (intercept) => kernelClassifier({ kernel, intercept }), ...flags],
  [
    "loss",
    (loss) => kernelClassifier({ kernel, loss }),
    ["squared", "logistic", "hinge", "softmax", { kind: "hinge" }],
    ["poisson", "huber", 1, { kind: "huber", delta: 1 }],
  ],
  ["classWeight", (classWeight) => kernelClassifier({ kernel, classWeight }), ["equal", "balanced", {}, { a: TINY }], ["even", null, 1]],
  ["classWeight of a", (a) => kernelClassifier({ kernel, classWeight: { a } }), ...above0],
  ["lambda", (lambda) => supportVectorRegression({ kernel, lambda }), ...above0],
  ["epsilon", (epsilon) => supportVectorRegression({ kernel, epsilon }), ...atLeast0],
  ["tolerance", (tolerance) => supportVectorRegression({ kernel, tolerance }), ...above0],
  ["intercept", (intercept) => supportVectorRegression({ kernel, intercept }), ...flags],
  [
    "loss",
    (loss) => kernelNewton({ kernel, loss }),
    ["squared", "poisson", "logistic", "huber", "squaredHinge", { kind: "huber", delta: 2 }],
    ["hinge", "absolute", "epsilonInsensitive", "quantile", undefined],
  ],
  ["lambda", (lambda) => kernelNewton({ kernel, loss: "squared", lambda }), ...above0],
  ["tolerance", (tolerance) => kernelNewton({ kernel, loss: "squared", tolerance }), ...above0],
  ["intercept", (intercept) => kernelNewton({ kernel, loss: "squared", intercept }), ...flags],
  ["noise", (noise) => gaussianProcess({ kernel, noise }), ...atLeast0],
  ["lambda", (lambda) => descending({ lambda }), ...atLeast0],
  ["step", (step) => descending({ step }), [...above0[0], "auto"], above0[1]],
  ["iterations", (iterations) => descending({ iterations }), ...countsFrom0],
  ["tolerance", (tolerance) => descending({ tolerance }), ...atLeast0],
  ["discrepancy", (discrepancy) => descending({ discrepancy }), ...atLeast0],
  ["batch", (batch) => descending({ batch }), [...countsFrom1[0], "full"], countsFrom1[1]],
  ["seed", (seed) => descending({ seed }), [-1, 0, 0.5, 2 ** 60], [Number.NaN, Infinity, "0"]],
  ["momentum.beta", (beta) => descending({ momentum: { kind: "nesterov", beta } }), [0, 0.5, 1 - 2 ** -53], [1, -TINY, 2, Number.NaN]],
  ["momentum", (momentum) => descending({ momentum }), ["none", "nesterov", "heavyBall"], ["Nesterov", "heavy-ball"]],
  [
    "momentum.restart",
    (restart) => descending({ momentum: { kind: "nesterov", beta: 0, restart } }),
    ...(flags.map((values) => values.filter((value) => value !== null)) as [boolean[], unknown[]]),
  ],
  ["record.every", (every) => descending({ record: { every } }), ...countsFrom1],
  ["record.coefficients", (coefficients) => descending({ record: { every: 1, coefficients } }), ...flags],
  ["gradient", (gradient) => descending({ gradient }), ["functional", "euclidean"], ["dual", null]],
  ["nullSpace", (nullSpace) => descending({ nullSpace }), ["keep", "remove"], [true, null]],
  ["storage", (storage) => descending({ storage }), ["auto", "stored", "tiles"], ["memory", null]],
  ["storage", (storage) => descending({ storage, batch: 1 }), ["auto", "stored"], ["tiles"]],
  // a step can be found where L″ has a bound, or the loss has kinks, which need none
  ["step", (step) => descending({ loss: "poisson", step }), [TINY, 1], ["auto"]],
  ["step", (loss) => descending({ loss, step: "auto" }), ["squared", "logistic", "huber", "absolute", "hinge"], ["poisson"]],
  // a descent that looks at all points, in mini-batches: exactly where there is something to look for
  ["batch", (tolerance) => descending({ batch: 1, tolerance }), [0], [TINY, 1]],
  ["batch", (discrepancy) => descending({ batch: 1, discrepancy }), [undefined], [0, 1]],
  ["intercept", (intercept) => linearDescent({ iterations: 1, intercept }), ...flags],
  ["validation.patience", (patience) => checked({ patience }), ...countsFrom1],
  ["validation.every", (every) => checked({ every }), ...countsFrom1],
  ["step", (step) => spectralFilter(kernel, X, y, { step, steps: 1 }), [TINY, 0.01], above0[1]],
  ["steps", (steps) => spectralFilter(kernel, X, y, { step: 0.01, steps }), ...countsFrom0],
  ["degree", (degree) => polynomial({ degree }), [1, 2, 2 ** 31 - 1], [0, -1, 1.5, 2 ** 31]],
  ["exponent", (exponent) => power(kernel, exponent), [1, 2, 2 ** 31 - 1], [0, -1, 1.5, 2 ** 31]],
  ["degree", (degree) => anova({ degree }), [1, 2, 500], [0, -1, 1.5, 501]],
  ["alpha", (alpha) => rationalQuadratic({ alpha, lengthScale: 1 }), ...above0],
  ["period", (period) => periodic({ period, lengthScale: 1 }), ...above0],
  ["lengthScale", (lengthScale) => periodic({ period: 1, lengthScale }), [1e-150, 1e300], [0.99e-150, 0, -1]],
  ["lengthScale", (lengthScale) => rbf({ lengthScale }), [2 ** -1021, 1e300], [2 ** -1022, 0, -1]],
  ["sigma", (sigma) => rbf({ sigma }), [2 ** -1020, 1e300], [2 ** -1021, 0, -1]],
  ["gamma", (gamma) => rbf({ gamma }), [...atLeast0[0], "auto"], atLeast0[1]],
  ["columns", (column) => onColumns([column], kernel), [0, 1, 2 ** 31], [-1, 0.5, "0"]],
];

/** An option that goes with no other of those given is "unsupported". */
function expectRefused(argument: string, call: () => unknown): void {
  const error = errorOf(call);
  expect(error).toMatchObject({ argument });
  expect(["argument", "unsupported"]).toContain(error.code);
}

describe("options at the ends of their range", () => {
  it.each(ENDS)("%s", (argument, call, taken, refused) => {
    for (const value of taken) expect(() => call(value as never), String(value)).not.toThrow();
    for (const value of refused) expectRefused(argument, () => call(value as never));
  });
});
