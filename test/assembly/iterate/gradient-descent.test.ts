import { describe, expect, it } from "vitest";
import { createBench, expectExact } from "../../support/core";
import { integers, random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";

const bench = createBench();

interface Problem {
  readonly n: number;
  readonly t: number;
  readonly K: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
  readonly alpha: Float64Array;
}

interface Run {
  readonly steps: number;
  readonly s: number;
  readonly lambda: number;
  readonly euclidean: boolean;
  readonly tolerance?: number;
  /** α before the last step of an earlier call. */
  readonly earlier?: Float64Array;
}

interface Outcome {
  readonly taken: number;
  readonly ending: "done" | "converged" | "not finite";
  readonly alpha: Float64Array;
  /** One row per step. */
  readonly losses: Float64Array;
}

function descend({ n, t, K, y, weights, alpha }: Problem, { steps, s, lambda, euclidean, tolerance = -1, earlier }: Run): Outcome {
  bench.clear();
  const gram = bench.matrix(n, n, K);
  const targets = bench.matrix(n, t, y);
  const w = weights && bench.vector(weights);
  const a = bench.matrix(n, t, alpha);
  const [h, g, previous] = [1, 2, 3].map(() => bench.matrix(n, t, null)) as [typeof a, typeof a, typeof a];
  if (earlier) bench.write(previous, earlier);
  const losses = bench.matrix(steps, t, null);
  const code = bench.run([a, h, g, previous, losses], (core) =>
    core.descend(
      n,
      t,
      gram.address,
      targets.address,
      w?.address ?? 0,
      a.address,
      h.address,
      g.address,
      previous.address,
      losses.address,
      steps,
      s,
      lambda,
      euclidean,
      tolerance,
      bench.scratch,
    ),
  );
  const ending = (["done", "converged", "not finite"] as const)[code & 3];
  if (ending === undefined) throw new Error(`descend returned ${code}`);
  return { taken: code >> 2, ending, alpha: bench.read(a), losses: bench.read(losses) };
}

/** Σ_i w_i (h_i − y_i)² of each target, and the gradient 2w∘(Kα − y) + 2λα, by the definition. */
function measure({ n, t, K, y, weights }: Problem, alpha: Float64Array, lambda: number): { losses: Float64Array; gradient: Float64Array } {
  const h = product(n, t, n, K, alpha);
  const losses = new Float64Array(t);
  const gradient = h.map((value, at) => {
    const weight = weights ? (weights[Math.floor(at / t)] as number) : 1;
    const difference = value - (y[at] as number);
    losses[at % t] = (losses[at % t] as number) + weight * difference ** 2;
    return 2 * (weight * difference + lambda * (alpha[at] as number));
  });
  return { losses, gradient };
}

/** The iterate after some steps, and the loss before each. */
function byDefinition(problem: Problem, { steps, s, lambda, euclidean }: Run): { alpha: Float64Array; losses: Float64Array } {
  let { alpha } = problem;
  const losses: number[] = [];
  for (let r = 0; r < steps; r++) {
    const here = measure(problem, alpha, lambda);
    losses.push(...here.losses);
    const direction = euclidean ? product(problem.n, problem.t, problem.n, problem.K, here.gradient) : here.gradient;
    alpha = alpha.map((a, at) => a - s * (direction[at] as number));
  }
  return { alpha, losses: Float64Array.from(losses) };
}

/** Whole numbers, small enough that a few steps by powers of 2 are exact. */
function exactProblem(n: number, t: number, weighted: boolean): Problem {
  const source = random(n + 100 * t);
  const half = integers(source, n * n, -3, 3);
  const mirrored = transpose(n, n, half);
  return {
    n,
    t,
    K: half.map((value, at) => (at % n <= Math.floor(at / n) ? value : (mirrored[at] as number))),
    y: integers(source, n * t, -9, 9),
    weights: weighted ? integers(source, n, 0, 3) : null,
    alpha: integers(source, n * t, -3, 3),
  };
}

describe.each([
  ["functional", false],
  ["Euclidean", true],
])("descend by the %s gradient", (_, euclidean) => {
  it.each([1, 2, 3, 8, 9, 33, 100])("makes exactly the steps of its formula on whole numbers, n = %i", (n) => {
    for (const t of [1, 2, 5]) {
      for (const weighted of [false, true]) {
        for (const steps of [0, 1, 2]) {
          const problem = exactProblem(n, t, weighted);
          const run = { steps, s: 0.25, lambda: 0.5, euclidean };
          const outcome = descend(problem, run);
          const expected = byDefinition(problem, run);
          expect(outcome).toMatchObject({ taken: steps, ending: "done" });
          expectExact(outcome.alpha, expected.alpha, `α, t = ${t}, ${steps} steps`);
          expectExact(outcome.losses, expected.losses, `losses, t = ${t}, ${steps} steps`);
        }
      }
    }
  });
});

describe("descend stops", () => {
  const n = 4;
  const identity = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  const y = Float64Array.of(1, -2, 3, 4);
  const alpha = new Float64Array(n);
  const problem = { n, t: 1, K: identity, y, weights: null, alpha };

  it("as converged when the functional gradient, 2(y − α) with K = I, is within the tolerance: by halves from 8", () => {
    const run = { steps: 50, s: 0.25, lambda: 0, euclidean: false };
    const outcome = descend(problem, { ...run, tolerance: 8 * 2 ** -5 });
    expect(outcome).toMatchObject({ taken: 5, ending: "converged" });
    expectExact(
      outcome.alpha,
      y.map((value) => value * (1 - 2 ** -5)),
      "α",
    );
    expect(descend(problem, { ...run, tolerance: 8 }).taken).toBe(0);
    expect(descend(problem, { ...run, tolerance: 0 }).ending).toBe("done");
  });

  it("at once when the start solves the problem", () => {
    const outcome = descend({ ...problem, alpha: y }, { steps: 3, s: 0.25, lambda: 0, euclidean: false, tolerance: 0 });
    expect(outcome).toMatchObject({ taken: 0, ending: "converged" });
    expect(outcome.losses[0]).toBe(0);
  });

  it("when a loss overflows, at the last α with a finite loss before it", () => {
    const run = { steps: 2000, s: 2 ** 20, lambda: 0, euclidean: false };
    const outcome = descend(problem, run);
    expect(outcome.ending).toBe("not finite");
    expectExact(outcome.alpha, byDefinition(problem, { ...run, steps: outcome.taken }).alpha, "α");
    expect(measure(problem, outcome.alpha, 0).losses[0]).toBeLessThan(Infinity);
    expect(measure(problem, byDefinition(problem, { ...run, steps: outcome.taken + 1 }).alpha, 0).losses[0]).toBe(Infinity);
  });

  it("when a coefficient overflows, at the α before it", () => {
    const outcome = descend(problem, { steps: 5, s: 1e308, lambda: 0, euclidean: false });
    expect(outcome).toMatchObject({ taken: 0, ending: "not finite" });
    expectExact(outcome.alpha, alpha, "α");
  });

  it("when the first loss is not finite, one step back: at the α before the last step of the call before", () => {
    const start = Float64Array.of(1e300, 0, 0, 0);
    const earlier = Float64Array.of(1, 2, 3, 4);
    const outcome = descend({ ...problem, alpha: start }, { steps: 5, s: 0.25, lambda: 0, euclidean: false, earlier });
    expect(outcome).toMatchObject({ taken: -1, ending: "not finite" });
    expectExact(outcome.alpha, earlier, "α");
  });
});
