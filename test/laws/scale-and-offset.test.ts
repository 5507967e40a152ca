import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fit,
  type Kernel,
  type KernelModel,
  kernelRidge,
  laplacian,
  leastSquares,
  linear,
  type Matrix,
  matern,
  polynomial,
  predict,
  rbf,
} from "../../src/entries/index";
import { toNumber } from "../support/exact-number";
import { exactRidge, type RidgeProblem } from "../support/exact-ridge";
import { ulp } from "../support/oracles";
import { expectRounded } from "../support/precision";
import { randomMatrix, randomVector } from "../support/random";
import { boundOf, examine, silentFault } from "../support/right-or-told";

type Solver = NonNullable<Parameters<typeof kernelRidge>[0]["solver"]>;

const n = 16;
/** On the grid of step 2⁻⁶, none nearer to 0 than that. */
const grid = (values: Float64Array): Float64Array => values.map((value) => (Math.round(64 * value) || 1) / 64);
const X: Matrix = { rows: n, cols: 2, data: grid(randomMatrix(51, n, 2, 2).data) };
const Z: Matrix = { rows: 7, cols: 2, data: grid(randomMatrix(52, 7, 2, 2).data) };
const y = grid(randomVector(53, n, 5));
const weights = grid(randomVector(54, n)).map(Math.abs);

const times = (values: Float64Array, c: number): Float64Array => values.map((value) => value * c);
const scaledBy = (M: Matrix, c: number): Matrix => ({ ...M, data: times(M.data, c) });
const line = (x: ArrayLike<number>): Matrix => ({ rows: x.length, cols: 1, data: Float64Array.from(x) });

const solvers: readonly Solver[] = ["auto", "cholesky", "mixed", "lu", "eigen", "primal", "pivotedCholesky"];
const targetPowers = [-500, -300, -60, -1, 1, 60, 300, 500];

/** The numbers of the report that no scale of y changes. */
function unscaled({ solver, reason, warnings, rank, conditionEstimate, backwardError }: KernelModel["report"]): object {
  return { solver, reason, warnings, rank, conditionEstimate, backwardError };
}

describe("y → cy, c a power of two from 2⁻⁵⁰⁰ to 2⁵⁰⁰: the same bits, times c", () => {
  const kernels: readonly (readonly [name: string, kernel: Kernel])[] = [
    ["rbf", rbf({ gamma: 0.5 })],
    ["polynomial", polynomial({ degree: 2 })],
    ["linear", linear()],
  ];
  for (const [name, kernel] of kernels) {
    for (const lambda of [0.1, 0]) {
      for (const intercept of [false, true]) {
        it.each(
          solvers.filter((solver) => !(name === "rbf" && solver === "primal") && !(lambda === 0 && ["cholesky", "lu"].includes(solver))),
        )(`${name}, λ = ${lambda}${intercept ? ", intercept" : ""}, solver "%s"`, (solver) => {
          const run = (c: number): KernelModel<Float64Array> =>
            fit(kernelRidge({ kernel, lambda, intercept, solver }), X, times(y, c), { sampleWeight: weights });
          const plain = run(1);
          const predictions = predict(plain, Z);
          for (const power of targetPowers) {
            const c = 2 ** power;
            const model = run(c);
            expect(model.coefficients).toEqual(times(plain.coefficients, c));
            expect(model.intercept).toBe(plain.intercept * c);
            expect(predict(model, Z)).toEqual(times(predictions, c));
            expect(unscaled(model.report)).toEqual(unscaled(plain.report));
            expect(model.report.trainingLoss).toEqual(plain.report.trainingLoss.map((loss) => loss * c * c));
            const [bound, own] = [boundOf(model.report), boundOf(plain.report)];
            if (typeof own === "number") expectRounded((bound as number) / c / own, 1, 64);
            else expect(bound).toBe(lambda > 0 ? Number.NaN : null);
          }
        });
      }
    }
  }

  it("least squares", () => {
    for (const lambda of [0, 0.1]) {
      for (const intercept of [false, true]) {
        const run = (c: number) => fit(leastSquares({ features: polynomial({ degree: 2 }), lambda, intercept }), X, times(y, c));
        const plain = run(1);
        for (const power of targetPowers) {
          const c = 2 ** power;
          const model = run(c);
          expect(model.weights).toEqual(times(plain.weights, c));
          expect(predict(model, Z)).toEqual(times(predict(plain, Z), c));
          expect(model.report.trainingLoss).toEqual(plain.report.trainingLoss.map((loss) => loss * c * c));
          expect(model.report.backwardError).toBe(plain.report.backwardError);
        }
      }
    }
  });

  it("any c from 1e-150 to 1e150, to rounding (60 cases)", () => {
    const exponent = fc.double({ min: -150, max: 150, noNaN: true });
    fc.assert(
      fc.property(exponent, fc.boolean(), fc.constantFrom<Solver>("auto", "eigen", "pivotedCholesky"), (power, intercept, solver) => {
        const c = 10 ** power;
        const estimator = kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1, intercept, solver });
        const [plain, scaled] = [y, times(y, c)].map((targets) => predict(fit(estimator, X, targets), Z));
        scaled?.forEach((h, i) => {
          expect(h / c).toBeCloseTo(plain?.[i] as number, 11);
        });
      }),
      { numRuns: 60 },
    );
  });
});

/** A length scale is at least 1e-150. */
const lengthPowers = [-490, -100, 1, 100, 500];

describe("X → cX with the kernel scaled along, c a power of two: the same bits", () => {
  const cases: readonly (readonly [
    name: string,
    scaled: (c: number) => Kernel,
    lambda: (c: number) => number,
    powers: readonly number[],
  ])[] = [
    ["rbf by length scale", (c) => rbf({ lengthScale: 1.5 * c }), () => 0.1, lengthPowers],
    ["rbf by length scales", (c) => rbf({ lengthScale: [1.5 * c, 2 * c] }), () => 0.1, lengthPowers],
    ["rbf by γ", (c) => rbf({ gamma: 0.3 / c / c }), () => 0.1, lengthPowers],
    ["Matérn 1/2", (c) => matern({ nu: 0.5, lengthScale: c }), () => 0.1, lengthPowers],
    ["Matérn 3/2", (c) => matern({ nu: 1.5, lengthScale: c }), () => 0.1, lengthPowers],
    ["Matérn 5/2", (c) => matern({ nu: 2.5, lengthScale: 3 * c }), () => 0.1, lengthPowers],
    ["Laplacian", (c) => laplacian({ gamma: 0.25 / c }), () => 0.1, lengthPowers],
    ["polynomial", (c) => polynomial({ degree: 3, gamma: 0.5 / c / c }), () => 0.1, [-300, -100, 1, 100, 300]],
    ["linear with λ", () => linear(), (c) => 0.1 * c * c, [-400, -100, 1, 100, 400]],
  ];
  it.each(cases)("%s", (_, scaled, lambda, powers) => {
    for (const intercept of [false, true]) {
      const run = (c: number): KernelModel<Float64Array> =>
        fit(kernelRidge({ kernel: scaled(c), lambda: lambda(c), intercept }), scaledBy(X, c), y, { sampleWeight: weights });
      const plain = run(1);
      for (const power of powers) {
        const c = 2 ** power;
        const model = run(c);
        expect(predict(model, scaledBy(Z, c))).toEqual(predict(plain, Z));
        expect(model.report.trainingLoss).toEqual(plain.report.trainingLoss);
        expect(model.report.conditionEstimate).toBe(plain.report.conditionEstimate);
        expect(model.report.warnings).toEqual([]);
      }
    }
  });
});

describe("y → y + c with an intercept: the predictions less c, to the rounding of c", () => {
  const kernels: readonly (readonly [name: string, kernel: Kernel])[] = [
    ["rbf", rbf({ gamma: 0.5 })],
    ["polynomial", polynomial({ degree: 2 })],
    ["linear", linear()],
    ["Matérn", matern({ nu: 1.5, lengthScale: 2 })],
  ];
  for (const [name, kernel] of kernels) {
    it.each(solvers.filter((solver) => !(solver === "primal" && !["linear", "polynomial"].includes(kernel.kind))))(
      `${name}, solver "%s"`,
      (solver) => {
        for (const weighted of [false, true]) {
          for (const c of [1, -1e3, 1e6, 1e8, -1e10, 1e12]) {
            const raised = y.map((value) => value + c);
            const options = { kernel, lambda: 1e-2, intercept: true };
            const exact = exactRidge({ ...options, X, y: raised, ...(weighted ? { weights } : {}) });
            const model = fit(kernelRidge({ ...options, solver }), X, raised, weighted ? { sampleWeight: weights } : {});
            predict(model, Z).forEach((h, i) => {
              const off = Math.abs(h - toNumber(exact.at(Z.data.slice(2 * i, 2 * i + 2))));
              expect(off <= 2 * ulp(c) + 1e-11 ? null : `c = ${c}: h is off by ${off}, ${off / ulp(c)} units of c`).toBeNull();
            });
            expect(Math.abs(model.coefficients.reduce((a, b) => a + b, 0))).toBeLessThan(1e-10);
          }
        }
      },
    );
  }

  it("weights and points of any kind (100 cases)", () => {
    const seed = fc.integer({ min: 1, max: 1e6 });
    fc.assert(
      fc.property(seed, fc.integer({ min: 2, max: 12 }), fc.double({ min: -12, max: 12, noNaN: true }), (s, size, power) => {
        const c = Math.sign(power) * 10 ** Math.abs(power);
        const points = randomMatrix(s, size, 1, 3);
        const raised = randomVector(s + 1, size, 2).map((value) => value + c);
        const options = { kernel: rbf({ gamma: 1 }), lambda: 0.05, intercept: true };
        const exact = exactRidge({ ...options, X: points, y: raised });
        const h = predict(fit(kernelRidge(options), points, raised), line([0.5, -2]));
        [0.5, -2].forEach((z, i) => {
          expect(Math.abs((h[i] as number) - toNumber(exact.at([z])))).toBeLessThan(2 * ulp(c) + 1e-12);
        });
      }),
      { numRuns: 100 },
    );
  });

  it("leastSquares", () => {
    for (const lambda of [0, 1e-2]) {
      for (const c of [1e3, 1e8, -1e12]) {
        const raised = y.map((value) => value + c);
        const exact = exactRidge({ kernel: linear(), X, y: raised, lambda, intercept: true });
        predict(fit(leastSquares({ lambda, intercept: true }), X, raised), Z).forEach((h, i) => {
          expect(Math.abs(h - toNumber(exact.at(Z.data.slice(2 * i, 2 * i + 2))))).toBeLessThan(2 * ulp(c) + 1e-12);
        });
      }
    }
  });
});

/** h* at the points, the oracle's. */
function rightAt(problem: RidgeProblem, z: readonly number[]): number[] {
  const exact = exactRidge(problem);
  return z.map((value) => toNumber(exact.at([value])));
}

function expectRightOrTold(problem: RidgeProblem, solver: Solver = "auto", beside: readonly number[] = []): void {
  const { kernel, lambda, intercept = false } = problem;
  const examined = examine(
    problem,
    beside.map((z) => Float64Array.of(z)),
  );
  expect(silentFault(examined, kernelRidge({ kernel, lambda, intercept, solver }))).toBeNull();
}

describe("the primal route", () => {
  const each = it.each<Solver>(["auto", "primal", "pivotedCholesky", "eigen", "cholesky", "lu"]);

  each('a quadratic through 100 … 103, λ = 0, solver "%s"', (solver) => {
    const problem = { kernel: polynomial({ degree: 2 }), X: line([100, 101, 102, 103]), y: [0, 1, 4, 9], lambda: 0 };
    expect(rightAt(problem, [100, 101, 102, 103])).toEqual([0, 1, 4, 9]);
    expectRightOrTold(problem, solver);
  });

  each('a cubic on 0 … 39, λ = 1e-6, intercept, solver "%s"', (solver) => {
    const x = Array.from({ length: 40 }, (_, i) => i);
    const problem = {
      kernel: polynomial({ degree: 3, gamma: 1 }),
      X: line(x),
      y: x.map((i) => Math.sin(i) + (i * i) / 20),
      lambda: 1e-6,
      intercept: true,
    };
    const right = rightAt(problem, [0, 20, 40]);
    [0.2509734, 19.9532365, 80.0969411].forEach((value, k) => {
      expect(right[k]).toBeCloseTo(value, 7);
    });
    expectRightOrTold(problem, solver, [40]);
  });

  each('eight days in milliseconds, λ = 1, solver "%s"', (solver) => {
    const x = Array.from({ length: 8 }, (_, i) => Date.UTC(2024, 0, 1 + i));
    const problem = { kernel: linear(), X: line(x), y: [3, 1, 4, 1, 5, 9, 2, 6], lambda: 1 };
    const right = rightAt(problem, x);
    expect(right[0]).toBeCloseTo(3.8744549702, 10);
    expect(right[1]).toBeCloseTo(3.8746514137, 10);
    expect(right[7]).toBeCloseTo(3.8758300746, 10);
    expectRightOrTold(problem, solver);
  });

  each('x near 1e5, λ = 1e-6, solver "%s"', (solver) => {
    const x = Array.from({ length: 100 }, (_, i) => 1e5 + 10 * Math.sin(7 * i));
    const problem = { kernel: linear(), X: line(x), y: x.map((_, i) => Math.cos(3 * i)), lambda: 1e-6 };
    expectRightOrTold(problem, solver, [1e5]);
  });
});

describe("λ > 0 is not cut away", () => {
  it.each<Solver>(["auto", "eigen", "cholesky", "primal", "pivotedCholesky"])('a quartic of ten, λ = 1, solver "%s"', (solver) => {
    const problem = {
      kernel: polynomial({ degree: 4 }),
      X: line([62, 75, 81, 96, 110, 128, 143, 160, 188, 215]),
      y: [201, 233, 240, 289, 310, 345, 390, 402, 470, 505].map((value) => 1000 * value),
      lambda: 1,
    };
    const right = rightAt(problem, [62, 75]);
    expect(right[0]).toBeCloseTo(200123.8156, 4);
    expect(right[1]).toBeCloseTo(232425.157, 4);
    expectRightOrTold(problem, solver, [70, 220]);
  });
});

describe("an offset of y", () => {
  it.each<Solver>(["auto", "cholesky", "lu", "eigen", "pivotedCholesky"])('1e8 + sin x, λ = 1e-8, intercept, solver "%s"', (solver) => {
    const x = Array.from({ length: 30 }, (_, i) => i / 5);
    const kernel = rbf({ gamma: 0.5 });
    const problem = { kernel, X: line(x), y: x.map((value) => 1e8 + Math.sin(value)), lambda: 1e-8, intercept: true };
    const z = [0.1, 2.33, 5.9];
    const exact = rightAt(problem, z).map((h) => h - 1e8);
    [0.099814283, 0.725385061, -0.374047925].forEach((value, k) => {
      // a unit of 1e8 is 1.5e-8
      expect(Math.abs((exact[k] as number) - value)).toBeLessThan(2e-8);
    });
    const model = fit(kernelRidge({ kernel, lambda: 1e-8, intercept: true, solver }), problem.X, problem.y);
    predict(model, line(z)).forEach((h, k) => {
      const off = Math.abs(h - 1e8 - (exact[k] as number));
      if (model.report.warnings.length === 0) expect(off).toBeLessThan(5e-7);
      // the default has the means to be right
      if (solver === "auto") expect(off).toBeLessThan(5e-7);
    });
    expectRightOrTold(problem, solver, z);
  });
});

describe("equal points", () => {
  it.each<Solver>(["auto", "pivotedCholesky", "cholesky", "lu", "eigen"])(
    'two of five, λ = 0.1, intercept: Σα = 0, solver "%s"',
    (solver) => {
      const x = [0, 0.25, 0.5, 0.5, 4];
      const problem = { kernel: rbf({ gamma: 0.01 }), X: line(x), y: [6.2, 5.1, 5.2, 4.3, 4], lambda: 0.1, intercept: true };
      expect(rightAt(problem, [0])[0]).toBeCloseTo(5.2146, 4);
      const model = fit(kernelRidge({ kernel: problem.kernel, lambda: 0.1, intercept: true, solver }), problem.X, problem.y);
      const want = rightAt(problem, [...x, 2]);
      predict(model, line([...x, 2])).forEach((h, i) => {
        expect(h).toBeCloseTo(want[i] as number, 11);
      });
      expect(model.coefficients.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 11);
      expect(model.report.warnings).toEqual([]);
      expectRightOrTold(problem, solver, [2]);
    },
  );

  it.each<Solver>(["auto", "eigen", "primal", "pivotedCholesky"])('−1, 1, −1, λ = 0: the α of least norm, solver "%s"', (solver) => {
    const problem = { kernel: polynomial(), X: line([-1, 1, -1]), y: [1, -3, 3], lambda: 0 };
    const exact = exactRidge(problem);
    expect((exact.alpha ?? []).map(toNumber)).toEqual([0.125, -0.375, 0.125]);
    const model = fit(kernelRidge({ kernel: problem.kernel, lambda: 0, solver }), problem.X, problem.y);
    [0.125, -0.375, 0.125].forEach((value, i) => {
      expect(model.coefficients[i]).toBeCloseTo(value, 12);
    });
    expect(model.report.rank).toBe(2);
    expectRounded(model.report.trainingLoss[0], 2, 64);
    expectRightOrTold(problem, solver);
  });

  const kernels: readonly (readonly [name: string, kernel: Kernel])[] = [
    ["rbf", rbf({ gamma: 0.5 })],
    ["Laplacian", laplacian({ gamma: 1 })],
    ["polynomial", polynomial({ degree: 4 })],
    ["linear", linear()],
  ];
  it.each(kernels)("one of five with another target, λ = 0, intercept: the least loss, %s", (_, kernel) => {
    const x = [-1.5, -0.5, 0.75, 0.75, 2];
    const problem = { kernel, X: line(x), y: [1, -1, 2, 3, 0.5], lambda: 0, intercept: true };
    const exact = exactRidge(problem);
    const model = fit(kernelRidge({ kernel, lambda: 0, intercept: true }), problem.X, problem.y);
    expect(model.report.trainingLoss[0]).toBeCloseTo(toNumber(exact.trainingLoss), 9);
    expect(model.intercept).toBeCloseTo(toNumber(exact.intercept), 8);
    predict(model, problem.X).forEach((h, i) => {
      expect(h).toBeCloseTo(toNumber(exact.at([x[i] as number])), 9);
    });
  });

  it("sets of random points with one of them twice, λ = 0 (300 cases)", () => {
    const problem = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      size: fc.integer({ min: 3, max: 9 }),
      intercept: fc.boolean(),
      kernel: fc.constantFrom<Kernel>(...kernels.map(([, kernel]) => kernel)),
      solver: fc.constantFrom<Solver>("auto", "auto", "eigen", "pivotedCholesky", "primal", "cholesky", "lu"),
    });
    fc.assert(
      fc.property(problem, ({ seed, size, intercept, kernel, solver }) => {
        const x = randomVector(seed, size, 2);
        x[size - 1] = x[0] as number;
        expectRightOrTold({ kernel, X: line(x), y: randomVector(seed + 1, size, 3), lambda: 0, intercept }, solver);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

describe("dependent columns", () => {
  /** A temperature in degrees Celsius, and the same in degrees Fahrenheit. */
  function temperatures(seed: number, size: number): { readonly X: Matrix; readonly y: Float64Array } {
    const celsius = randomVector(seed, size, 15).map((value) => Math.round(10 * (value + 12)) / 10);
    const data = Float64Array.from({ length: 2 * size }, (_, at) => {
      const degrees = celsius[at >> 1] as number;
      return at % 2 === 0 ? degrees : degrees * 1.8 + 32;
    });
    const noise = randomVector(seed + 1, size, 1);
    return { X: { rows: size, cols: 2, data }, y: noise.map((value, i) => 5.8 + value + 0.01 * (celsius[i] as number)) };
  }

  it.each<Solver>(["auto", "cholesky", "eigen", "primal", "pivotedCholesky"])(
    '°C and °F, λ = 0.1, intercept: 40 tables, solver "%s"',
    (solver) => {
      for (let seed = 1; seed <= 40; seed++) {
        const { X: table, y: target } = temperatures(3 * seed, 19);
        const exact = exactRidge({ kernel: linear(), X: table, y: target, lambda: 0.1, intercept: true });
        const model = fit(kernelRidge({ kernel: linear(), lambda: 0.1, intercept: true, solver }), table, target);
        const off = predict(model, table).map((h, i) => Math.abs(h - toNumber(exact.at(table.data.slice(2 * i, 2 * i + 2)))));
        expect(Math.max(...off)).toBeLessThan(1e-8);
        expect(Math.abs(model.coefficients.reduce((a, b) => a + b, 0))).toBeLessThan(1e-9);
        // beside points of 27 and of 85 the bar may come to more than 1e-6 deviations, which is then told
        expect(model.report.warnings.filter((warning) => !warning.includes("proven only to within 0.00000"))).toEqual([]);
      }
    },
  );

  it("of any size, λ and units, right or told (200 cases)", () => {
    const problem = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      size: fc.integer({ min: 3, max: 40 }),
      lambda: fc.constantFrom(1e-6, 1e-3, 0.1, 1),
      unit: fc.constantFrom(1e-3, 1, 1e3),
      intercept: fc.boolean(),
      solver: fc.constantFrom<Solver>("auto", "auto", "cholesky", "eigen", "primal", "pivotedCholesky"),
    });
    fc.assert(
      fc.property(problem, ({ seed, size, lambda, unit, intercept, solver }) => {
        const { X: table, y: target } = temperatures(seed, size);
        const examined = examine({ kernel: linear(), X: scaledBy(table, unit), y: target, lambda, intercept }, []);
        expect(silentFault(examined, kernelRidge({ kernel: linear(), lambda, intercept, solver }))).toBeNull();
      }),
      { numRuns: 200, seed: 6 },
    );
  });
});
