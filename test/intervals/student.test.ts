import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  add,
  gaussianProcess,
  matern,
  type PredictionIntervals,
  predictInterval,
  rbf,
  samplePrior,
  scale,
  white,
} from "../../src/entries/index";
import { expectError } from "../support/errors";

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../fixtures/kriging/${name}.json`, import.meta.url), "utf8")) as T;

interface Ends {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

const { X, y, Z, lengthScale } = read<{
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly Z: readonly (readonly number[])[];
  readonly lengthScale: number;
}>("problem");
const { level, ordinary, noise, kriging } = read<{
  readonly level: number;
  readonly ordinary: Ends;
  readonly noise: number;
  readonly kriging: Ends;
}>("linear-model");

const expectEnds = (found: PredictionIntervals, { lower, upper }: Ends): void => {
  for (const [ends, expected] of [
    [found.lower, lower],
    [found.upper, upper],
  ] as const) {
    expect(ends).toHaveLength(expected.length);
    expected.forEach((end, i) => {
      expect(Math.abs((ends[i] as number) - end)).toBeLessThan(1e-11 * Math.max(1, Math.abs(end)));
    });
  }
};

describe("intervals with an estimated scale", () => {
  const kernel = matern({ nu: 1.5, lengthScale });

  it("without a process are those of linear regression in R, whatever the noise is taken to be", () => {
    for (const sigma of [1e-3, 1, 40]) {
      const line = gaussianProcess({ kernel: scale(0, rbf({ lengthScale: 1 })), noise: sigma, trend: "linear" });
      expectEnds(predictInterval(line, X, y, Z, { coverage: level, method: "student" }), ordinary);
    }
  });

  it("with one are those of generalised least squares in R, whatever the common scale is taken to be", () => {
    for (const factor of [1e-2, 1, 30]) {
      const process = gaussianProcess({ kernel: scale(factor, kernel), noise: noise * factor, trend: "linear" });
      expectEnds(predictInterval(process, X, y, Z, { coverage: level, method: "student" }), kriging);
    }
  });

  it("an offset of y moves both ends and nothing else", () => {
    const process = gaussianProcess({ kernel, noise, trend: "constant" });
    const [near, far] = [0, 1e6].map((offset) =>
      predictInterval(
        process,
        X,
        y.map((value) => value + offset),
        Z,
        { method: "student" },
      ),
    ) as [PredictionIntervals, PredictionIntervals];
    near.lower.forEach((end, i) => {
      expect(Math.abs((far.lower[i] as number) - 1e6 - end)).toBeLessThan(1e-8);
    });
  });

  it("do not depend on the unit of y: standardised or not, they are the same", () => {
    const inUnits = (standardize: boolean) =>
      predictInterval(
        gaussianProcess({ kernel, noise, trend: "constant", standardize: standardize && { y: "deviation" } }),
        X,
        y.map((value) => 1000 * value + 5),
        Z,
        { method: "student" },
      );
    const [raw, standard] = [inUnits(false), inUnits(true)];
    raw.lower.forEach((end, i) => {
      expect(Math.abs((standard.lower[i] as number) - end)).toBeLessThan(1e-8);
      expect(Math.abs((standard.upper[i] as number) - (raw.upper[i] as number))).toBeLessThan(1e-8);
    });
  });

  it("cover as often as asked, though the scale is off by 50 and the points are five: a normal quantile would not do", () => {
    const points = [0, 0.7, 1.5, 2, 3.1];
    const at = 2.5;
    const count = 1500;
    const truth = samplePrior(add(scale(50, rbf({ lengthScale: 1 })), white(5)), [...points, at], { count, seed: 3 });
    const process = gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.1 });
    let covered = 0;
    for (let draw = 0; draw < count; draw++) {
      const values = truth.data.subarray(draw * 6, draw * 6 + 6);
      const { lower, upper } = predictInterval(process, points, values.subarray(0, 5), [at], { coverage: 0.9, method: "student" });
      if ((lower[0] as number) <= (values[5] as number) && (values[5] as number) <= (upper[0] as number)) covered++;
    }
    // three deviations of a share of 0.9; five degrees and a normal quantile would have 0.84
    expect(Math.abs(covered / count - 0.9)).toBeLessThan(3 * Math.sqrt(0.09 / count));
  });

  it("refuse what leaves no degree of freedom, and several targets", () => {
    const line = gaussianProcess({ kernel, noise, trend: "linear" });
    expectError("shape", () => predictInterval(line, X.slice(0, 3), y.slice(0, 3), Z, { method: "student" }), { argument: "X" });
    for (const method of ["student", "gaussian"] as const) {
      expectError("shape", () => predictInterval(line, X, X as never, Z, { method }), { argument: "y" });
    }
  });
});
