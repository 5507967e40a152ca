import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isMercerError, matrix, type Targets } from "../../src/entries/index";
import { fromNpy, toNpy } from "../../src/entries/interchange";
import { expectError } from "../support/errors";
import { random } from "../support/generator";
import { mutatedBytes } from "../support/mutations";

interface Case {
  readonly name: string;
  readonly file: string;
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

const fixture = JSON.parse(readFileSync(new URL("../fixtures/npy.json", import.meta.url), "utf8"));
const CASES = fixture.cases as readonly Case[];
const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, "base64"));
const refused = (name: string): Uint8Array => bytesOf(fixture.refused[name]);

const shaped = ({ shape: [rows, cols], numbers }: Case): Targets => {
  const data = Float64Array.from(numbers);
  return cols === undefined ? data : { rows: rows as number, cols, data };
};

describe("fromNpy", () => {
  it.each(CASES.map((each) => [each.name, each] as const))("reads what NumPy writes: %s", (_, each) => {
    expect(fromNpy(bytesOf(each.file))).toEqual(shaped(each));
  });

  it("reads a view into a larger buffer, and an ArrayBuffer", () => {
    const each = CASES[0] as Case;
    const file = bytesOf(each.file);
    const within = new Uint8Array(file.length + 3);
    within.set(file, 3);
    expect(fromNpy(within.subarray(3))).toEqual(shaped(each));
    expect(fromNpy(file.buffer as ArrayBuffer)).toEqual(shaped(each));
  });

  it.each([
    ["complex", "$.descr"],
    ["text", "$.descr"],
    ["half", "$.descr"],
    ["records", "$"],
    ["no dimension", "$.shape"],
    ["three dimensions", "$.shape"],
    ["a whole number that is not exact", "$[0]"],
  ])("refuses %s", (name, path) => {
    expectError("format", () => fromNpy(refused(name)), { path });
  });

  it("takes the fields of a header in any order, as other writers have them, each once", () => {
    const file = (header: string): Uint8Array => {
      const text = new TextEncoder().encode(header);
      return Uint8Array.from([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, text.length, 0, ...text, ...new Uint8Array(8)]);
    };
    expect(fromNpy(file(`{"shape":(1L,),"fortran_order":False,"descr":"<f8"}\n`))).toEqual(Float64Array.of(0));
    expectError("format", () => fromNpy(file(`{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }`)), {
      path: "$.descr",
    });
    expectError("format", () => fromNpy(file(`{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'more': (1,), }`)), { path: "$" });
    expectError("format", () => fromNpy(file(`{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }`)), {
      path: "$.shape",
    });
    expectError("format", () => fromNpy(file(`{'descr': '<f8', 'fortran_order': False, 'shape': (2147483648, 2147483648), }`)), {
      path: "$.shape",
    });
  });

  it("gives an array or an error of the format on 2,000 files with bytes changed", () => {
    const source = random(11);
    const seen = { read: 0, refused: 0 };
    for (let run = 0; run < 2000; run++) {
      const file = mutatedBytes(bytesOf((CASES[run % CASES.length] as Case).file), source);
      try {
        const read = fromNpy(file);
        const data = read instanceof Float64Array ? read : read.data;
        if (!(read instanceof Float64Array)) expect(data.length).toBe(read.rows * read.cols);
        expect(data.length).toBeLessThanOrEqual(file.length);
        seen.read++;
      } catch (error) {
        if (!isMercerError(error) || error.code !== "format") throw error;
        expect(error.path).toMatch(/^\$/);
        seen.refused++;
      }
    }
    expect(seen.read).toBeGreaterThan(20);
    expect(seen.refused).toBeGreaterThan(500);
  });

  it("says what are no bytes", () => {
    expectError("argument", () => fromNpy([1, 2] as never), { argument: "bytes" });
  });
});

describe("toNpy", () => {
  const X = matrix([1, -2, 3, 4, 5, -6], 2, 3);

  it("writes the header of NumPy, with the numbers at a multiple of 64", () => {
    const file = toNpy(X);
    expect(file.length).toBe(128 + 48);
    const text = `\u0093NUMPY\u0001\u0000v\u0000{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }`;
    expect(String.fromCharCode(...file.subarray(0, 128))).toBe(`${text.padEnd(127)}\n`);
    expect(new Float64Array(file.slice(128).buffer)).toEqual(X.data);
  });

  it.each(
    (["<f8", ">f8", "<f4", ">f4", "<i4", ">i4", "<i8", ">i8"] as const).flatMap((dtype) => [[dtype, "C"] as const, [dtype, "F"] as const]),
  )("of %s in the order %s is read again", (dtype, order) => {
    expect(fromNpy(toNpy(X, { dtype, order }))).toEqual(X);
    expect(fromNpy(toNpy(X.data, { dtype, order }))).toEqual(X.data);
  });

  it("rounds to float32 where it is asked to, and refuses numbers that a type does not have", () => {
    expect(fromNpy(toNpy([0.1], { dtype: "<f4" }))).toEqual(Float64Array.of(Math.fround(0.1)));
    expectError("argument", () => toNpy([1, 0.5], { dtype: "<i4" }), { argument: "values", value: 0.5 });
    expectError("argument", () => toNpy([2 ** 31], { dtype: ">i4" }), { value: 2 ** 31 });
    expectError("argument", () => toNpy([1e39], { dtype: "<f4" }), { value: 1e39 });
    expectError("argument", () => toNpy([2 ** 54], { dtype: "<i8" }), { value: 2 ** 54 });
    expectError("argument", () => toNpy([1], { dtype: "<f2" as never }), { argument: "dtype" });
    expectError("argument", () => toNpy([1], { type: "<f4" } as never));
  });
});
