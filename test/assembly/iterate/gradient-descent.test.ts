import { describe, expect, it } from "vitest";
import { Ending, Form, Loss } from "../../../assembly/iterate/terms";
import { expectExact } from "../../support/core";
import { createDescent, type DescentCase } from "../../support/descents";
import { integers, random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";

const descent = createDescent();

/** Iterates by rows of the definition: losses before each step and the last x, t × p. */
function byDefinition(c: DescentCase, steps: number): { x: Float64Array; losses: number[][] } {
  const { n, p, t, form, lambda = 0, beta = 0, step } = c;
  const A = c.matrix;
  const primal = form === Form.Primal;
  const at = (x: Float64Array): Float64Array => transpose(n, t, product(n, t, p, A, transpose(t, p, x)));
  const slopes = (h: Float64Array): Float64Array => h.map((value, k) => 2 * (c.weights?.[k % n] ?? 1) * (value - (c.y[k] as number)));
  let x = c.x;
  let before = c.previous ?? c.x;
  const losses: number[][] = [];
  for (let r = 0; r <= steps; r++) {
    const h = at(x);
    const loss = new Array<number>(t).fill(0);
    h.forEach((value, k) => {
      loss[Math.floor(k / n)] = (loss[Math.floor(k / n)] as number) + (c.weights?.[k % n] ?? 1) * (value - (c.y[k] as number)) ** 2;
    });
    losses.push(loss);
    if (r === steps) break;
    const carried = x.map((value, k) => value + beta * (value - (before[k] as number)));
    const z = c.nesterov ? carried : x;
    let g = slopes(at(z));
    if (primal) g = transpose(p, t, product(p, t, n, transpose(n, p, A), transpose(t, n, g)));
    g = g.map((value, k) => value + (k % p < (c.penalised ?? p) ? 2 * lambda * (z[k] as number) : 0));
    if (form === Form.Euclidean) g = at(g);
    before = x;
    x = carried.map((value, k) => value - step * (g[k] as number));
  }
  return { x, losses };
}

/** Whole numbers, small enough that a few steps by powers of 2 are exact. */
function exactCase(form: Form, n: number, t: number, weighted: boolean): DescentCase {
  const source = random(n + 100 * t);
  const p = form === Form.Primal ? 3 : n;
  const half = integers(source, n * n, -3, 3);
  const K = half.map((value, at) => (at % n <= Math.floor(at / n) ? value : (half[(at % n) * n + Math.floor(at / n)] as number)));
  return {
    form,
    n,
    p,
    t,
    matrix: form === Form.Primal ? integers(source, n * p, -3, 3) : K,
    y: integers(source, n * t, -9, 9),
    weights: weighted ? integers(source, n, 0, 3) : null,
    x: integers(source, p * t, -3, 3),
    previous: integers(source, p * t, -3, 3),
    loss: Loss.Squared,
    step: 0.25,
    lambda: 0.5,
  };
}

describe.each([
  ["functional", Form.Functional],
  ["Euclidean", Form.Euclidean],
  ["primal", Form.Primal],
])("descend in the %s form", (_, form) => {
  it.each([1, 2, 3, 8, 9, 33, 100])("makes exactly the steps of its formula on whole numbers, n = %i", (n) => {
    for (const t of [1, 2, 5]) {
      for (const weighted of [false, true]) {
        for (const [beta, nesterov] of [
          [0, false],
          [0.5, false],
          [0.5, true],
        ] as const) {
          for (const steps of [0, 1, 2]) {
            const problem = { ...exactCase(form, n, t, weighted), beta, nesterov, penalised: form === Form.Primal ? 2 : n };
            const outcome = descent.run(problem, steps);
            const expected = byDefinition(problem, steps);
            expect(outcome).toMatchObject({ taken: steps, ending: Ending.Done });
            expectExact(outcome.x, expected.x, `x, t = ${t}, ${steps} steps, β = ${beta}`);
            expectExact(outcome.losses, Float64Array.from(expected.losses.flat()), `losses, t = ${t}, ${steps} steps`);
          }
        }
      }
    }
  });
});

describe("descend", () => {
  const n = 4;
  const identity = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  const y = Float64Array.of(1, -2, 3, 4);
  const problem: DescentCase = {
    ...{ form: Form.Functional, n, p: n, t: 1, matrix: identity, y, weights: null, x: new Float64Array(n) },
    ...{ loss: Loss.Squared, step: 0.25 },
  };

  it("converges when the gradient, 2(y − α) with K = I, is within the tolerance: by halves from 8", () => {
    const outcome = descent.run({ ...problem, tolerance: 8 * 2 ** -5 }, 50);
    expect(outcome).toMatchObject({ taken: 5, ending: Ending.Converged });
    expectExact(
      outcome.x,
      y.map((value) => value * (1 - 2 ** -5)),
      "α",
    );
    expect(descent.run({ ...problem, tolerance: 8 }, 50).taken).toBe(0);
    expect(descent.run({ ...problem, tolerance: 0 }, 50).ending).toBe(Ending.Done);
  });

  it.each([
    ["x", false],
    ["x + β(x − x_t−1)", true],
  ])("with momentum returns the point whose gradient converged: %s", (_, nesterov) => {
    const start = { ...problem, beta: 0.5, nesterov };
    for (const tolerance of [4, 1, 2 ** -4]) {
      const outcome = descent.run({ ...start, tolerance }, 50);
      expect(outcome.ending).toBe(Ending.Converged);
      const { x } = byDefinition(start, outcome.taken);
      const before = byDefinition(start, Math.max(0, outcome.taken - 1)).x;
      expectExact(outcome.x, nesterov ? x.map((value, i) => value + (value - (before[i] as number)) / 2) : x, "α");
      // 2(α − y), K being I
      const largest = outcome.x.reduce((most, value, i) => Math.max(most, Math.abs(2 * (value - (y[i] as number)))), 0);
      expect(largest).toBeLessThanOrEqual(tolerance);
    }
  });

  it("has reached its target when the loss, 30 · 4⁻ᵗ, is no more than it", () => {
    expect(descent.run({ ...problem, target: 30 * 4 ** -3 }, 50)).toMatchObject({ taken: 3, ending: Ending.Reached });
    expect(descent.run({ ...problem, target: 30 }, 50)).toMatchObject({ taken: 0, ending: Ending.Reached });
  });

  it("continues as if it had not stopped between two calls", () => {
    const options = { ...problem, beta: 0.5, nesterov: true, lambda: 0.5, restart: true };
    const whole = descent.run(options, 20);
    const parts = descent.run(options, 7, 13);
    expectExact(parts.x, whole.x, "α");
  });

  // K = −1, y = 0, λ = 2: J = x² − 2x², and a step takes x to x(1 − 2·step), which raises J by 4·step of |J|
  it.each([
    [2 ** -36, 1 - 2 ** -35],
    [2 ** -30, 1],
  ])("below 0, too, takes a step back that raises J by more than 10⁻¹⁰ of it, and no other: step %d", (step, x) => {
    const own = { n: 1, p: 1, matrix: Float64Array.of(-1), y: Float64Array.of(0), x: Float64Array.of(1), lambda: 2 };
    expectExact(descent.run({ ...problem, ...own, restart: true, step }, 1).x, Float64Array.of(x), "x");
  });

  it("goes back to the last finite loss", () => {
    const outcome = descent.run({ ...problem, step: 2 ** 20 }, 60);
    expect(outcome.ending).toBe(Ending.NotFinite);
    expectExact(outcome.x, byDefinition({ ...problem, step: 2 ** 20 }, outcome.taken).x, "α");
    expect(outcome.losses[outcome.taken]).toBeLessThan(Infinity);
    expect(outcome.losses[outcome.taken + 1]).toBe(Infinity);
  });

  it("goes back to the last finite coefficients", () => {
    const outcome = descent.run({ ...problem, step: 1e308 }, 5);
    expect(outcome).toMatchObject({ taken: 0, ending: Ending.NotFinite });
    expectExact(outcome.x, problem.x, "α");
  });

  it("takes back a step that raised J, and goes on without momentum", () => {
    // along one eigenvector with s = 1/4 and β = 1/2 the second step overshoots when it arrives with speed
    const start = { ...problem, x: y.map((value) => 1.125 * value), previous: new Float64Array(n), beta: 0.5 };
    const plain = descent.run(start, 2);
    const restarted = descent.run({ ...start, restart: true, objective: Infinity }, 2);
    expect(plain.losses[1]).toBeGreaterThan(plain.losses[0] as number);
    expect(restarted.losses[1]).toBe(restarted.losses[0]);
    expectExact(
      restarted.x,
      y.map((value) => 1.0625 * value),
      "α",
    );
  });

  it("keeps the best of the iterates with its step", () => {
    // steps of 3/4 multiply the error by −1/2, until heavy weights make them diverge
    const outcome = descent.run({ ...problem, loss: Loss.Absolute, step: 0.7, keepBest: true }, 30);
    const least = outcome.losses.reduce((best, loss, r) => (loss < (outcome.losses[best] as number) ? r : best), 0);
    expect(outcome.bestStep).toBe(least);
    expectExact(outcome.best as Float64Array, descent.run({ ...problem, loss: Loss.Absolute, step: 0.7 }, least).x, "best");
  });
});

describe("J = Σ(x − y)² + λ‖x‖² of K = I, from x = y down to y/(1 + λ)", () => {
  const n = 3;
  const y = Float64Array.of(1, -2, 4);
  const matrix = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));

  it.each([0.5, 1, 2])("falls with every step while the loss rises, λ = %d", (lambda) => {
    const problem = { form: Form.Functional, n, p: n, t: 1, matrix, y, weights: null, x: y, loss: Loss.Squared, lambda, step: 0.125 };
    const { losses, bestStep, best } = descent.run({ ...problem, keepBest: true, restart: true }, 4);
    expectExact(losses, Float64Array.from(byDefinition(problem, 4).losses.flat()), "losses");
    expect([...losses]).toEqual([...losses].sort((a, b) => a - b));
    expect(bestStep).toBe(4);
    expectExact(best as Float64Array, byDefinition(problem, 4).x, "best");
  });
});

describe("descendOnBatches", () => {
  const n = 10;

  it.each([
    ["functional", Form.Functional],
    ["Euclidean", Form.Euclidean],
    ["primal", Form.Primal],
  ])("%s: a batch of all points makes the step of all", (_, form) => {
    for (const t of [1, 2]) {
      for (const nesterov of [false, true]) {
        const problem = { ...exactCase(form, n, t, true), beta: 0.5, nesterov };
        for (const steps of [1, 2]) {
          const outcome = descent.runBatches({ ...problem, batch: n }, steps);
          expectExact(outcome.x, byDefinition(problem, steps).x, `x, t = ${t}`);
        }
      }
    }
  });

  it("meets every point once in a pass, in an order that the seed decides", () => {
    // K = I, y = 1, no ridge: α_i counts the visits, in units of 2 s n/b
    const identity = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 2 ** -40 : 0));
    const problem: DescentCase = {
      ...{ form: Form.Functional, n, p: n, t: 1, matrix: identity, y: new Float64Array(n).fill(1), weights: null },
      ...{ x: new Float64Array(n), loss: Loss.Squared, step: 1, batch: 2 },
    };
    const visits = (seed: number, steps: number): number[] =>
      Array.from(descent.runBatches({ ...problem, seed }, steps).x, (value) => Math.round(value / (2 * (n / 2))));
    for (const seed of [1, 2, 3]) {
      expect(visits(seed, 5)).toEqual(new Array(n).fill(1));
      expect(visits(seed, 10)).toEqual(new Array(n).fill(2));
      expect(visits(seed, 7)).toEqual(visits(seed, 7));
    }
    expect(new Set([1, 2, 3, 4, 5].map((seed) => visits(seed, 1).join())).size).toBeGreaterThan(1);
  });
});
