import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { jobKey } from "../../src/entries/jobs";

describe("the key of plain data", () => {
  it("is SHA-256 of a text with its fields in order", () => {
    const text = '["mercer-job",1,{"a":[1,-0,NaN,"x"],"b":{"c":null,"d":true}}]';
    const value = { b: { d: true, c: null, e: undefined }, a: [1, -0, Number.NaN, "x"] };
    expect(jobKey(value)).toBe(createHash("sha256").update(text).digest("hex"));
  });

  it("is of numbers, wherever they are kept", () => expect(jobKey(Float64Array.of(0.1, 2))).toBe(jobKey([0.1, 2])));

  it("tells words from numbers, and parts from one another", () => {
    const values = ["1", 1, [1], [[1]], { 1: 1 }, "-0", -0, 0, null, "null", [], {}, "NaN", Number.NaN];
    expect(new Set(values.map(jobKey)).size).toBe(values.length);
  });

  it.each([[() => 1], [undefined], [new Date(0)], [new Map()], [10n], [{ a: [Symbol("a")] }]])("refuses %s", (value) => {
    expect(() => jobKey(value)).toThrow(expect.objectContaining({ code: "argument" }));
  });
});
