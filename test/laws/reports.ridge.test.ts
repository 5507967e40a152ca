import { beforeAll, describe, expect, it } from "vitest";
import {
  add,
  constant,
  decision,
  featureMatrix,
  fit,
  isMercerError,
  type Kernel,
  kernelClassifier,
  kernelRidge,
  laplacian,
  leastSquares,
  linear,
  type Matrix,
  matern,
  polynomial,
  predict,
  type Report,
  rbf,
  spectralFilter,
  white,
} from "../../src/entries/index";
import { exactKernel } from "../support/exact-kernel";
import { type Exact, exactly, minus, plus, rootOf, times, toNumber, ZERO } from "../support/exact-number";
import { exactRidge, isWithin } from "../support/exact-ridge";
import { randomMatrix, randomVector } from "../support/random";
import { type ExactGram, exactGram, judged, type Recomputed, stewart, trueCondition } from "../support/recomputed";
import { boundOf } from "../support/right-or-told";

type Solver = NonNullable<Parameters<typeof kernelRidge>[0]["solver"]>;

const n = 14;
const d = 2;
/** On the grid of step 2⁻⁶. */
const X: Matrix = { rows: n, cols: d, data: randomMatrix(31, n, d, 2).data.map((value) => Math.round(64 * value) / 64) };
const Y: Matrix = randomMatrix(32, n, 3, 5);
const partly = Float64Array.from({ length: n }, (_, i) => [1, 0.5, 0, 2, 1.25, 0.1][i % 6] as number);

const column = (M: Matrix, q: number): Float64Array => Float64Array.from({ length: M.rows }, (_, i) => M.data[i * M.cols + q] as number);
const row = (M: Matrix, i: number): Float64Array => M.data.slice(i * M.cols, (i + 1) * M.cols);

function expectNear(name: string, got: number, { value, rounding }: Recomputed): void {
  const off = Math.abs(got - value);
  expect(off <= rounding ? null : `${name} is ${got}, the model's own is ${value} ± ${rounding}`).toBeNull();
}

/** What a direct fit has nothing to say of. */
function expectDirect(report: Report): void {
  const { iterations, step, diverging, nullComponent, record } = report;
  expect({ iterations, step, diverging, nullComponent, record }).toEqual({
    iterations: null,
    step: null,
    diverging: false,
    nullComponent: null,
    record: null,
  });
  expect(report.reason.length).toBeGreaterThan(5);
  expect(report.gap).toBeUndefined();
}

interface Fitted {
  readonly coefficients: Matrix;
  readonly intercept: ArrayLike<number>;
  readonly report: Report;
}

/** Loss and backward error of a model of several targets from its α and b. */
function expectOwnNumbers(G: ExactGram, { coefficients, intercept, report }: Fitted, targets: Matrix, lambdas: readonly number[]): void {
  expect(report.trainingLoss).toHaveLength(targets.cols);
  const parts = lambdas.map((lambda, q) =>
    judged(G, { alpha: column(coefficients, q), intercept: intercept[q] as number, y: column(targets, q), lambda }),
  );
  parts.forEach(({ loss }, q) => {
    expectNear(`trainingLoss[${q}]`, report.trainingLoss[q] as number, loss);
  });
  const errors = parts.map(({ backwardError }) => backwardError);
  expectNear("backwardError", report.backwardError as number, {
    value: Math.max(...errors.map(({ value }) => value)),
    rounding: Math.max(...errors.map(({ rounding }) => rounding)),
  });
}

const kernels: readonly (readonly [name: string, kernel: Kernel])[] = [
  ["linear", linear()],
  ["polynomial", polynomial({ degree: 2 })],
  ["rbf", rbf({ gamma: 0.3 })],
  ["Matérn", matern({ nu: 1.5, lengthScale: 2 })],
  ["rbf with white noise", add(rbf({ gamma: 0.3 }), white(0.125))],
];
const penalties: readonly (readonly number[])[] = [
  [1e-3, 1e-3, 1e-3],
  [0.1, 1e-6, 0.1],
];

const solvers: readonly Solver[] = ["auto", "cholesky", "mixed", "lu", "eigen", "primal", "pivotedCholesky"];

describe.each(kernels)("kernelRidge, %s", (_, kernel) => {
  const infinite = kernel.kind !== "linear" && kernel.kind !== "polynomial";
  for (const weights of [undefined, partly]) {
    const G = exactGram(kernel, X, weights);
    for (const lambdas of penalties) {
      const condition = Math.max(...[...new Set(lambdas)].map((lambda) => trueCondition(G, lambda)));
      for (const intercept of [false, true]) {
        const options = { kernel, X, intercept, ...(weights ? { weights } : {}) };
        const exact = lambdas.map((lambda, q) => exactRidge({ ...options, y: column(Y, q), lambda }));
        const title = `λ = ${lambdas.join(", ")}${weights ? ", weights" : ""}${intercept ? ", intercept" : ""}`;

        it.each(solvers.filter((solver) => !(infinite && solver === "primal")))(`${title}, solver "%s"`, (solver) => {
          const model = fit(kernelRidge({ kernel, lambda: lambdas, intercept, solver }), X, Y, weights ? { sampleWeight: weights } : {});
          const { report } = model;
          expectDirect(report);
          expectOwnNumbers(G, model, Y, lambdas);
          const healthy = Math.min(...lambdas) >= 1e-3;
          if (healthy) {
            expect(report.backwardError).toBeLessThan(8 * n * 2 ** -53);
            expect(report.warnings).toEqual([]);
          }
          partly.forEach((w, i) => {
            if (weights && w === 0) expect(Array.from(row(model.coefficients, i))).toEqual([0, 0, 0]);
          });
          expect([n, G.n, null, rankOf(kernel)]).toContain(report.rank);
          expect(typeof report.conditionEstimate).toBe("number");
          expect(report.conditionEstimate as number).toBeLessThanOrEqual(condition * (1 + 1e-3));
          expect(report.conditionEstimate as number).toBeGreaterThanOrEqual(condition / 10);
          const bound = boundOf(report);
          if (typeof bound !== "number") expect.fail(`errorBound is ${bound}`);
          if (healthy) expect(bound).toBeLessThan(1e-6);
          const predictions = predict(model, X);
          exact.forEach((target, q) => {
            for (let i = 0; i < n; i++) {
              const x = row(X, i);
              const h = predictions.data[i * 3 + q] as number;
              expect(isWithin(bound, h, target.at(x), exactKernel(kernel, x, x))).toBe(true);
            }
          });
        });
      }
    }
  }
});

/** How many features the kernel has. */
function rankOf({ kind }: Kernel): number {
  return kind === "linear" ? 2 : 6;
}

describe("the report is that of the α returned, where it is not the best", () => {
  const DAY = 86_400_000;
  const cases = [
    {
      name: "polynomial of degree 3 on 0 … 39",
      kernel: polynomial({ degree: 3, gamma: 1 }),
      x: Array.from({ length: 40 }, (_, i) => i),
      y: Array.from({ length: 40 }, (_, i) => Math.sin(i) + (i * i) / 20),
      lambda: 1e-6,
      intercept: true,
    },
    {
      name: "eight days in milliseconds",
      kernel: linear(),
      x: Array.from({ length: 8 }, (_, i) => 1_704_067_200_000 + DAY * i),
      y: [3, 1, 4, 1, 5, 9, 2, 6],
      lambda: 1,
      intercept: false,
    },
    {
      name: "a quadratic through 100 … 103",
      kernel: polynomial({ degree: 2 }),
      x: [100, 101, 102, 103],
      y: [0, 1, 4, 9],
      lambda: 0,
      intercept: false,
    },
    {
      name: "two equal points of three",
      kernel: polynomial(),
      x: [-1, 1, -1],
      y: [1, -3, 3],
      lambda: 0,
      intercept: false,
    },
    {
      name: "close to 0.5 with an intercept",
      kernel: rbf({ gamma: 0.01 }),
      x: [0, 0.25, 0.5, 0.5, 4],
      y: [6.2, 5.1, 5.2, 4.3, 4],
      lambda: 0.1,
      intercept: true,
    },
    {
      name: "a quartic of ten",
      kernel: polynomial({ degree: 4 }),
      x: [62, 75, 81, 96, 110, 128, 143, 160, 188, 215],
      y: [201, 233, 240, 289, 310, 345, 390, 402, 470, 505].map((value) => 1000 * value),
      lambda: 1,
      intercept: false,
    },
    {
      name: "x near 1e5",
      kernel: linear(),
      x: Array.from({ length: 100 }, (_, i) => 1e5 + 7 * Math.sin(i)),
      y: Array.from({ length: 100 }, (_, i) => Math.cos(3 * i)),
      lambda: 1e-6,
      intercept: false,
    },
  ] as const;

  for (const { name, kernel, x, y, lambda, intercept } of cases) {
    const points: Matrix = { rows: x.length, cols: 1, data: Float64Array.from(x) };
    const G = exactGram(kernel, points);
    let condition = 0;
    beforeAll(() => {
      if (lambda > 0) condition = trueCondition(G, lambda);
    });
    it.each(solvers)(`${name}, solver "%s"`, (solver) => {
      if (solver === "primal" && kernel.kind === "rbf") return;
      try {
        const model = fit(kernelRidge({ kernel, lambda, intercept, solver }), points, {
          rows: x.length,
          cols: 1,
          data: Float64Array.from(y),
        });
        expectDirect(model.report);
        expectOwnNumbers(G, model, { rows: x.length, cols: 1, data: Float64Array.from(y) }, [lambda]);
        if (lambda > 0) {
          // beyond 1/ε an estimate has no digit left, but knows that it is beyond
          if (condition > 1e15) expect(model.report.conditionEstimate as number).toBeGreaterThan(1e13);
          else {
            expect(model.report.conditionEstimate as number).toBeLessThanOrEqual(condition * 2);
            expect(model.report.conditionEstimate as number).toBeGreaterThanOrEqual(condition / 10);
          }
        }
      } catch (error) {
        if (!isMercerError(error)) throw error;
        expect(["cholesky", "lu"]).toContain(solver);
      }
    });
  }
});

describe("the rank", () => {
  const y = randomVector(5, 12);
  const line: Matrix = { rows: 12, cols: 1, data: Float64Array.from({ length: 12 }, (_, i) => i - 5) };
  const doubled: Matrix = { rows: 12, cols: 1, data: Float64Array.from({ length: 12 }, (_, i) => Math.floor(i / 1.5)) };

  it.each<Solver>(["auto", "eigen", "primal", "pivotedCholesky"])('of K at λ = 0, solver "%s"', (solver) => {
    const rank = (kernel: Kernel, points: Matrix): number | null => fit(kernelRidge({ kernel, lambda: 0, solver }), points, y).report.rank;
    expect(rank(polynomial({ degree: 1 }), line)).toBe(2);
    expect(rank(polynomial({ degree: 2 }), line)).toBe(3);
    expect(rank(linear(), line)).toBe(1);
    expect(rank(polynomial({ degree: 2 }), doubled)).toBe(3);
    if (solver !== "primal") expect(rank(laplacian({ gamma: 0.5 }), doubled)).toBe(8);
  });

  it.each<Solver>(["auto", "eigen", "primal", "pivotedCholesky"])('least loss at λ = 0, solver "%s"', (solver) => {
    for (const points of [line, doubled]) {
      for (const kernel of [polynomial({ degree: 2 }), linear()]) {
        const exact = exactRidge({ kernel, X: points, y, lambda: 0 });
        const { report } = fit(kernelRidge({ kernel, lambda: 0, solver }), points, y);
        expect(report.trainingLoss[0]).toBeCloseTo(toNumber(exact.trainingLoss), 10);
      }
    }
  });

  it("a ridge cuts nothing away: eigen keeps every eigenvalue", () => {
    for (const lambda of [1e-3, 1, 10]) {
      const { report } = fit(kernelRidge({ kernel: polynomial({ degree: 2 }), lambda, solver: "eigen" }), line, y);
      expect([12, null]).toContain(report.rank);
    }
  });
});

describe("the squared classifier", () => {
  const labels = Array.from({ length: n }, (_, i) => ["a", "b", "c"][(i * i + i) % 3] as string);
  const two = labels.map((label) => label === "a");
  const balanced = (values: readonly (string | boolean)[]): number[] =>
    values.map((value) => n / (new Set(values).size * values.filter((other) => other === value).length));

  for (const [name, kernel] of kernels) {
    for (const intercept of [false, true]) {
      it(`${name}${intercept ? ", intercept" : ""}: loss, backward error and bound of the coefficients returned`, () => {
        for (const values of [labels, two]) {
          const classes = [...new Set<string | boolean>(values)].sort();
          const signed = classes.length === 2 ? classes.slice(1) : classes;
          const signs: Matrix = {
            rows: n,
            cols: signed.length,
            data: Float64Array.from({ length: n * signed.length }, (_, at) =>
              values[Math.floor(at / signed.length)] === signed[at % signed.length] ? 1 : -1,
            ),
          };
          for (const classWeight of ["equal", "balanced"] as const) {
            const weights = classWeight === "balanced" ? balanced(values) : undefined;
            const model = fit(kernelClassifier({ kernel, lambda: 0.05, intercept, classWeight }), X, values as readonly string[]);
            expect(model.classes).toEqual(classes);
            const coefficients = model.coefficients;
            const alpha: Matrix = "cols" in coefficients ? coefficients : { rows: n, cols: 1, data: coefficients };
            const intercepts = typeof model.intercept === "number" ? [model.intercept] : (model.intercept as Float64Array);
            const { report } = model;
            const lambdas = signed.map(() => 0.05);
            expectDirect(report);
            expectOwnNumbers(exactGram(kernel, X, weights), { coefficients: alpha, intercept: intercepts, report }, signs, lambdas);
            const bound = boundOf(report);
            if (typeof bound !== "number") expect.fail(`errorBound is ${bound}`);
            const decisions = decision(model, X);
            signed.forEach((_, q) => {
              const y = column(signs, q);
              const exact = exactRidge({ kernel, X, y, lambda: 0.05, intercept, ...(weights ? { weights } : {}) });
              for (let i = 0; i < n; i++) {
                const h = ("cols" in decisions ? decisions.data[i * signed.length + q] : decisions[i]) as number;
                expect(isWithin(bound, h, exact.at(row(X, i)), exactKernel(kernel, row(X, i), row(X, i)))).toBe(true);
              }
            });
          }
        }
      });
    }
  }
});

describe("leastSquares", () => {
  const features: readonly (readonly [name: string, kernel: Kernel, dimension: number])[] = [
    ["the columns", linear(), 2],
    ["polynomial", polynomial({ degree: 2 }), 6],
    ["a sum", add(linear(), constant(2)), 3],
  ];
  for (const [name, kernel, dimension] of features) {
    for (const weights of [undefined, partly]) {
      for (const intercept of [false, true]) {
        for (const lambda of [0, 1e-6, 0.5]) {
          it(`${name}, λ = ${lambda}${weights ? ", weights" : ""}${intercept ? ", intercept" : ""}`, () => {
            const model = fit(leastSquares({ features: kernel, lambda, intercept }), X, Y, weights ? { sampleWeight: weights } : {});
            const { report } = model;
            expectDirect(report);
            const phi = featureMatrix(kernel, X);
            const w = model.weights;
            const support = Array.from({ length: n }, (_, i) => i).filter((i) => weights?.[i] !== 0);
            const exactRow = (i: number): Exact[] => Array.from(row(phi, i), exactly);
            let worst: Recomputed = { value: 0, rounding: 0 };
            for (let q = 0; q < 3; q++) {
              const solution = Array.from(column(w, q), exactly);
              const b = exactly((model.intercept as Float64Array)[q] as number);
              let [loss, rounding] = [ZERO, 0];
              const roots = support.map((i) => rootOf(exactly(weights?.[i] ?? 1)));
              for (const i of support) {
                const terms = exactRow(i).map((value, j) => times(value, solution[j] as Exact));
                const error = minus(plus(terms.reduce(plus, ZERO), b), exactly(Y.data[i * 3 + q] as number));
                const size = [...terms, b, exactly(Y.data[i * 3 + q] as number)].reduce((s, term) => s + Math.abs(toNumber(term)), 0);
                const scale = 2 * (dimension + 8) * 2 ** -53 * size;
                const weight = weights?.[i] ?? 1;
                loss = plus(loss, times(exactly(weight), times(error, error)));
                rounding += weight * (2 * Math.abs(toNumber(error)) * scale + scale * scale);
              }
              expectNear(`trainingLoss[${q}]`, report.trainingLoss[q] as number, {
                value: toNumber(loss),
                rounding: rounding + n * 2 ** -52 * toNumber(loss),
              });
              if (!intercept) {
                const ridge = exactly(Math.sqrt(lambda));
                const A = support.map((i, k) => exactRow(i).map((value) => times(value, roots[k] as Exact)));
                const right = support.map((i, k) => times(exactly(Y.data[i * 3 + q] as number), roots[k] as Exact));
                if (lambda > 0) {
                  for (let j = 0; j < dimension; j++) {
                    A.push(Array.from({ length: dimension }, (_, l) => (l === j ? ridge : ZERO)));
                    right.push(ZERO);
                  }
                }
                const found = stewart(A, solution, right);
                worst = { value: Math.max(worst.value, found.value), rounding: Math.max(worst.rounding, found.rounding) };
              }
              const exact = exactRidge({
                kernel,
                X,
                y: column(Y, q),
                lambda: Math.max(lambda, 2 ** -200),
                intercept,
                ...(weights ? { weights } : {}),
              });
              const h = predict(model, X);
              for (let i = 0; i < n; i++) expect(h.data[i * 3 + q]).toBeCloseTo(toNumber(exact.at(row(X, i))), 11);
            }
            if (!intercept) expectNear("backwardError", report.backwardError as number, worst);
            expect(report.backwardError).toBeLessThan(1e-14);
            expect(report.rank).toBe(intercept && kernel.kind !== "linear" && lambda === 0 ? dimension - 1 : dimension);
            if (lambda !== 1e-6) expect(report.warnings).toEqual([]);
            expect(report.bytes).toBeGreaterThan(8 * support.length * dimension);
          });
        }
      }
    }
  }
});

describe("the bytes", () => {
  const many = randomMatrix(3, 120, 3);
  const y = randomVector(4, 120);
  const square = 8 * 120 * 120;

  it.each<readonly [Solver, number]>([
    ["cholesky", 1],
    ["lu", 1],
    // K, and its eigenvectors beside it
    ["eigen", 2],
    ["pivotedCholesky", 1],
  ])('solver "%s" counts at least %i matrices of n × n', (solver, matrices) => {
    const { report } = fit(kernelRidge({ kernel: rbf(), lambda: 0.1, solver }), many, y);
    expect(report.bytes).toBeGreaterThanOrEqual(matrices * square);
    expect(report.bytes).toBeLessThan(12 * square);
  });
});

describe("spectralFilter", () => {
  it.each(kernels)("%s: the loss is that of the coefficients returned", (_, kernel) => {
    const y = column(Y, 0);
    const model = spectralFilter(kernel, X, y, { step: 1e-3, steps: 200 });
    const G = exactGram(kernel, X);
    const { loss } = judged(G, { alpha: model.coefficients, intercept: model.intercept, y, lambda: 0 });
    expectNear("trainingLoss", model.report.trainingLoss[0] as number, loss);
    expect(model.report.iterations).toBe(200);
    expect(model.report.step).toBe(1e-3);
    expect(model.report.warnings).toEqual([]);
    expect(model.equivalentLambda).toBe(1 / (2 * 1e-3 * 200));
    expect(boundOf(model.report) ?? null).toBeNull();
  });
});
