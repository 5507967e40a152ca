import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  applyCalibrator,
  type Calibrator,
  type CalibratorOptions,
  fitCalibrator,
  type IsotonicCalibrator,
  type PlattCalibrator,
} from "../../src/entries/index";
import { expectError } from "../support/errors";

interface Case {
  readonly h: number[];
  readonly t: number[];
  readonly platt: readonly [slope: number, offset: number];
  readonly isotonic: readonly (readonly [h: number, p: number])[];
}

/** Written by calibration.py beside it. */
const cases: readonly Case[] = JSON.parse(readFileSync("test/fixtures/calibration.json", "utf8"));

describe.each(cases.map((entry, i) => ({ i, ...entry })))("values $i", ({ h, t, platt, isotonic }) => {
  // both are optima up to rounding of the gradient, over a Hessian of order n
  it("Platt's scaling is that of SciPy", () => {
    const { slope, offset } = fitCalibrator(h, t) as PlattCalibrator;
    expect(Math.abs((slope[0] as number) / platt[0] - 1)).toBeLessThan(1e-9);
    expect(Math.abs((offset[0] as number) - platt[1])).toBeLessThan(1e-9 * Math.max(1, Math.abs(platt[1])));
  });

  it("isotonic regression is the max-min formula in fractions", () => {
    const calibrator = fitCalibrator(h, t, { method: "isotonic" });
    const { data } = applyCalibrator(
      calibrator,
      isotonic.map(([value]) => value),
    );
    isotonic.forEach(([, p], i) => {
      expect(data[2 * i + 1]).toBe(p);
    });
  });

  it.each(["platt", "isotonic"] as const)("%s rises with h, from 0 to 1", (method) => {
    const most = Math.max(...h.map(Math.abs));
    const grid = Array.from({ length: 101 }, (_, i) => ((i - 50) / 25) * most);
    const { data } = applyCalibrator(fitCalibrator(h, t, { method }), grid);
    const p = grid.map((_, i) => data[2 * i + 1] as number);
    const rises = p.every((value, i) => value >= 0 && value <= 1 && (i === 0 || value >= (p[i - 1] as number)));
    const falls = p.every((value, i) => value >= 0 && value <= 1 && (i === 0 || value <= (p[i - 1] as number)));
    expect(method === "platt" && platt[0] < 0 ? falls : rises).toBe(true);
  });
});

describe("isotonic curves", () => {
  it("are straight between blocks and level beyond", () => {
    const calibrator = fitCalibrator([0, 1, 2, 3], [false, true, false, true], { method: "isotonic" }) as IsotonicCalibrator;
    expect(calibrator.curves).toEqual([{ h: Float64Array.of(0, 1, 2, 3), p: Float64Array.of(0, 0.5, 0.5, 1) }]);
    expect(Array.from(applyCalibrator(calibrator, [-9, 0.5, 1.7, 2.25, 9]).data).filter((_, i) => i % 2)).toEqual([0, 0.25, 0.5, 0.625, 1]);
  });
});

describe("several classes", () => {
  const labels = ["a", "b", "c", "a", "b", "c", "a"];
  const decisions = labels.map((label, i) => ["a", "b", "c"].map((name, c) => (name === label ? 1 : -1) + 0.9 * Math.sin(7 * i + 3 * c)));

  it.each(["platt", "isotonic"] as const)("%s: each column for itself, divided by their sum", (method) => {
    const calibrator = fitCalibrator(decisions, labels, { method });
    const { rows, cols, data } = applyCalibrator(calibrator, decisions);
    expect([rows, cols]).toEqual([7, 3]);
    const alone = ["a", "b", "c"].map((name, c) => {
      const column = decisions.map((row) => row[c] as number);
      const own = fitCalibrator(
        column,
        labels.map((label) => label === name),
        { method },
      );
      return applyCalibrator(own, column).data.filter((_, at) => at % 2 === 1);
    });
    for (let i = 0; i < rows; i++) {
      const shares = alone.map((p) => p[i] as number);
      const sum = shares.reduce((a, b) => a + b, 0);
      shares.forEach((p, c) => {
        expect(data[i * 3 + c]).toBe(p / sum);
      });
    }
  });

  it("equal shares where all are 0", () => {
    const calibrator = fitCalibrator(decisions, labels, { method: "isotonic" });
    const none = decisions.map((row) => row.map(() => -1e9)).slice(0, 1);
    expect(Array.from(applyCalibrator(calibrator, none).data)).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });
});

describe("errors", () => {
  const platt = fitCalibrator([-1, 1], [0, 1]);

  it.each<[string, () => unknown, string]>([
    ["one class", () => fitCalibrator([1, 2], [0, 0]), "argument"],
    ["equal values", () => fitCalibrator([2, 2], [0, 1]), "argument"],
    ["a label too many", () => fitCalibrator([2, 1], [0, 1, 1]), "shape"],
    ["a column too few", () => fitCalibrator([2, 1, 3], [0, 1, 2]), "shape"],
    ["a column too many", () => applyCalibrator(platt, [[1, 2]]), "argument"],
    ["another method", () => fitCalibrator([2, 1], [0, 1], { method: "beta" } as unknown as CalibratorOptions), "argument"],
    ["no calibrator", () => applyCalibrator({ kind: "none" } as unknown as Calibrator, [1]), "argument"],
    ["a calibrator of JSON", () => applyCalibrator(JSON.parse(JSON.stringify(platt)), [1]), "argument"],
    ["nothing", () => applyCalibrator(null as unknown as Calibrator, [1]), "argument"],
  ])("%s", (_, run, code) => {
    expectError(code as "argument", run);
  });
});
