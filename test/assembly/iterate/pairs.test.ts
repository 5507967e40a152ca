import { describe, expect, it } from "vitest";
import type { Matrix } from "../../../src/entries/index";
import { type BoxProblem, leastOverFaces, objectiveOf } from "../../support/box-problems";
import { createBench } from "../../support/core";
import { build, plusDiagonal, product, times, transpose } from "../../support/dense";
import { random } from "../../support/generator";
import { randomMatrix, randomVector } from "../../support/random";

const bench = createBench();

interface Outcome {
  readonly taken: number;
  readonly magnitude: number;
  readonly violation: number;
  readonly b: number;
  readonly gap: number;
  readonly primal: number;
  readonly loss: number;
  readonly beta: Float64Array;
  readonly f: Float64Array;
  readonly rise: Float64Array;
  readonly fall: Float64Array;
}

interface Given {
  readonly tolerance: number;
  readonly limit: number;
  readonly start?: ArrayLike<number>;
  readonly weights?: readonly number[];
  readonly noise?: readonly number[];
}

/** Elements of the slopes and of the boxes for two points, and where the vectors begin, in elements for two points. */
const [LINE, BOX] = [8, 6];
const [Y, WEIGHTS, NOISE, BETA, RESULTS] = [14, 16, 18, 20, 24];

/** Steps from β = 0 or the one given, and the judgement after them; everything that is not given is NaN, also after the last of an odd number of points. */
function minimize(problem: BoxProblem, { tolerance, limit, start, weights, noise }: Given): Outcome {
  bench.clear();
  const { K, y, lower, upper, epsilon, alone } = problem;
  const n = y.length;
  const half = Math.ceil(n / 2);
  const gram = bench.matrix(n, n, K.data);
  // one element after K is read
  bench.vector(Float64Array.of(Number.NaN));
  const pairs = bench.vector(new Float64Array(RESULTS * half + 5).fill(Number.NaN));
  const change = (edit: (values: Float64Array) => void) => {
    const values = bench.read(pairs);
    edit(values);
    bench.write(pairs, values);
  };
  const line = (length: number, vector: number, i: number) => length * (i >> 1) + 2 * vector + (i & 1);
  const box = (vector: number, i: number) => LINE * half + line(BOX, vector, i);
  change((values) => {
    values.set(y, Y * half);
    values.set(weights ?? Array(n).fill(1), WEIGHTS * half);
    values.set(noise ?? Array(n).fill(0), NOISE * half);
  });
  bench.run([pairs], (core) => core.startPairs(n, gram.address, pairs.address, 1, false, 1, 1));
  change((values) => {
    for (let i = 0; i < n; i++) {
      // the boxes of the problem in place of those of a machine
      values[box(0, i)] = start?.[i] ?? 0;
      values[box(1, i)] = lower[i] as number;
      values[box(2, i)] = upper[i] as number;
    }
  });
  const judge = () => bench.run([pairs], (core) => core.judgePairs(n, gram.address, pairs.address, epsilon, alone, 1, 1));
  judge();
  const taken = bench.run([pairs], (core) => core.minimizePairs(n, gram.address, pairs.address, epsilon, alone, tolerance, limit));
  const moved = bench.read(pairs);
  const magnitude = judge();
  const values = bench.read(pairs);
  const [violation, b, gap, primal, loss] = values.subarray(RESULTS * half) as unknown as [number, number, number, number, number];
  const slopes = (vector: number, from = values) => Float64Array.from(y, (_, i) => from[line(LINE, vector, i)] as number);
  expect(values.slice(Y * half, Y * half + n)).toEqual(Float64Array.from(y));
  // the updates of f have drifted by rounding only
  const drift = slopes(0).map((value, i) => Math.abs(value - (slopes(0, moved)[i] as number)));
  expect(drift.every((value) => !(value > 1e-11 * magnitude))).toBe(true);
  return {
    ...{ taken, magnitude, violation, b, gap, primal, loss },
    beta: values.slice(BETA * half, BETA * half + n),
    f: slopes(0),
    rise: slopes(1),
    fall: slopes(2),
  };
}

/** A positive definite K, targets of both signs, boxes of one side or both. */
function randomProblem(seed: number, n: number, kind: "hinge" | "tube", alone: boolean): BoxProblem {
  const A = randomMatrix(seed, n, n + 2);
  const K = plusDiagonal(product(A, transpose(A)), () => 0.1);
  const next = random(seed + 1000).uniform;
  const bounds = Array.from({ length: n }, () => 0.05 + 2 * next());
  if (kind === "tube") {
    const y = Array.from(randomVector(seed + 2000, n, 2));
    return { K, y, lower: bounds.map((c) => -c), upper: bounds, epsilon: 0.3, alone };
  }
  const y = bounds.map(() => (next() < 0.5 ? -1 : 1));
  const side = (sign: number) => bounds.map((c, i) => (y[i] === sign ? sign * c : 0));
  return { K, y, lower: side(-1), upper: side(1), epsilon: 0, alone };
}

const kinds = ["hinge", "tube"] as const;

describe("minimizePairs", () => {
  it.each(kinds.flatMap((kind) => [true, false].map((alone) => [kind, alone] as const)))(
    "%s, alone %s: finds the least of all faces",
    (kind, alone) => {
      for (let seed = 0; seed < 40; seed++) {
        const problem = randomProblem(seed, 1 + (seed % 4), kind, alone);
        const { beta, violation } = minimize(problem, { tolerance: 1e-12, limit: 10_000 });
        const best = leastOverFaces(problem);
        expect(violation).toBeLessThanOrEqual(1e-12);
        expect(Math.abs(objectiveOf(problem, beta) - best.value)).toBeLessThan(1e-12 * (1 + Math.abs(best.value)));
        beta.forEach((b, i) => {
          expect(Math.abs(b - (best.beta[i] as number))).toBeLessThan(1e-10);
        });
      }
    },
  );

  it.each([1, 2, 5])("β = 0 where all %i targets are 0: every figure is 0, to the last bit", (n) => {
    const side = Array<number>(n).fill(1);
    const problem = { ...randomProblem(n, n, "tube", true), y: side.map(() => 0), lower: side.map(() => -1), upper: side };
    const { f, ...found } = minimize(problem, { tolerance: 0, limit: 10 });
    expect(Array.from(f)).toEqual(side.map(() => 0));
    expect(found).toMatchObject({ taken: 0, magnitude: 0, b: 0, gap: 0, primal: 0, loss: 0 });
  });

  it.each(kinds.flatMap((kind) => [true, false].map((alone) => [kind, alone] as const)))(
    "%s, alone %s: at every size f, rise and fall are those of β, which stays in its box",
    (kind, alone) => {
      for (const n of [1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 64, 65]) {
        const problem = randomProblem(n, n, kind, alone);
        const { K, y, lower, upper, epsilon } = problem;
        const { beta, f, rise, fall, violation, magnitude, b: intercept } = minimize(problem, { tolerance: 1e-9, limit: 100_000 });
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
        expect(violation).toBe(alone ? single : Math.max(0, up - down));
        if (alone) expect(intercept).toBe(0);
        else if (up > -Infinity && down < Infinity) expect(intercept).toBe(down + (up - down) / 2);
        else expect(intercept).toBe(up > -Infinity ? up : down);
        expect(magnitude).toBe(Math.max(...f.map((value, i) => Math.abs(value) + Math.abs(y[i] as number))));
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
        const many = minimize(problem, { tolerance: 1e-3, limit: steps });
        expect(many.taken).toBe(steps);
        expect(objectiveOf(problem, many.beta)).toBeLessThan(together);
        together = objectiveOf(problem, many.beta);
        const one = minimize(problem, { tolerance: 1e-3, limit: 1, start: beta });
        expect(objectiveOf(problem, one.beta)).toBeLessThan(apart);
        apart = objectiveOf(problem, one.beta);
        beta = one.beta;
      }
    }
  });

  it.each([true, false])("the first pair is the one that promises most, alone %s", (alone) => {
    for (let seed = 0; seed < 30; seed++) {
      const n = 6 + (seed % 5);
      const problem = randomProblem(seed, n, "hinge", alone);
      const { K, y } = problem;
      const k = (i: number, j: number) => K.data[i * n + j] as number;
      const best = (score: (i: number) => number) => y.reduce((most, _, i) => (score(i) > score(most) ? i : most), 0);
      // at β = 0 a label of 1 may rise with slope 1, one of −1 fall with −1
      const i = alone ? 0 : y.indexOf(1);
      const gain = (j: number) => {
        if (!alone) return y[j] === -1 ? 4 / (k(i, i) + k(j, j) - 2 * k(i, j)) : 0;
        const left = (y[j] as number) * ((y[j] as number) - ((y[i] as number) * k(i, j)) / k(i, i));
        return j === i || left <= 0 ? 0 : left ** 2 / (k(j, j) - k(i, j) ** 2 / k(i, i));
      };
      const j = best(gain);
      if (i < 0 || gain(j) === 0) continue;
      const { beta } = minimize(problem, { tolerance: 1e-9, limit: 1 });
      const moved = Array.from(beta.keys()).filter((at) => beta[at] !== 0);
      expect(moved).toEqual([i, j].sort((a, b) => a - b));
    }
  });

  it("takes no step beyond the limit, and none where the tolerance is met", () => {
    const problem = randomProblem(5, 9, "hinge", false);
    expect(minimize(problem, { tolerance: 1e-9, limit: 0 })).toMatchObject({ taken: 0, beta: new Float64Array(9) });
    expect(minimize(problem, { tolerance: 1e-9, limit: 3 }).taken).toBe(3);
    expect(minimize(problem, { tolerance: 100, limit: 3 })).toMatchObject({ taken: 0, violation: 2 });
  });

  it("moves the first of equals: with K = I and equal targets points come in their order", () => {
    const n = 6;
    const K = build(n, n, (i, j) => Number(i === j));
    const y = [1, 1, 1, -1, -1, -1];
    const problem = { K, y, lower: y.map((v) => Math.min(0, v)), upper: y.map((v) => Math.max(0, v)), epsilon: 0, alone: false };
    expect(Array.from(minimize(problem, { tolerance: 1e-9, limit: 1 }).beta)).toEqual([1, 0, 0, -1, 0, 0]);
    expect(Array.from(minimize(problem, { tolerance: 1e-9, limit: 2 }).beta)).toEqual([1, 1, 0, -1, -1, 0]);
    expect(Array.from(minimize({ ...problem, alone: true }, { tolerance: 1e-9, limit: 1 }).beta)).toEqual([1, 1, 0, 0, 0, 0]);
    expect(Array.from(minimize({ ...problem, alone: true }, { tolerance: 1e-9, limit: 2 }).beta)).toEqual([1, 1, 1, -1, 0, 0]);
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
      const { beta, violation, taken } = minimize(problem, { tolerance: 1e-9, limit: 100 });
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
    const stuck = minimize(
      { K, y, lower: [0, -(2 ** 50)], upper: [2 ** 50, 0], epsilon: 0, alone: false },
      { tolerance: 1e-9, limit: 1000, start },
    );
    expect(stuck).toMatchObject({ taken: 0, violation: 2 ** -12, beta: Float64Array.from(start) });
  });

  it("ends at a target that is not a number", () => {
    const problem = randomProblem(3, 5, "tube", false);
    const { taken } = minimize({ ...problem, y: Array(5).fill(Number.NaN) }, { tolerance: 1e-9, limit: 1000 });
    expect(taken).toBe(0);
  });
});

describe("startPairs", () => {
  it.each([true, false])("makes the box of a machine, hinge %s: C = w/(2λ) on the sides that the labels leave", (hinge) => {
    for (const n of [1, 2, 3, 8, 9]) {
      bench.clear();
      const half = Math.ceil(n / 2);
      const K = randomMatrix(n, n, n);
      const labels = Array.from({ length: n }, (_, i) => (i % 3 ? 1 : -1));
      const weights = Array.from({ length: n }, (_, i) => i + 1);
      const gram = bench.matrix(n, n, K.data);
      const pairs = bench.vector(new Float64Array(RESULTS * half + 5).fill(Number.NaN));
      const given = bench.read(pairs);
      given.set(labels, Y * half);
      given.set(weights, WEIGHTS * half);
      bench.write(pairs, given);
      bench.run([pairs], (core) => core.startPairs(n, gram.address, pairs.address, 0.25, hinge, 0.75, 0.25));
      const values = bench.read(pairs);
      for (let i = 0; i < n; i++) {
        const [line, box] = [LINE * (i >> 1) + (i & 1), LINE * half + BOX * (i >> 1) + (i & 1)];
        const C = 2 * (i + 1);
        expect(values[line + 6]).toBe(K.data[i * n + i]);
        expect([values[box], values[box + 2], values[box + 4]]).toEqual([
          0,
          hinge && labels[i] === 1 ? 0 : -0.75 * C,
          hinge && labels[i] === -1 ? 0 : 0.25 * C,
        ]);
      }
      if (n % 2) expect([values[LINE * half - 5], values[LINE * half - 3]]).toEqual([-Infinity, Infinity]);
      expect(values.slice(NOISE * half)).toEqual(given.slice(NOISE * half));
    }
  });
});

describe("judgePairs", () => {
  it.each(kinds.flatMap((kind) => [true, false].map((alone) => [kind, alone] as const)))(
    "%s, alone %s: the gap is the difference of the objectives, on the way and at the end",
    (kind, alone) => {
      for (const n of [1, 2, 3, 8, 9, 33]) {
        for (const limit of [0, 1, 3, 1000]) {
          const problem = randomProblem(n, n, kind, alone);
          const { lower, upper, epsilon, y, K } = problem;
          const weights = Array.from({ length: n }, (_, i) => 1 + (i % 3));
          const noise = Array.from({ length: n }, (_, i) => (i % 2) / 8);
          const { beta, b, gap, primal, loss } = minimize(problem, { tolerance: 1e-9, limit, weights, noise });
          const h = times(K, beta);
          let [J, sum] = [0, 0];
          beta.forEach((x, i) => {
            const r = (y[i] as number) - (h[i] as number) - b;
            const [low, high] = [lower[i] as number, upper[i] as number];
            J += (x * (h[i] as number)) / 2 + high * Math.max(0, r - epsilon) - low * Math.max(0, -r - epsilon);
            const seen = r + (noise[i] as number) * x;
            const excess = Math.max(0, high > 0 ? seen - epsilon : 0, low < 0 ? -seen - epsilon : 0);
            sum += (weights[i] as number) * excess;
          });
          const scale = 1 + J + n;
          expect(Math.abs(primal - J)).toBeLessThan(1e-12 * scale);
          expect(Math.abs(loss - sum)).toBeLessThan(1e-12 * scale);
          expect(Math.abs(gap - (J + objectiveOf(problem, beta)))).toBeLessThan(1e-12 * scale);
          expect(gap).toBeGreaterThanOrEqual(0);
        }
      }
    },
  );
});
