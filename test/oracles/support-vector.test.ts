import { describe, expect, it } from "vitest";
import { decision, fit, gram, kernelClassifier, linear, type Matrix, predict, rbf, supportVectorRegression } from "../../src/entries/index";
import { times } from "../support/dense";
import { type FixtureKernel, withKernel } from "../support/fixture-kernels";
import { type Fixture, mismatch, readFixtures } from "../support/fixtures";
import { objectives, solve } from "../support/machines";

interface MachineFixture extends Fixture {
  readonly kind: "svc_binary";
  readonly inputs: { readonly X: Matrix; readonly Z: Matrix; readonly y: readonly number[] };
  readonly params: { readonly kernel: FixtureKernel; readonly C: number; readonly classes: readonly [number, number] };
  readonly expected: {
    readonly alpha: readonly number[];
    readonly b: number;
    readonly decision: readonly number[];
    readonly labels: readonly number[];
    readonly support: readonly number[];
    readonly dual_objective: number;
  };
}

const all = readFixtures<MachineFixture>("i_classification", "svc_binary");
const cases = withKernel(all);

it("has three machines", () => {
  expect(all).toHaveLength(3);
  expect(cases).toHaveLength(3);
});

describe.each(cases)("the machine $id, exact to its KKT conditions", (fixture) => {
  const { X, Z, y } = fixture.inputs;
  const { C, classes } = fixture.params;
  const { expected, kernel } = fixture;
  const signs = y.map((label) => (label === classes[1] ? 1 : -1));
  const run = (tolerance: number) => {
    const machine = {
      kernel,
      X,
      y: signs,
      options: { loss: "hinge", epsilon: 0, lambda: 1 / (2 * C), intercept: true, tolerance } as const,
    };
    const solution = solve(machine);
    const b = solution.intercepts[0] as number;
    const beta = solution.coefficients.data;
    return { machine, solution, beta, b, alpha: beta.map((value, i) => value * (signs[i] as number)) };
  };
  const decisionOf = ({ beta, b }: ReturnType<typeof run>) => times(gram(kernel, Z, X), beta).map((value) => value + b);
  const distance = (got: ArrayLike<number>, want: readonly number[]) =>
    Math.max(...want.map((value, i) => Math.abs((got[i] as number) - value)));

  it.each([
    [1e-3, 1e-2],
    [1e-8, 1e-6],
    [1e-12, 1e-11],
  ])("at the tolerance %d the decisions are within %d", (tolerance, bound) => {
    const found = run(tolerance);
    const decision = decisionOf(found);
    expect(found.solution).toMatchObject({ converged: true, warnings: [] });
    expect(distance(decision, expected.decision)).toBeLessThan(bound);
    expect(Math.abs(found.b - expected.b)).toBeLessThan(bound);
    const labels = Array.from(decision, (value) => (value > 0 ? classes[1] : classes[0]));
    expect(labels).toEqual(expected.labels);
    expect(mismatch(fixture, "decision", decision)).toBeNull();
  });

  it("the gap and the dual objective are those of the definition", () => {
    for (const tolerance of [1e-2, 1e-4, 1e-9]) {
      const { machine, solution, beta, b } = run(tolerance);
      const { primal, dual } = objectives(machine, beta, b);
      const gap = solution.gap[0] as number;
      expect(gap).toBeGreaterThanOrEqual(0);
      expect(gap).toBeLessThanOrEqual(tolerance);
      expect(Math.abs((primal - dual) / primal - gap)).toBeLessThan(1e-13);
      // the fixture's is that of ½‖h‖² + C Σ L
      const optimum = expected.dual_objective / C;
      expect(dual).toBeLessThanOrEqual(optimum * (1 + 1e-14));
      expect(primal).toBeGreaterThanOrEqual(optimum * (1 - 1e-14));
      expect((primal - optimum) / primal).toBeLessThanOrEqual(gap + 1e-14);
    }
  });

  it("at a tight tolerance the support vectors are the same", () => {
    const { alpha } = run(1e-12);
    expect(distance(alpha, expected.alpha)).toBeLessThan(1e-9);
    expect(Array.from(alpha.keys()).filter((i) => alpha[i] !== 0)).toEqual(expected.support);
  });
});

/**
 * The active sets that scikit-learn 1.2.1 finds on the points below (SVC, SVR: libsvm at tol 1e-12; LinearSVC, LinearSVR without intercept:
 * liblinear at tol 1e-13), and in each the solution of the KKT system in float64, all inequalities verified: libsvm itself keeps K in float32.
 * J = λ‖h‖² + Σ w L with λ = 1/(2C), b, and h at Z.
 */
const n = 40;
const X: Matrix = { rows: n, cols: 2, data: Float64Array.from({ length: 2 * n }, (_, at) => coordinate(Math.floor(at / 2), at % 2)) };
const noise = (i: number): number => ((104729 * (i + 1)) % 991) / 991 - 0.5;
const regression = Array.from({ length: n }, (_, i) => coordinate(i, 0) ** 2 - coordinate(i, 1) + 0.4 * noise(i));
const labels = regression.map((_, i) => (coordinate(i, 0) ** 2 + 0.5 * coordinate(i, 1) - 0.3 + 0.5 * noise(i) > 0 ? 1 : -1));
const weights = Array.from({ length: n }, (_, i) => 1 + (i % 4) * 0.5);
const Z: Matrix = { rows: 5, cols: 2, data: Float64Array.of(-0.5, 0.25, 0, 0, 0.75, -0.5, 0.9, 0.9, -1, 1) };

function coordinate(i: number, k: number): number {
  return ((7919 * (i + 1) * (k + 3) + 101 * k) % 997) / 498.5 - 1;
}

const FIGURES = [
  {
    name: "SVR",
    hinge: false,
    kernel: "rbf",
    gamma: 0.7,
    C: 2,
    epsilon: 0.05,
    weighted: false,
    intercept: true,
    objective: 3.5017063150911536,
    b: 0.5928013001947907,
    h: [-0.006028263693930613, -0.02458607529981749, 1.0591113126202973, -0.1944990309188095, -0.09155952373556486],
  },
  {
    name: "SVC",
    hinge: true,
    kernel: "rbf",
    gamma: 0.7,
    C: 5,
    epsilon: 0,
    weighted: false,
    intercept: true,
    objective: 10.877217581495776,
    b: 1.6324470459507143,
    h: [0.19756472908114375, -1.6420779818563727, 0.07088171264230247, 2.640028106944743, 2.780691215347312],
  },
  {
    name: "SVR",
    hinge: false,
    kernel: "rbf",
    gamma: 0.7,
    C: 2,
    epsilon: 0.05,
    weighted: true,
    intercept: true,
    objective: 4.902754907211629,
    b: 0.6379893176517736,
    h: [-0.0022969899212442746, -0.01687071481706981, 1.0636595463162368, -0.2373177614423826, -0.1447822017096535],
  },
  {
    name: "SVC",
    hinge: true,
    kernel: "rbf",
    gamma: 0.7,
    C: 5,
    epsilon: 0,
    weighted: true,
    intercept: true,
    objective: 16.941694948169996,
    b: 1.4489187204230198,
    h: [0.38471585693957167, -1.2397339237500162, 0.09740922421398235, 2.346457626514801, 2.2301574286423493],
  },
  {
    name: "SVR",
    hinge: false,
    kernel: "linear",
    gamma: 0,
    C: 0.3,
    epsilon: 0.2,
    weighted: false,
    intercept: true,
    objective: 5.093310063858246,
    b: 0.24937623403171208,
    h: [0.004096577011357877, 0.24937623403171208, 0.7299371856849758, -0.5256482174571584, -0.6917489444999255],
  },
  {
    name: "SVR",
    hinge: false,
    kernel: "rbf",
    gamma: 2,
    C: 100,
    epsilon: 0.1,
    weighted: false,
    intercept: true,
    objective: 0.17030237602663018,
    b: 0.5417956095204548,
    h: [-0.03745522538498247, -0.0016987670115977682, 1.1249155089330454, -0.2269897202469635, -0.0331299777846803],
  },
  {
    name: "LinearSVC",
    hinge: true,
    kernel: "linear",
    gamma: 0,
    C: 0.8,
    epsilon: 0,
    weighted: false,
    intercept: false,
    objective: 22.84023213677335,
    b: 0.0,
    h: [0.3780713925653463, 0.0, -0.7709297389022418, 1.5207561139679764, 1.5714333853475813],
  },
  {
    name: "LinearSVR",
    hinge: false,
    kernel: "linear",
    gamma: 0,
    C: 0.8,
    epsilon: 0.1,
    weighted: false,
    intercept: false,
    objective: 10.339604307334529,
    b: 0.0,
    h: [-0.24808496752503972, 0.0, 0.47646408323274575, -0.6802826834629361, -0.913516462830823],
  },
];

describe.each(FIGURES)("$name with the $kernel kernel, C = $C, weighted: $weighted", (figure) => {
  const { hinge, kernel: kind, gamma, C, epsilon, weighted, intercept } = figure;
  const kernel = kind === "rbf" ? rbf({ gamma }) : linear();
  const options = { loss: hinge ? "hinge" : "epsilonInsensitive", epsilon, lambda: 1 / (2 * C), intercept, tolerance: 1e-10 } as const;
  const machine = { kernel, X, y: hinge ? labels : regression, options, ...(weighted ? { weights } : {}) };

  it("the solver has the same optimum, b and predictions", () => {
    const solution = solve(machine);
    const b = solution.intercepts[0] as number;
    const { primal } = objectives(machine, solution.coefficients.data, b);
    expect(solution.converged).toBe(true);
    // above the optimum by no more than the gap proves
    expect((primal - figure.objective) / figure.objective).toBeGreaterThan(-1e-12);
    expect((primal - figure.objective) / figure.objective).toBeLessThan((solution.gap[0] as number) + 1e-12);
    expect(Math.abs(b - figure.b)).toBeLessThan(2e-9);
    const h = times(gram(kernel, Z, X), solution.coefficients.data);
    figure.h.forEach((value, i) => {
      expect(Math.abs((h[i] as number) + b - value)).toBeLessThan(2e-9);
    });
  });

  it("and so has the estimator", () => {
    const { lambda, tolerance } = options;
    const watching = weighted ? { sampleWeight: weights } : {};
    const values = hinge
      ? decision(fit(kernelClassifier({ kernel, loss: "hinge", lambda, intercept, tolerance }), X, labels, watching), Z)
      : predict(fit(supportVectorRegression({ kernel, lambda, epsilon, intercept, tolerance }), X, regression, watching), Z);
    (values as Float64Array).forEach((value, i) => {
      expect(Math.abs(value - (figure.h[i] as number))).toBeLessThan(2e-9);
    });
  });
});
