import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normalCdf, normalLogCdf, normalPdf } from "../../src/normal/distribution";
import { normalQuantile } from "../../src/normal/quantile";
import { erf, erfc, erfcx } from "../../src/special/error-function";
import { ulpsFrom } from "../support/decimal";

/** Written by normal.py beside it. */
const fixture: Readonly<Record<string, readonly (readonly [x: number, value: string])[]>> = JSON.parse(
  readFileSync("test/fixtures/normal.json", "utf8"),
);

describe("errors against 60 digits, in ulp", () => {
  it.each<[name: string, bound: number, f: (x: number) => number]>([
    ["erf", 1.5, erf],
    ["erfc", 4, erfc],
    ["erfcx", 3, erfcx],
    ["normalPdf", 2.5, normalPdf],
    ["normalCdf", 5, normalCdf],
    ["normalLogCdf", 5, normalLogCdf],
    ["normalQuantile", 5, normalQuantile],
  ])("%s: at most %d", (name, bound, f) => {
    const errors = (fixture[name] ?? []).map(([x, value]) => Math.abs(ulpsFrom(f(x), value)));
    expect(errors.length).toBeGreaterThan(100);
    expect(Math.max(...errors)).toBeLessThanOrEqual(bound);
    // no function that rounds gets below: the truth is looked at
    expect(Math.max(...errors)).toBeGreaterThan(0.45);
  });
});

// by exact fractions in Python
describe("ulpsFrom", () => {
  it.each<[number, string, number]>([
    [1, "1", 0],
    [1 + 2 ** -52, "1.0000000000000000000000000000000", 1],
    [1, "1.0000000000000002220446049250313080847263336181640625", -1],
    [1e300, "1e300", 0.35308785],
    [5e-324, "0", 1],
    [-1e-320, "-1.0e-320", 0.02253307],
    [3, "3.0000000000000001", -0.22517998],
  ])("%d from %s is %d", (x, decimals, expected) => {
    expect(Math.abs(ulpsFrom(x, decimals) - expected)).toBeLessThan(1e-7);
  });
});

describe("ends", () => {
  it.each<[string, number, number]>([
    ["erf(∞)", erf(Infinity), 1],
    ["erf(−∞)", erf(-Infinity), -1],
    ["erf(−0)", erf(-0), -0],
    ["erf(5e−324)", erf(5e-324), 5e-324],
    ["erfc(∞)", erfc(Infinity), 0],
    ["erfc(−∞)", erfc(-Infinity), 2],
    ["erfcx(0)", erfcx(0), 1],
    ["erfcx(∞)", erfcx(Infinity), 0],
    ["erfcx(−∞)", erfcx(-Infinity), Infinity],
    ["erfcx(−26.7)", erfcx(-26.7), Infinity],
    ["erfcx(1e308)", erfcx(1e308), 5.641895835477565e-309],
    ["φ(∞)", normalPdf(Infinity), 0],
    ["φ(−1e200)", normalPdf(-1e200), 0],
    ["Φ(0)", normalCdf(0), 0.5],
    ["Φ(∞)", normalCdf(Infinity), 1],
    ["Φ(−∞)", normalCdf(-Infinity), 0],
    ["Φ(−1e200)", normalCdf(-1e200), 0],
    ["log Φ(∞)", normalLogCdf(Infinity), 0],
    ["log Φ(−∞)", normalLogCdf(-Infinity), -Infinity],
    ["log Φ(−2e154)", normalLogCdf(-2e154), -Infinity],
    ["Φ⁻¹(0)", normalQuantile(0), -Infinity],
    ["Φ⁻¹(1)", normalQuantile(1), Infinity],
    ["Φ⁻¹(½)", normalQuantile(0.5), 0],
  ])("%s", (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
