import { describe, expect, it } from "vitest";
import { linearBar } from "../../../src/solvers/primal/bar";

/** Points of two features, small integers. */
const rows = [
  [1, 2],
  [3, -1],
  [-2, 1],
  [0, 4],
  [2, 2],
  [-1, -3],
] as const;
const y = [3, -1, 4, 1, -5, 9];
const unequal = [1, 2, 0.5, 4, 1, 0.25];
const lambda = 8;

interface Fit {
  readonly weights: readonly number[] | null;
  readonly intercept: boolean;
}

const FITS: readonly Fit[] = [null, unequal].flatMap((weights) => [false, true].map((intercept) => ({ weights, intercept })));

const weightOf = ({ weights }: Fit, i: number): number => weights?.[i] ?? 1;
const meanOf = (fit: Fit, values: readonly number[]): number =>
  values.reduce((sum, value, i) => sum + weightOf(fit, i) * value, 0) / values.reduce((sum, _, i) => sum + weightOf(fit, i), 0);

/** Features less their weighted means where there is an intercept. */
function centred(fit: Fit): number[][] {
  const means = [0, 1].map((j) =>
    fit.intercept
      ? meanOf(
          fit,
          rows.map((row) => row[j] as number),
        )
      : 0,
  );
  return rows.map((row) => row.map((value, j) => value - (means[j] as number)));
}

/** w and b by Cramer's rule on B w = Φ̃ᵀWy, B = Φ̃ᵀWΦ̃ + λI. */
function exact(fit: Fit): { readonly w: [number, number]; readonly b: number } {
  const phi = centred(fit);
  const sum = (term: (row: readonly number[], i: number) => number): number =>
    phi.reduce((total, row, i) => total + weightOf(fit, i) * term(row, i), 0);
  const at = (j: number, k: number): number => sum((row) => (row[j] as number) * (row[k] as number)) + (j === k ? lambda : 0);
  const right = (j: number): number => sum((row, i) => (row[j] as number) * (y[i] as number));
  const [a, c, d] = [at(0, 0), at(0, 1), at(1, 1)];
  const [p, q] = [right(0), right(1)];
  const w: [number, number] = [(p * d - c * q) / (a * d - c * c), (a * q - c * p) / (a * d - c * c)];
  const left = y.map((value, i) => value - (rows[i]?.[0] as number) * w[0] - (rows[i]?.[1] as number) * w[1]);
  return { w, b: fit.intercept ? meanOf(fit, left) : 0 };
}

interface Scales {
  /** Of y, and of the features. */
  readonly targets?: number;
  readonly features?: number;
  readonly rounding?: number;
  readonly sampleWeights?: Float64Array | null;
}

/** The bar of w and b, in the units asked for. */
function barOf({ weights, intercept }: Fit, w: readonly number[], b: number, scales: Scales = {}) {
  const { targets = 1, features = 1, rounding = 0 } = scales;
  const sampleWeights = scales.sampleWeights === undefined ? weights && Float64Array.from(weights) : scales.sampleWeights;
  const phi = { rows: 6, cols: 2, data: Float64Array.from(rows.flat(), (value) => value * features) };
  const Y = { rows: 6, cols: 1, data: Float64Array.from(y, (value) => value * targets) };
  const W = { rows: 2, cols: 1, data: Float64Array.from(w, (value) => (value * targets) / features) };
  const intercepts = intercept ? Float64Array.of(b * targets) : null;
  return linearBar({ phi, Y, sampleWeights, rounding, lambda: lambda * features * features }, W, intercepts, null);
}

const lengths = rows.map((row) => Math.hypot(...row));
const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
const close = 1e-12;

describe.each(FITS)("the error bar of a fit on features, weights $weights, intercept $intercept", (fit) => {
  const best = exact(fit);
  const moves: readonly (readonly [number, number, number])[] = [
    [0, 0, 0],
    [2 ** -10, 0, 0],
    [0, -(2 ** -10), 0],
    [0.5, -0.25, 0],
    ...(fit.intercept
      ? ([
          [0, 0, 2 ** -10],
          [0, 0, -0.5],
          [0.125, 0.25, 1],
        ] as const)
      : []),
  ];

  it("holds, and is no more than its formula says", () => {
    const phi = centred(fit);
    for (const [dw, dv, db] of moves) {
      const [w, b] = [[best.w[0] + dw, best.w[1] + dv] as const, best.b + db];
      const missed = y.map((value, i) => value - b - (rows[i]?.[0] as number) * w[0] - (rows[i]?.[1] as number) * w[1]);
      const g = [0, 1].map(
        (j) =>
          phi.reduce((sum, row, i) => sum + weightOf(fit, i) * (row[j] as number) * (missed[i] as number), 0) - lambda * (w[j] as number),
      );
      const slope = Math.hypot(...g) / lambda;
      const balance = fit.intercept ? Math.abs(meanOf(fit, missed)) : 0;
      const flat = fit.intercept ? slope * longest + balance : 0;
      const { errorBound, claimed, excess } = barOf(fit, w, b);
      const bound = errorBound as number;
      // wherever φ(z) is no shorter than the shortest of the points
      for (let angle = 0; angle < 2 * Math.PI; angle += 0.05) {
        for (const length of [shortest, longest, 100]) {
          const error = length * (dw * Math.cos(angle) + dv * Math.sin(angle)) + db;
          expect(Math.abs(error)).toBeLessThanOrEqual(bound * length + close);
        }
      }
      expect(bound).toBeLessThanOrEqual((slope + flat / shortest) * (1 + 1e-5) + 100 * close);
      expect(bound).toBeGreaterThan(0);
      const deviation = Math.sqrt(y.reduce((sum, value) => sum + (value - y.reduce((s, v) => s + v, 0) / 6) ** 2, 0) / 6);
      expect(Math.abs(claimed - (bound * longest) / deviation)).toBeLessThanOrEqual(close * claimed);
      expect(excess).toBeLessThanOrEqual(claimed);
      // at the points nothing is left out
      for (const row of rows) expect(Math.abs(dw * row[0] + dv * row[1] + db)).toBeLessThanOrEqual(excess * deviation + close);
    }
  });

  it("has a constant for an intercept alone, and it is what the errors weigh", () => {
    if (!fit.intercept) return;
    // where w is right g is 0, whatever b is: h is off by db everywhere
    const bound = barOf(fit, best.w, best.b + 0.5).errorBound as number;
    expect(Math.abs((bound * shortest) / 0.5 - 1)).toBeLessThan(1e-5);
  });

  it("goes with the units of y and of the features, bit for bit", () => {
    for (const [dw, dv, db] of moves) {
      const [w, b] = [[best.w[0] + dw, best.w[1] + dv], best.b + db];
      for (const rounding of [0, 3]) {
        const plain = barOf(fit, w, b, { rounding });
        for (const power of [-60, -7, 7, 60]) {
          const scaled = barOf(fit, w, b, { rounding, targets: 2 ** power });
          expect(scaled).toEqual({ ...plain, errorBound: (plain.errorBound as number) * 2 ** power });
          const stretched = barOf(fit, w, b, { rounding, features: 2 ** power });
          expect(stretched).toEqual({ ...plain, errorBound: (plain.errorBound as number) * 2 ** -power });
        }
      }
    }
  });

  it("is larger where the features are less exact", () => {
    const bounds = [0, 1, 10, 1000].map((rounding) => barOf(fit, best.w, best.b, { rounding }).errorBound as number);
    for (const [k, bound] of bounds.entries()) if (k > 0) expect(bound).toBeGreaterThan(bounds[k - 1] as number);
  });

  it("knows no order of the points, nor of the features: roundings of each count", () => {
    // features so rough that their roundings are most of the bar
    const rounding = 1e9;
    const plain = barOf(fit, best.w, best.b, { rounding });
    expect(plain.claimed).toBeGreaterThan(1e-6);
    for (const order of [
      [5, 4, 3, 2, 1, 0],
      [1, 2, 3, 4, 5, 0],
      [2, 0, 1, 5, 3, 4],
    ]) {
      for (const [j, k] of [
        [0, 1],
        [1, 0],
      ] as const) {
        const phi = { rows: 6, cols: 2, data: Float64Array.from(order.flatMap((i) => [rows[i]?.[j] as number, rows[i]?.[k] as number])) };
        const Y = { rows: 6, cols: 1, data: Float64Array.from(order, (i) => y[i] as number) };
        const sampleWeights = fit.weights && Float64Array.from(order, (i) => weightOf(fit, i));
        const W = { rows: 2, cols: 1, data: Float64Array.of(best.w[j] as number, best.w[k] as number) };
        const turned = linearBar({ phi, Y, sampleWeights, rounding, lambda }, W, fit.intercept ? Float64Array.of(best.b) : null, null);
        expect(Math.abs((turned.errorBound as number) / (plain.errorBound as number) - 1)).toBeLessThan(1e-6);
      }
    }
  });

  it("is the same bits for weights of 1 as for none, where plain sums suffice", () => {
    if (fit.weights) return;
    const ones = new Float64Array(6).fill(1);
    expect(barOf(fit, best.w, best.b, { sampleWeights: ones })).toEqual(barOf(fit, best.w, best.b));
    expect(barOf(fit, best.w, best.b).claimed).toBeLessThan(1e-6);
  });
});

it("without ridge nothing is proven", () => {
  const phi = { rows: 2, cols: 1, data: Float64Array.of(1, 2) };
  const Y = { rows: 2, cols: 1, data: Float64Array.of(1, 3) };
  const W = { rows: 1, cols: 1, data: Float64Array.of(7) };
  const none = linearBar({ phi, Y, sampleWeights: null, rounding: 0, lambda: 0 }, W, null, null);
  expect(none).toEqual({ errorBound: null, excess: 0, claimed: 0 });
});

it("factorises nothing of M × M for far more features than points, and still holds", () => {
  const M = 16_384;
  const ridge = 1e-9;
  const phi = { rows: 2, cols: M, data: Float64Array.from({ length: 2 * M }, (_, at) => (at < M ? 1 : at % 2 ? -1 : 1)) };
  // The two rows are orthogonal, each of squared length M: w* = Φᵀy/(M + λ)
  const exactly = (value: number): number => value / (M + ridge);
  const targets = [3, -5] as const;
  const right = (j: number): number => exactly(targets[0]) + (j % 2 ? -1 : 1) * exactly(targets[1]);
  const off = 1e-6;
  const W = { rows: M, cols: 1, data: Float64Array.from({ length: M }, (_, j) => right(j) + (j === 0 ? off : 0)) };
  const Y = { rows: 2, cols: 1, data: Float64Array.from(targets) };
  const { errorBound, excess } = linearBar({ phi, Y, sampleWeights: null, rounding: 0, lambda: ridge }, W, null, null);
  // |Δw · φ| reaches off ‖φ‖
  expect(errorBound).toBeGreaterThanOrEqual(off);
  expect(excess).toBeGreaterThan(0);
});
