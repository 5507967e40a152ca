import { describe, expect, it } from "vitest";
import type { Matrix } from "../../../src";
import { type BoxProblem, leastOverFaces, objectiveOf } from "../../support/box-problems";
import { createBench } from "../../support/core";
import { build, plusDiagonal, product, times, transpose } from "../../support/dense";
import { randomMatrix, randomVector, uniform } from "../../support/random";

const bench = createBench();

interface Outcome {
  readonly taken: number;
  readonly rising: number;
  readonly falling: number;
  readonly violation: number;
  readonly beta: Float64Array;
  readonly f: Float64Array;
  readonly rise: Float64Array;
  readonly fall: Float64Array;
}

/** Where vector k of point i stands among lines of `length` numbers for two points. */
const place = (length: number, k: number, i: number): number => length * (i >> 1) + 2 * k + (i & 1);

/** From β = 0 or the one given, with NaN wherever the core need not look: in the place that an odd n leaves, but in `rise` and `fall`. */
function minimize(problem: BoxProblem, tolerance: number, limit: number, start?: ArrayLike<number>): Outcome {
  bench.clear();
  const { K, y, lower, upper, epsilon, alone } = problem;
  const n = y.length;
  const image = times(K, start ?? new Float64Array(n));
  const unknown = Array<number>(n).fill(Number.NaN);
  const diagonal = Array.from({ length: n }, (_, i) => K.data[i * n + i] as number);
  const lines = (vectors: readonly ArrayLike<number>[], rests: readonly number[]) => {
    const values = new Float64Array(vectors.length * (n + (n % 2)));
    values.forEach((_, at) => {
      const [line, k, second] = [Math.floor(at / (2 * vectors.length)), (at >> 1) % vectors.length, at & 1];
      const i = 2 * line + second;
      values[at] = (i < n ? vectors[k]?.[i] : rests[k]) as number;
    });
    return bench.vector(values);
  };
  const gram = bench.matrix(n, n, K.data);
  const f = y.map((value, i) => value - (image[i] as number));
  const slopes = lines([f, unknown, unknown, diagonal], [Number.NaN, -Infinity, Infinity, Number.NaN]);
  const boxes = lines([start ?? new Float64Array(n), lower, upper], [Number.NaN, Number.NaN, Number.NaN]);
  const work = bench.vector(new Float64Array(6));
  const written = (length: number, ks: readonly number[]) => (at: number) => ks.includes((at % length) >> 1);
  const taken = bench.run([[slopes, written(8, [0, 1, 2])], [boxes, written(6, [0])], work], (core) =>
    core.minimizePairs(n, gram.address, slopes.address, boxes.address, epsilon, alone, tolerance, limit, work.address),
  );
  const read = (placed: typeof work, length: number, k: number) => {
    const values = bench.read(placed);
    return Float64Array.from({ length: n }, (_, i) => values[place(length, k, i)] as number);
  };
  const [rising, falling] = bench.read(work).subarray(4) as unknown as [number, number];
  return {
    taken,
    rising,
    falling,
    violation: Math.max(0, rising - falling),
    beta: read(boxes, 6, 0),
    f: read(slopes, 8, 0),
    rise: read(slopes, 8, 1),
    fall: read(slopes, 8, 2),
  };
}

/** A positive definite K, targets of both signs, boxes of one side or both. */
function randomProblem(seed: number, n: number, kind: "hinge" | "tube", alone: boolean): BoxProblem {
  const A = randomMatrix(seed, n, n + 2);
  const K = plusDiagonal(product(A, transpose(A)), () => 0.1);
  const next = uniform(seed + 1000);
  const bounds = Array.from({ length: n }, () => 0.05 + 2 * next());
  if (kind === "tube") {
    const y = Array.from(randomVector(seed + 2000, n, 2));
    return { K, y, lower: bounds.map((c) => -c), upper: bounds, epsilon: 0.3, alone };
  }
  const y = bounds.map(() => (next() < 0.5 ? -1 : 1));
  const side = (sign: number) => bounds.map((c, i) => (y[i] === sign ? sign * c : 0));
  return { K, y, lower: side(-1), upper: side(1), epsilon: 0, alone };
}

describe("minimizePairs", () => {
  const kinds = ["hinge", "tube"] as const;

  it.each(kinds.flatMap((kind) => [true, false].map((alone) => [kind, alone] as const)))(
    "%s, alone %s: finds the least of all faces",
    (kind, alone) => {
      for (let seed = 0; seed < 40; seed++) {
        const problem = randomProblem(seed, 1 + (seed % 4), kind, alone);
        const { beta, violation } = minimize(problem, 1e-12, 10_000);
        const best = leastOverFaces(problem);
        expect(violation).toBeLessThanOrEqual(1e-12);
        expect(Math.abs(objectiveOf(problem, beta) - best.value)).toBeLessThan(1e-12 * (1 + Math.abs(best.value)));
        beta.forEach((b, i) => {
          expect(Math.abs(b - (best.beta[i] as number))).toBeLessThan(1e-10);
        });
      }
    },
  );

  it.each(kinds.flatMap((kind) => [true, false].map((alone) => [kind, alone] as const)))(
    "%s, alone %s: at every size f, rise and fall are those of β, which stays in its box",
    (kind, alone) => {
      for (const n of [1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 64, 65]) {
        const problem = randomProblem(n, n, kind, alone);
        const { K, y, lower, upper, epsilon } = problem;
        const { beta, f, rise, fall, rising, falling, violation } = minimize(problem, 1e-9, 100_000);
        const product = times(K, beta);
        let [up, down] = [-Infinity, Infinity];
        let single = 0;
        beta.forEach((b, i) => {
          expect(b).toBeGreaterThanOrEqual(lower[i] as number);
          expect(b).toBeLessThanOrEqual(upper[i] as number);
          expect(Math.abs((f[i] as number) - ((y[i] as number) - (product[i] as number)))).toBeLessThan(1e-11);
          expect(rise[i]).toBe(b < (upper[i] as number) ? (b >= 0 ? -epsilon : epsilon) : -Infinity);
          expect(fall[i]).toBe(b > (lower[i] as number) ? (b > 0 ? -epsilon : epsilon) : Infinity);
          const [risen, fallen] = [(f[i] as number) + (rise[i] as number), (f[i] as number) + (fall[i] as number)];
          [up, down] = [Math.max(up, risen), Math.min(down, fallen)];
          single = Math.max(single, risen, -fallen);
        });
        expect([rising, falling]).toEqual(alone ? [single, 0] : [up, down]);
        expect(violation).toBeLessThanOrEqual(1e-9);
        if (!alone) expect(Math.abs(beta.reduce((a, b) => a + b, 0))).toBeLessThan(1e-12 * n);
      }
    },
  );

  it("every step lowers F, in one call or in many", () => {
    for (const [kind, alone] of kinds.flatMap((k) => [true, false].map((a) => [k, a] as const))) {
      const problem = randomProblem(77, 21, kind, alone);
      let [together, apart] = [0, 0];
      let beta: ArrayLike<number> = new Float64Array(21);
      for (let steps = 1; steps <= 12; steps++) {
        const many = minimize(problem, 1e-3, steps);
        expect(many.taken).toBe(steps);
        expect(objectiveOf(problem, many.beta)).toBeLessThan(together);
        together = objectiveOf(problem, many.beta);
        const one = minimize(problem, 1e-3, 1, beta);
        expect(objectiveOf(problem, one.beta)).toBeLessThan(apart);
        apart = objectiveOf(problem, one.beta);
        beta = one.beta;
      }
    }
  });

  it("takes no step beyond the limit, and none where the tolerance is met", () => {
    const problem = randomProblem(5, 9, "hinge", false);
    expect(minimize(problem, 1e-9, 0)).toMatchObject({ taken: 0, beta: new Float64Array(9) });
    expect(minimize(problem, 1e-9, 3).taken).toBe(3);
    expect(minimize(problem, 100, 3)).toMatchObject({ taken: 0, violation: 2 });
  });

  it("moves the first of equals: with K = I and equal targets points come in their order", () => {
    const n = 6;
    const K = build(n, n, (i, j) => Number(i === j));
    const y = [1, 1, 1, -1, -1, -1];
    const problem = { K, y, lower: y.map((v) => Math.min(0, v)), upper: y.map((v) => Math.max(0, v)), epsilon: 0, alone: false };
    expect(Array.from(minimize(problem, 1e-9, 1).beta)).toEqual([1, 0, 0, -1, 0, 0]);
    expect(Array.from(minimize(problem, 1e-9, 2).beta)).toEqual([1, 1, 0, -1, -1, 0]);
    expect(Array.from(minimize({ ...problem, alone: true }, 1e-9, 1).beta)).toEqual([1, 1, 0, 0, 0, 0]);
    expect(Array.from(minimize({ ...problem, alone: true }, 1e-9, 2).beta)).toEqual([1, 1, 1, -1, 0, 0]);
  });

  const extremes: readonly [string, Matrix][] = [
    ["K = 0", build(4, 4, () => 0)],
    ["K of rank 1", build(4, 4, () => 1)],
    ["a negative definite K", build(4, 4, (i, j) => -Number(i === j))],
  ];
  it.each(extremes)("%s: without curvature a pair goes to its bounds", (_, K) => {
    const y = [1, 1, -1, -1];
    for (const alone of [true, false]) {
      const problem = { K, y, lower: [0, 0, -0.5, -0.25], upper: [0.5, 0.25, 0, 0], epsilon: 0, alone };
      const { beta, violation, taken } = minimize(problem, 1e-9, 100);
      expect(Array.from(beta)).toEqual([0.5, 0.25, -0.5, -0.25]);
      expect(violation).toBe(0);
      expect(taken).toBeLessThanOrEqual(6);
    }
  });

  it("stops where rounding lets no pair move", () => {
    // the step, half the spacing of the numbers around 2⁴⁰, is a tie that goes to the even one: back
    const start = [2 ** 40, -(2 ** 40)];
    const y = [2 ** 40 + 2 ** -12, -(2 ** 40)];
    const K = build(2, 2, (i, j) => Number(i === j));
    const stuck = minimize({ K, y, lower: [0, -(2 ** 50)], upper: [2 ** 50, 0], epsilon: 0, alone: false }, 1e-9, 1000, start);
    expect(stuck).toMatchObject({ taken: 0, violation: 2 ** -12, beta: Float64Array.from(start) });
  });

  it("ends at a target that is not a number", () => {
    const problem = randomProblem(3, 5, "tube", false);
    const { taken } = minimize({ ...problem, y: Array(5).fill(Number.NaN) }, 1e-9, 1000);
    expect(taken).toBe(0);
  });
});
