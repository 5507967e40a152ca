import { describe, expect, it } from "vitest";
import {
  constant,
  fit,
  gram,
  type Kernel,
  kernelDescent,
  type LossName,
  laplacian,
  linear,
  type Matrix,
  polynomial,
  precomputed,
  rbf,
  scale,
  sigmoid,
} from "../../src/entries/index";
import { jacobi, pickRows, times } from "../support/dense";
import { expectError } from "../support/errors";
import { random } from "../support/generator";
import { type Machine, objectives, optimality, solve } from "../support/machines";
import { expectRounded } from "../support/precision";
import { permutation, randomMatrix, randomVector } from "../support/random";

type Loss = "hinge" | "epsilonInsensitive";
const LOSSES: readonly Loss[] = ["hinge", "epsilonInsensitive"];
const SETTINGS = LOSSES.flatMap((loss) => [true, false].map((intercept) => [loss, intercept] as const));

function machine(seed: number, n: number, loss: Loss, intercept: boolean, changes: Partial<Machine["options"]> = {}): Machine {
  const X = randomMatrix(seed, n, 2);
  const noise = randomVector(seed + 1, n, 0.4);
  const value = (i: number): number => Math.sin(3 * (X.data[2 * i] as number)) + (X.data[2 * i + 1] as number) + (noise[i] as number);
  const y = Array.from({ length: n }, (_, i) => (loss === "hinge" ? (value(i) > 0 ? 1 : -1) : value(i)));
  const options = { loss, epsilon: loss === "hinge" ? 0 : 0.1, lambda: 0.3, intercept, tolerance: 1e-6, ...changes };
  return { kernel: rbf({ gamma: 0.7 }), X, y, options };
}

const KERNELS: readonly [string, Kernel][] = [
  ["Gaussian", rbf({ gamma: 0.7 })],
  ["linear", linear()],
  ["polynomial", polynomial({ degree: 2, gamma: 1 })],
  ["Laplacian", laplacian({ gamma: 0.5 })],
  ["constant", constant(2)],
];

describe.each(SETTINGS)("%s, intercept %s", (loss, intercept) => {
  it.each(KERNELS)("%s kernel: the KKT conditions hold, the gap is that of the definition", (_, kernel) => {
    for (const n of [1, 2, 3, 7, 8, 33, 100]) {
      for (const lambda of [1e-2, 1, 100]) {
        const tolerance = 1e-5;
        const m = { ...machine(n, n, loss, intercept, { lambda, tolerance }), kernel };
        const { coefficients, intercepts, gap, converged, warnings, trainingLoss } = solve(m);
        const b = intercepts[0] as number;
        expect({ converged, warnings }).toEqual({ converged: true, warnings: [] });
        const { violation, feasible } = optimality(m, coefficients.data, b);
        expect(feasible).toBe(true);
        expect(violation).toBeLessThan(tolerance * (1 + Math.max(...m.y.map(Math.abs))));
        const { primal, dual, h } = objectives(m, coefficients.data, b);
        const rounding = 1e-12 * (1 + primal);
        expect(gap[0]).toBeGreaterThanOrEqual(0);
        expect(primal).toBeGreaterThanOrEqual(dual - rounding);
        // never below the gap of the definition, and above it by no more than what the rounding of K may do: η Σ w_i √k_ii Σ √k_jj |β_j|, twice
        const root = gram(kernel, m.X)
          .data.filter((_, at) => at % (n + 1) === 0)
          .map(Math.sqrt);
        const reach = root.reduce((sum, value, i) => sum + value * Math.abs(coefficients.data[i] as number), 0);
        const entries = 2 * 20 * 2 ** -53 * reach * root.reduce((sum, value) => sum + value, 0);
        expect(primal * (gap[0] as number)).toBeGreaterThan(primal - dual - rounding);
        expect(primal * (gap[0] as number)).toBeLessThan(primal - dual + rounding + entries);
        expect(gap[0]).toBeLessThanOrEqual(tolerance);
        const losses = m.y.map((target, i) =>
          loss === "hinge"
            ? Math.max(0, 1 - target * (h[i] as number))
            : Math.max(0, Math.abs((h[i] as number) - target) - m.options.epsilon),
        );
        expect(Math.abs((trainingLoss[0] as number) - losses.reduce((a, c) => a + c, 0))).toBeLessThan(rounding);
      }
    }
  });

  it("a tighter tolerance lowers J, and never below the dual", () => {
    const solutions = [1e-1, 1e-3, 1e-6, 1e-10].map((tolerance) => {
      const m = machine(3, 60, loss, intercept, { tolerance });
      const { coefficients, intercepts, iterations } = solve(m);
      return { iterations, ...objectives(m, coefficients.data, intercepts[0] as number) };
    });
    solutions.slice(1).forEach(({ dual, iterations }, k) => {
      expect(iterations).toBeGreaterThan((solutions[k] as (typeof solutions)[0]).iterations);
      expect(dual).toBeGreaterThan((solutions[k] as (typeof solutions)[0]).dual);
    });
    const best = solutions.at(-1) as (typeof solutions)[0];
    for (const { primal, dual } of solutions) {
      expect(primal).toBeGreaterThanOrEqual(best.dual);
      expect(best.primal).toBeGreaterThanOrEqual(dual);
    }
  });

  it("does not depend on the order of the points", () => {
    const m = machine(4, 50, loss, intercept, { tolerance: 1e-11 });
    const order = permutation(9, 50);
    const shuffled = solve({ ...m, X: pickRows(m.X, order), y: order.map((i) => m.y[i] as number) });
    const straight = solve(m);
    order.forEach((i, k) => {
      expect(Math.abs((shuffled.coefficients.data[k] as number) - (straight.coefficients.data[i] as number))).toBeLessThan(1e-8);
    });
    expect(Math.abs((shuffled.intercepts[0] as number) - (straight.intercepts[0] as number))).toBeLessThan(1e-9);
  });

  it("whole weights are repeated points, weight 0 is absence", () => {
    const n = 24;
    const m = machine(6, n, loss, intercept, { tolerance: 1e-11 });
    const counts = Array.from({ length: n }, (_, i) => i % 4);
    const rows = counts.flatMap((count, i) => Array<number>(count).fill(i));
    const weighted = solve({ ...m, weights: counts });
    const repeated = solve({ ...m, X: pickRows(m.X, rows), y: rows.map((i) => m.y[i] as number) });
    const kept = [...counts.keys()].filter((i) => (counts[i] as number) > 0);
    expect(weighted.coefficients.rows).toBe(kept.length);
    const at = (points: readonly number[], { coefficients, intercepts }: typeof weighted) =>
      times(gram(m.kernel, m.X, pickRows(m.X, points)), coefficients.data).map((value) => value + (intercepts[0] as number));
    const [one, other] = [at(kept, weighted), at(rows, repeated)];
    one.forEach((value, i) => {
      expect(Math.abs(value - (other[i] as number))).toBeLessThan(1e-8);
    });
    expect(Math.abs((weighted.trainingLoss[0] as number) - (repeated.trainingLoss[0] as number))).toBeLessThan(1e-7);
  });

  it("several targets are solved one by one, bit for bit", () => {
    const machines = [7, 8, 9].map((seed) => machine(seed, 30, loss, intercept));
    const { X } = machines[0] as Machine;
    const Y: Matrix = {
      rows: 30,
      cols: 3,
      data: Float64Array.from({ length: 90 }, (_, at) => machines[at % 3]?.y[Math.floor(at / 3)] as number),
    };
    const together = solve({ ...(machines[0] as Machine), y: Y });
    machines.forEach((m, q) => {
      const alone = solve({ ...m, X });
      expect(together.coefficients.data.filter((_, at) => at % 3 === q)).toEqual(alone.coefficients.data);
      expect(together.intercepts[q]).toBe(alone.intercepts[0]);
      expect(together.gap[q]).toBe(alone.gap[0]);
      expect(together.trainingLoss[q]).toBe(alone.trainingLoss[0]);
    });
    expect(together.iterations).toBe(machines.reduce((sum, m) => sum + solve({ ...m, X }).iterations, 0));
  });

  it("a precomputed K gives the same bits", () => {
    const m = machine(10, 40, loss, intercept);
    const given = solve({ ...m, kernel: precomputed(), X: gram(m.kernel, m.X) });
    expect(given.coefficients).toEqual(solve(m).coefficients);
  });

  it("extreme λ: the box is tiny or enormous, the gap still proven", () => {
    for (const lambda of [1e-6, 1e-4, 1e6, 1e12]) {
      const m = machine(11, 20, loss, intercept, { lambda, tolerance: 1e-4 });
      const { coefficients, intercepts, gap, converged } = solve(m);
      const { primal, dual } = objectives(m, coefficients.data, intercepts[0] as number);
      expect(converged).toBe(true);
      expect(gap[0]).toBeLessThanOrEqual(1e-4);
      expect(optimality(m, coefficients.data, intercepts[0] as number).feasible).toBe(true);
      expect(primal).toBeGreaterThanOrEqual(dual * (1 - 1e-9));
      if (lambda >= 1e6) for (const value of coefficients.data) expect(Math.abs(value)).toBeLessThanOrEqual(1 / (2 * lambda));
    }
  });
});

describe("the subgradient descent of kernelDescent", () => {
  it.each<[Loss, LossName]>([
    ["hinge", "hinge"],
    ["epsilonInsensitive", "epsilonInsensitive"],
  ])("comes down to the optimum of %s, never below", (loss, name) => {
    const m = machine(12, 40, loss, false, { lambda: 1, tolerance: 1e-9 });
    const { coefficients } = solve(m);
    const best = objectives(m, coefficients.data, 0);
    const descent = (iterations: number) => {
      const model = fit(kernelDescent({ kernel: m.kernel, loss: name, lambda: 1, iterations }), m.X, m.y);
      return objectives(m, model.coefficients, 0).primal;
    };
    const [early, late] = [descent(300), descent(30_000)];
    expect(early).toBeGreaterThan(late);
    expect(late).toBeGreaterThanOrEqual(best.primal * (1 - 1e-9));
    expect(late).toBeLessThan(best.primal * 1.01);
  });
});

describe("degenerate problems", () => {
  const X = randomMatrix(20, 6, 2);
  const hinge = (intercept: boolean) => ({ loss: "hinge", epsilon: 0, lambda: 0.5, intercept, tolerance: 1e-6 }) as const;
  const tube = (epsilon: number, intercept = true) =>
    ({ loss: "epsilonInsensitive", epsilon, lambda: 0.5, intercept, tolerance: 1e-6 }) as const;

  it.each([1, -1])("one class only, %d: b is the label and h is 0", (label) => {
    const solution = solve({ kernel: rbf(), X, y: Array(6).fill(label), options: hinge(true) });
    expect(Array.from(solution.coefficients.data)).toEqual(Array(6).fill(0));
    expect(Array.from(solution.intercepts)).toEqual([label]);
    expect(solution).toMatchObject({ converged: true, trainingLoss: [0], iterations: 0 });
    expect(solution.gap[0]).toBe(0);
  });

  it("a constant y is b itself", () => {
    for (const [value, epsilon] of [
      [0.1, 0],
      [0.1, 0.3],
      [-7, 0],
      [1e300, 0.5],
    ] as const) {
      const solution = solve({ kernel: rbf(), X, y: Array(6).fill(value), options: tube(epsilon) });
      // the middle of [value − ε, value + ε], two roundings
      expect(Math.abs((solution.intercepts[0] as number) - value)).toBeLessThanOrEqual(
        epsilon && Number.EPSILON * (Math.abs(value) + epsilon),
      );
      expect(solution).toMatchObject({ converged: true, trainingLoss: [0], iterations: 0 });
    }
  });

  it("targets within ε of each other need no support vector; b is the middle of what it may be", () => {
    const solution = solve({ kernel: rbf(), X, y: [0, 0.1, 0.2, 0.3, 0.4, 0.5], options: tube(1) });
    expect(Array.from(solution.coefficients.data)).toEqual(Array(6).fill(0));
    expect(solution.intercepts[0]).toBe(0.25);
    expect(solution.gap[0]).toBe(0);
  });

  it("all coefficients at their bounds: b is the middle of its interval", () => {
    // C = 0.1 on two far points: h is small, both margins are violated, b may be anything in [h − 1, 1 − h] around 0
    const far: Matrix = { rows: 2, cols: 1, data: Float64Array.of(0, 100) };
    const options = { ...hinge(true), lambda: 5 };
    const solution = solve({ kernel: rbf({ gamma: 1 }), X: far, y: [1, -1], options });
    expect(Array.from(solution.coefficients.data)).toEqual([0.1, -0.1]);
    expect(solution.intercepts[0]).toBe(0);
    expectRounded(solution.trainingLoss[0], 1.8, 8);
    expect(solution.gap[0]).toBeLessThan(1e-15);
  });

  it("the same point with both labels: the loss cannot vanish, and b says nothing", () => {
    const twice: Matrix = { rows: 2, cols: 1, data: Float64Array.of(3, 3) };
    for (const intercept of [true, false]) {
      const solution = solve({ kernel: rbf(), X: twice, y: [1, -1], options: hinge(intercept) });
      expect(solution.converged).toBe(true);
      expectRounded(solution.trainingLoss[0], 2, 64);
    }
  });

  it("many duplicates, of points and of targets", () => {
    const distinct = machine(21, 5, "epsilonInsensitive", true);
    const rows = Array.from({ length: 40 }, (_, i) => i % 5);
    const m = { ...distinct, X: pickRows(distinct.X, rows), y: rows.map((i) => distinct.y[i] as number) };
    const solution = solve(m);
    expect(solution.converged).toBe(true);
    expect(optimality(m, solution.coefficients.data, solution.intercepts[0] as number)).toMatchObject({ feasible: true });
  });

  it("data far from 0 and of any scale: the tolerance goes with y", () => {
    const small = machine(22, 40, "epsilonInsensitive", true);
    for (const factor of [2 ** -40, 2 ** 40]) {
      const scaled = {
        ...small,
        y: Array.from(small.y, (value) => factor * value),
        options: { ...small.options, epsilon: factor * small.options.epsilon, lambda: small.options.lambda / factor },
      };
      const [one, other] = [solve(small), solve(scaled)];
      expect(other.coefficients.data).toEqual(one.coefficients.data.map((value) => factor * value));
      expect(other.gap).toEqual(one.gap);
    }
  });
});

describe("what is not positive semidefinite", () => {
  const bad = () => {
    const m = machine(23, 30, "hinge", true, { lambda: 0.05 });
    return { ...m, kernel: sigmoid({ gamma: 3, coef0: -1 }) };
  };

  it("is told, with an eigenvalue, and nothing is claimed to be proven", () => {
    const m = bad();
    const least = jacobi(gram(m.kernel, m.X)).values[0] as number;
    expect(least).toBeLessThan(-0.1);
    const { gap, warnings, coefficients, intercepts } = solve(m);
    expect(gap[0]).toBe(Infinity);
    expect(warnings[0]).toContain("eigenvalue");
    const named = Number(/of (-[\d.e+-]+)/.exec(warnings[0] as string)?.[1]);
    expect(named).toBeLessThan(0);
    expect(named).toBeGreaterThanOrEqual(least * 1.01);
    expect(optimality(m, coefficients.data, intercepts[0] as number)).toMatchObject({ feasible: true });
  });

  it("is not said of a semidefinite K of a kernel that the rules do not know", () => {
    const m = machine(24, 30, "hinge", true);
    const good = solve({ ...m, kernel: sigmoid({ gamma: 0, coef0: 1 }) });
    expect(good.warnings).toEqual([]);
    expect(good.gap[0]).toBeLessThan(1e-6);
    expect(solve({ ...m, kernel: precomputed(), X: gram(m.kernel, m.X) }).warnings).toEqual([]);
  });

  it("not even a negative definite K keeps it from ending", () => {
    for (const [loss, intercept] of SETTINGS) {
      const m = machine(25, 20, loss, intercept);
      const solution = solve({ ...m, kernel: scale(-1, rbf()) });
      expect(solution.gap[0]).toBe(Infinity);
      expect(solution.coefficients.data.every(Number.isFinite)).toBe(true);
    }
  });
});

describe("errors and interruption", () => {
  const m = machine(30, 300, "epsilonInsensitive", true);

  it("a C beyond the numbers is told", () => {
    const h = machine(30, 4, "hinge", true);
    expectError("not-finite", () => solve({ ...h, options: { ...h.options, lambda: 1e-309 } }), { argument: "lambda" });
  });

  it("a K and targets near the ends of the range are no overflow where β is a number", () => {
    const K: Matrix = { rows: 2, cols: 2, data: Float64Array.of(1e303, -1e303, -1e303, 1e303) };
    const { coefficients, trainingLoss, converged } = solve({
      kernel: precomputed(),
      X: K,
      y: [1e300, -1e300],
      options: { ...m.options, lambda: 1e-290 },
    });
    // h = ±2e303 β is y up to λ, which moves it by 2λβ
    expect(converged).toBe(true);
    expect(Math.abs((coefficients.data[0] as number) / 5e-4 - 1)).toBeLessThan(1e-6);
    expect(coefficients.data[1]).toBe(-(coefficients.data[0] as number));
    expect(trainingLoss[0]).toBeLessThan(1e294);
  });

  it("an abort ends it, and the next call works", () => {
    const before = solve(m);
    const controller = new AbortController();
    const reason = new Error("enough");
    controller.abort(reason);
    expectError("aborted", () => solve(m, { signal: controller.signal }), { cause: reason });
    expect(solve(m)).toEqual(before);
  });

  it("inputs stay as they were", () => {
    const next = random(5).uniform;
    const X = randomMatrix(31, 20, 2);
    const y = Float64Array.from({ length: 20 }, () => next());
    const [copyX, copyY] = [X.data.slice(), y.slice()];
    solve({ ...m, X, y });
    expect(X.data).toEqual(copyX);
    expect(y).toEqual(copyY);
  });

  it("nor is one that a J near 0 puts below rounding: the gap is honest", () => {
    const tiny = machine(11, 20, "epsilonInsensitive", true, { lambda: 1e-12, tolerance: 1e-4 });
    const { converged, warnings, gap, coefficients, intercepts } = solve(tiny);
    expect(converged).toBe(false);
    expect(warnings).toHaveLength(1);
    const { primal, dual } = objectives(tiny, coefficients.data, intercepts[0] as number);
    expect(gap[0]).toBeGreaterThan((0.99 * (primal - dual)) / primal);
    expect(gap[0]).toBeLessThan(1);
  });

  it("a tolerance below rounding is not claimed to be reached", () => {
    const { converged, warnings, gap } = solve({ ...m, options: { ...m.options, tolerance: 1e-18 } });
    expect(converged).toBe(false);
    expect(warnings[0]).toContain("tolerance");
    // the rounding of K is in it
    expect(gap[0]).toBeLessThan(2e-13);
  });
});
