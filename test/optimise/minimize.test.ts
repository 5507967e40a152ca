import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type MinimizeOptions, minimize } from "../../src/optimise/minimize";
import { expectError } from "../support/errors";
import { objectiveOf } from "../support/jet";
import { PROBLEMS } from "../support/minimization-problems";

interface Problem {
  readonly name: string;
  readonly start: readonly number[];
  readonly lower: readonly (number | string)[] | null;
  readonly upper: readonly (number | string)[] | null;
  /** Where SciPy's L-BFGS-B ends. */
  readonly value: number;
  readonly evaluations: number;
}

/** Written by minimization.py beside it. */
const { problems }: { readonly problems: readonly Problem[] } = JSON.parse(readFileSync("test/fixtures/minimization.json", "utf8"));

function boxOf({ lower, upper }: Problem): MinimizeOptions {
  return { ...(lower && { lower: lower.map(Number) }), ...(upper && { upper: upper.map(Number) }) };
}

const solved = problems.map((problem) => {
  const f = objectiveOf(PROBLEMS[problem.name] as (typeof PROBLEMS)[string]);
  return { problem, f, found: minimize(f, problem.start, { ...boxOf(problem), evaluations: 5000 }) };
});

describe("as low as SciPy's L-BFGS-B, from the same starts", () => {
  it("on all the problems", () => {
    expect(problems.map(({ name }) => name)).toEqual(Object.keys(PROBLEMS));
  });

  it.each(solved)("$problem.name", ({ problem, found }) => {
    expect(found.value).toBeLessThanOrEqual(problem.value + 1e-6);
    expect(found.converged).toBe(true);
  });

  it("with at most 1.7 times the evaluations in all, the ill-conditioned quadratics aside, where SciPy stops earlier", () => {
    const judged = solved.filter(({ problem }) => !/condition/.test(problem.name));
    const [ours, theirs] = [judged.map(({ found }) => found.evaluations), judged.map(({ problem }) => problem.evaluations)];
    const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
    expect(total(ours)).toBeLessThanOrEqual(1.7 * total(theirs));
  });
});

describe("what is found", () => {
  it.each(solved)("lies in the box, and is what the objective says: $problem.name", ({ problem, f, found }) => {
    found.x.forEach((x, i) => {
      expect(x).toBeGreaterThanOrEqual(Number(problem.lower?.[i] ?? -Infinity));
      expect(x).toBeLessThanOrEqual(Number(problem.upper?.[i] ?? Infinity));
    });
    const { value, gradient } = f(found.x);
    expect([found.value, Array.from(found.gradient)]).toEqual([value, gradient]);
    expect(found.projectedGradient).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(value)));
  });

  it("tells the bounds that hold variables", () => {
    const sphere = (x: Float64Array) => ({ value: x.reduce((s, v) => s + v * v, 0), gradient: x.map((v) => 2 * v) });
    const { x, bounds } = minimize(sphere, [3, -3, 0.5, 7], { lower: [1, -5, -1, 7], upper: [4, -2, 1, 7] });
    expect(Array.from(x)).toEqual([1, -2, 0, 7]);
    expect(bounds).toEqual(["lower", "upper", "free", "fixed"]);
  });

  it("a bound that a minimum touches from within holds nothing unless the slope pushes", () => {
    const { bounds } = minimize(([a = 0]) => ({ value: -a, gradient: [-1] }), [0], { lower: [0], upper: [2] });
    expect(bounds).toEqual(["upper"]);
  });
});

const rosenbrock = objectiveOf(PROBLEMS["Rosenbrock, 2"] as (typeof PROBLEMS)[string]);

describe("ends", () => {
  it("by rounding, where f is large and the tolerance 0", () => {
    const f = (x: Float64Array) => ({ value: rosenbrock(x).value + 1e6, gradient: rosenbrock(x).gradient });
    const found = minimize(f, [-1.2, 1], { tolerance: 0 });
    expect(found).toMatchObject({ stop: "rounding", converged: true });
    // at f + 10⁻¹⁶·10⁶ the values are all the same
    expect(rosenbrock(found.x).value).toBeLessThan(1e-9);
  });

  it("after all evaluations, at the lowest point so far", () => {
    const found = minimize(rosenbrock, [-1.2, 1], { evaluations: 10 });
    expect(found).toMatchObject({ stop: "evaluations", converged: false });
    expect(found.evaluations).toBeGreaterThanOrEqual(10);
    expect(found.value).toBeLessThan(24.2);
  });

  it("by a search that finds nothing, where the gradient is not that of f", () => {
    const wrong = (x: Float64Array) => ({ value: rosenbrock(x).value, gradient: rosenbrock(x).gradient.map((g) => -g) });
    const found = minimize(wrong, [-1.2, 1]);
    expect(found).toMatchObject({ stop: "search", converged: false, value: 24.199999999999996 });
  });

  it("at once, where the start is a minimum", () => {
    expect(minimize(rosenbrock, [1, 1])).toMatchObject({ stop: "gradient", value: 0, evaluations: 1, iterations: 0 });
  });
});

describe("where f has no value", () => {
  // log barrier: no value from 1 on, the minimum of −log(1 − x) − 100 x at 0.99
  const barrier = (none: number | null) => (x: Float64Array) => {
    const [a = 0] = x;
    if (a < 1) return { value: -Math.log(1 - a) - 100 * a, gradient: [1 / (1 - a) - 100] };
    return none === null ? null : { value: none, gradient: [none] };
  };

  it.each([null, Number.NaN, Infinity, -Infinity])("%s: the search steps back, and ends at the minimum", (none) => {
    const found = minimize(barrier(none), [0]);
    expect(found.converged).toBe(true);
    expect(Math.abs((found.x[0] as number) - 0.99)).toBeLessThan(1e-6);
  });

  it("a step back does not end the descent: f is null beyond a circle around Rosenbrock's valley", () => {
    const f = (x: Float64Array) => (((x[0] ?? 0) - 0) ** 2 + (x[1] ?? 0) ** 2 < 2.5 ? rosenbrock(x) : null);
    const found = minimize(f, [-1.2, 1]);
    expect(found.converged).toBe(true);
    expect(found.value).toBeLessThan(1e-9);
  });

  it("it is an error at the start alone", () => {
    expectError("not-finite", () => minimize(() => null, [0]), { argument: "start" });
  });
});

describe("input", () => {
  it("is left alone, and x is the objective's to write into", () => {
    const start = Float64Array.of(-1.2, 1);
    const writing = (x: Float64Array) => {
      const result = rosenbrock(x);
      x.fill(Number.NaN);
      return result;
    };
    expect(minimize(writing, start)).toEqual(minimize(rosenbrock, start));
    expect(start).toEqual(Float64Array.of(-1.2, 1));
  });

  it.each<[string, () => unknown, string]>([
    ["no variables", () => minimize(rosenbrock, []), "shape"],
    ["no function", () => minimize(7 as never, [0]), "argument"],
    ["a start outside", () => minimize(rosenbrock, [0, 0], { lower: [1, -1] }), "argument"],
    ["crossed bounds", () => minimize(rosenbrock, [0, 0], { lower: [0, 1], upper: [0, 0] }), "argument"],
    ["a bound too few", () => minimize(rosenbrock, [0, 0], { lower: [0] }), "shape"],
    ["a bound that is NaN", () => minimize(rosenbrock, [0, 0], { lower: [0, Number.NaN] }), "argument"],
    ["an unknown option", () => minimize(rosenbrock, [0, 0], { memory: 5 } as never), "argument"],
    ["no gradient", () => minimize((() => ({ value: 1 })) as never, [0]), "argument"],
    ["nothing", () => minimize((() => undefined) as never, [0]), "argument"],
    ["a short gradient", () => minimize(() => ({ value: 1, gradient: [] }), [0]), "shape"],
    ["an aborted signal", () => minimize(rosenbrock, [0, 0], { signal: AbortSignal.abort() }), "aborted"],
  ])("%s", (_, run, code) => {
    expectError(code as "argument", run);
  });
});
