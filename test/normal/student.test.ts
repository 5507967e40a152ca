import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normalCdf } from "../../src/normal/distribution";
import { normalQuantile } from "../../src/normal/quantile";
import { studentCdf, studentQuantile } from "../../src/normal/student";
import { logGamma } from "../../src/special/gamma";
import { ulpsFrom } from "../support/decimal";
import { expectError } from "../support/errors";

/** Written by student.py beside it. */
const fixture: {
  readonly studentCdf: readonly (readonly [t: number, degrees: number, value: string])[];
  readonly studentQuantile: readonly (readonly [p: number, degrees: number, value: string])[];
  readonly logGamma: readonly (readonly [x: number, value: string])[];
} = JSON.parse(readFileSync("test/fixtures/student.json", "utf8"));

describe("errors against 25 digits", () => {
  const shares = <T extends readonly [number, number, string]>(rows: readonly T[], f: (x: number, degrees: number) => number): number[] =>
    rows.map(([x, degrees, value]) => (Math.abs(ulpsFrom(f(x, degrees), value)) * Number.EPSILON) / (1e-13 + 5e-17 * degrees));

  it("P(T ≤ t) and quantiles: below 10⁻¹³ + 5·10⁻¹⁷ ν of them", () => {
    for (const found of [shares(fixture.studentCdf, studentCdf), shares(fixture.studentQuantile, studentQuantile)]) {
      expect(found.length).toBeGreaterThan(90);
      expect(Math.max(...found)).toBeLessThan(1);
    }
  });

  it("log Γ: below 2⁻⁴⁸ max(1, |log Γ|)", () => {
    for (const [x, value] of fixture.logGamma) {
      const truth = Number(value);
      expect(Math.abs(logGamma(x) - truth)).toBeLessThan(2 ** -48 * Math.max(1, Math.abs(truth)));
    }
  });
});

describe("Student's t distribution", () => {
  it("is Cauchy's for one degree of freedom, and the normal one for infinitely many", () => {
    for (const t of [-30, -1, -0.2, 0, 0.7, 5]) {
      expect(Math.abs(studentCdf(t, 1) - (0.5 + Math.atan(t) / Math.PI))).toBeLessThan(1e-15);
      expect(studentCdf(t, Infinity)).toBe(normalCdf(t));
      expect(Math.abs(studentCdf(t, 1e9) - normalCdf(t))).toBeLessThan(1e-9);
    }
    for (const p of [0.01, 0.5, 0.9]) expect(studentQuantile(p, Infinity)).toBe(normalQuantile(p));
  });

  it("is symmetric, and its quantiles turn it round from one end of the numbers to the other", () => {
    for (const degrees of [0.3, 1, 2.5, 7, 60, 4000]) {
      for (const p of [1e-300, 1e-30, 1e-3, 0.1, 0.24, 0.26, 0.4, 0.5, 0.6, 0.9]) {
        const t = studentQuantile(p, degrees);
        if (t === -Infinity) expect(degrees).toBe(0.3);
        else expect(Math.abs(studentCdf(t, degrees) / p - 1)).toBeLessThan(1e-12);
        if (1 - p < 1 && p >= 0.25) expect(studentQuantile(1 - p, degrees)).toBeCloseTo(-t, 12);
      }
      expect([studentQuantile(0, degrees), studentQuantile(0.5, degrees), studentQuantile(1, degrees)]).toEqual([-Infinity, 0, Infinity]);
      expect([studentCdf(-Infinity, degrees), studentCdf(Infinity, degrees)]).toEqual([0, 1]);
    }
  });

  it("refuses what is no probability and no number of degrees", () => {
    expectError("argument", () => studentQuantile(1.1, 3));
    expectError("argument", () => studentQuantile(0.5, 0));
    expectError("argument", () => studentCdf(Number.NaN, 3));
    expectError("argument", () => studentCdf(1, -1));
  });
});
