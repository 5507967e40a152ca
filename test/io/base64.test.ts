import { describe, expect, it } from "vitest";
import { decodeNumbers, encodedLength, encodeNumbers } from "../../src/io/base64";
import { randomVector } from "../support/random";

describe("base64 of numbers", () => {
  it.each([0, 1, 2, 3, 4, 1023, 1024, 1025, 5000])("%i numbers are what Node makes of them, and return", (count) => {
    const numbers = randomVector(count, count);
    const text = encodeNumbers(numbers);
    expect(text).toBe(Buffer.from(numbers.buffer).toString("base64"));
    expect(text).toHaveLength(encodedLength(count));
    expect(decodeNumbers(text)).toEqual(numbers);
  });

  it("encodes the part that a view shows", () => {
    const whole = Float64Array.of(1, 2, 3, 4);
    expect(decodeNumbers(encodeNumbers(whole.subarray(1, 3)))).toEqual(Float64Array.of(2, 3));
  });

  it.each(["*", "AAA", "AAAAAAAAAA", "AAAA"])("%s is not base64 of numbers", (text) => {
    expect(decodeNumbers(text)).toBeNull();
  });
});
