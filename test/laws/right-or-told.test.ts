import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { add, constant, type Kernel, kernelRidge, laplacian, linear, matern, polynomial, rbf, white } from "../../src/entries/index";
import { randomMatrix, randomVector } from "../support/random";
import { type Examined, examine, silentFault } from "../support/right-or-told";

/**
 * Right or told: a fit is a typed error, or carries a warning, or is right to 1e-5 deviations of y; with a ridge its predictions keep to the bound
 * that its report proves, warning or not. The right values are those of exact arithmetic.
 */

type Solver = NonNullable<Parameters<typeof kernelRidge>[0]["solver"]>;

interface Axis {
  readonly name: string;
  readonly at: (i: number) => number;
}

const DAY = 86_400_000;
const NEW_YEAR = 1_704_067_200_000;

const axes: readonly Axis[] = [
  ...[0, 1, -5, 62, 100, 1000, 2020].map((from) => ({ name: `${from} …`, at: (i: number) => from + i })),
  { name: "0, 1/4 …", at: (i) => i / 4 },
  { name: "0.1, 0.2 …", at: (i) => 0.1 * (i + 1) },
  { name: "months from 2020", at: (i) => 2020 + i / 12 },
  { name: "100, 107 …", at: (i) => 100 + 7 * i },
  { name: "thousandths from 62", at: (i) => 1e-3 * (62 + i) },
  { name: "thousands", at: (i) => 1e3 * (1 + i) },
  { name: "squares from 62", at: (i) => 62 + i * i },
  { name: "days in seconds", at: (i) => (NEW_YEAR + DAY * i) / 1000 },
  { name: "days in milliseconds", at: (i) => NEW_YEAR + DAY * i },
];

const targets: readonly Axis[] = [
  { name: "sin i + i²/20", at: (i) => Math.sin(i) + (i * i) / 20 },
  { name: "i²", at: (i) => i * i },
  { name: "noise", at: (i) => randomVector(7 * i + 1, 1)[0] as number },
  { name: "1e8 + sin i", at: (i) => 1e8 + Math.sin(i) },
];

const sizes = [4, 5, 8, 13, 20, 40, 60];
const lambdas = [0, 1e-9, 1e-6, 1e-3, 0.1, 1];

/** The problem on an axis, and its exact fit at the points, between them and one step outside. */
function along(kernel: Kernel, axis: Axis, target: Axis, n: number, lambda: number, intercept: boolean): Examined {
  const x = Float64Array.from({ length: n + 1 }, (_, i) => axis.at(i));
  const X = { rows: n, cols: 1, data: x.slice(0, n) };
  const y = Float64Array.from({ length: n }, (_, i) => target.at(i));
  const between = Array.from({ length: n - 1 }, (_, i) => ((x[i] as number) + (x[i + 1] as number)) / 2);
  const beside = [...between, x[n] as number].map((z) => Float64Array.of(z));
  return examine({ kernel, X, y, lambda, intercept }, beside);
}

interface Named {
  readonly name: string;
  readonly examined: Examined;
}

/** Every axis, degree, λ and intercept, with sizes and targets in turn. */
function polynomials(): Named[] {
  let turn = 0;
  return axes.flatMap((axis) =>
    [1, 2, 3, 4].flatMap((degree) =>
      lambdas.flatMap((lambda) =>
        [false, true].map((intercept) => {
          turn++;
          const n = sizes[turn % sizes.length] as number;
          const target = targets[Math.floor(turn / 2 + turn / 48) % targets.length] as Axis;
          const kernel = degree === 1 && turn % 4 < 2 ? linear() : polynomial({ degree, gamma: 1 });
          const name = `${kernel.kind} ${degree}, λ = ${lambda}${intercept ? ", intercept" : ""}, ${n} points ${axis.name}, y ${target.name}`;
          return { name, examined: along(kernel, axis, target, n, lambda, intercept) };
        }),
      ),
    ),
  );
}

let count = 0;

function faults(problems: readonly Named[], solver: Solver): { readonly number: number; readonly first: readonly string[] } {
  const found = problems.flatMap(({ name, examined }) => {
    const { kernel, lambda, intercept = false } = examined.problem;
    const fault = silentFault(examined, kernelRidge({ kernel, lambda, intercept, solver }));
    return fault === null ? [] : [`${name}: ${fault}`];
  });
  count += problems.length;
  return { number: found.length, first: found.slice(0, 5) };
}

const NONE = { number: 0, first: [] };

describe("polynomial kernels", () => {
  const problems = polynomials();

  it.each<Solver>(["auto", "cholesky", "mixed", "eigen", "primal", "pivotedCholesky"])('solver "%s"', (solver) => {
    expect(faults(problems, solver)).toEqual(NONE);
  });

  afterAll(() => {
    expect(problems).toHaveLength(768);
    expect(count).toBeGreaterThanOrEqual(1000);
  });
});

describe("stationary kernels", () => {
  const kernels: readonly (readonly [name: string, kernel: Kernel])[] = [
    ["rbf of scale 10", rbf({ gamma: 0.005 })],
    ["rbf of scale 1", rbf({ gamma: 0.5 })],
    ["Matérn 1/2", matern({ nu: 0.5, lengthScale: 5 })],
    ["Matérn 3/2", matern({ nu: 1.5, lengthScale: 20 })],
    ["Matérn 5/2", matern({ nu: 2.5, lengthScale: 5 })],
    ["Laplacian", laplacian({ gamma: 0.01 })],
    ["rbf with noise", add(rbf({ gamma: 0.02 }), white(1e-4))],
  ];
  const places = [0, 4, 6, 10].map((at) => axes[at] as Axis);
  let turn = 0;
  const problems = kernels.flatMap(([name, kernel]) =>
    [0, 1e-9, 1e-6, 1e-2, 1].flatMap((lambda) =>
      [false, true].map((intercept) => {
        turn++;
        const n = [4, 9, 17, 25][turn % 4] as number;
        const axis = places[Math.floor(turn / 4) % places.length] as Axis;
        const target = targets[(turn + Math.floor(turn / 8)) % targets.length] as Axis;
        const title = `${name}, λ = ${lambda}${intercept ? ", intercept" : ""}, ${n} points ${axis.name}, y ${target.name}`;
        return { name: title, examined: along(kernel, axis, target, n, lambda, intercept) };
      }),
    ),
  );

  it.each<Solver>(["auto", "cholesky", "mixed", "eigen", "pivotedCholesky"])('solver "%s"', (solver) => {
    expect(problems).toHaveLength(70);
    expect(faults(problems, solver)).toEqual(NONE);
  });
});

describe("random problems", () => {
  const problem = fc.record({
    seed: fc.integer({ min: 1, max: 1e6 }),
    n: fc.integer({ min: 2, max: 30 }),
    d: fc.constantFrom(1, 2),
    degree: fc.integer({ min: 1, max: 4 }),
    coef0: fc.constantFrom(0, 0.01, 1, 10),
    gamma: fc.constantFrom<number | "auto">("auto", 1, 1e-3),
    offset: fc.constantFrom(0, 0, 1, 30, 1000, 1e6),
    spread: fc.constantFrom(1e-3, 1, 20, 1e4),
    lambda: fc.constantFrom(0, 1e-10, 1e-7, 1e-4, 1e-2, 1, 100),
    intercept: fc.boolean(),
    weighted: fc.boolean(),
    repeated: fc.boolean(),
    solver: fc.constantFrom<Solver>("auto", "auto", "auto", "cholesky", "mixed", "lu", "eigen", "primal", "pivotedCholesky"),
  });

  it("of one and two features, with weights and equal points (400 cases)", () => {
    fc.assert(
      fc.property(problem, ({ seed, n, d, degree, coef0, gamma, offset, spread, lambda, intercept, weighted, repeated, solver }) => {
        const X = randomMatrix(seed, n, d, spread);
        X.data.forEach((value, at) => {
          X.data[at] = value + offset;
        });
        if (repeated && n > 2) X.data.copyWithin(0, X.data.length - d);
        const y = randomVector(seed + 1, n, 10);
        const weights = randomVector(seed + 2, n).map((w, i) => (i > 1 && w > 0.7 ? 0 : Math.abs(w) + 0.05));
        const kernel = polynomial({ degree, coef0, gamma });
        const between = Array.from({ length: 5 }, (_, i) =>
          X.data.slice(0, d).map((value, k) => (value + offset + spread * (i / 4 - 0.5) * (k + 1)) / 2),
        );
        const examined = examine({ kernel, X, y, lambda, intercept, ...(weighted ? { weights } : {}) }, between);
        expect(silentFault(examined, kernelRidge({ kernel, lambda, intercept, solver }))).toBeNull();
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  it("sums with constants, as other libraries write offsets (100 cases)", () => {
    fc.assert(
      fc.property(problem, ({ seed, n, d, coef0, offset, spread, lambda, intercept, solver }) => {
        if (lambda === 0) return;
        const size = Math.min(n, 12);
        const X = randomMatrix(seed, size, d, spread);
        X.data.forEach((value, at) => {
          X.data[at] = value + offset;
        });
        const kernel = add(linear(), constant(coef0));
        const examined = examine({ kernel, X, y: randomVector(seed + 1, size, 10), lambda, intercept }, []);
        expect(silentFault(examined, kernelRidge({ kernel, lambda, intercept, solver }))).toBeNull();
      }),
      { numRuns: 100, seed: 12 },
    );
  });
});
