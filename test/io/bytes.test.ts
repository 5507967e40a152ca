import { describe, expect, it } from "vitest";
import { fit, fromBytes, fromJSON, kernelRidge, predict, rbf, toBytes, toJSON } from "../../src/entries/index";
import { errorOf, expectError } from "../support/errors";
import { MODELS, X, y } from "../support/model-files";

type Header = Record<string, { dtype?: unknown; shape?: unknown; data_offsets?: [number, number] } & Record<string, unknown>>;

const model = fit(kernelRidge({ kernel: rbf(), lambda: 1, intercept: true }), X, y);
const whole = toBytes(model);

const lengthOf = (bytes: Uint8Array): number => Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
const headerOf = (bytes: Uint8Array): Header => JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + lengthOf(bytes)))) as Header;

/** A file of a header, as text, and what follows it. */
function fileOf(header: string | Uint8Array, rest: Uint8Array = whole.slice(8 + lengthOf(whole)), length?: bigint): Uint8Array {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + text.length + rest.length);
  new DataView(file.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  file.set(text, 8);
  file.set(rest, 8 + text.length);
  return file;
}

/** The file with a header that `change` has been at. */
function changed(change: (header: Header) => void, rest?: Uint8Array): Uint8Array {
  const header = headerOf(whole);
  change(header);
  return fileOf(JSON.stringify(header), rest);
}

function withModel(change: (model: Record<string, unknown>) => void): Uint8Array {
  return changed(({ __metadata__ }) => {
    const metadata = __metadata__ as Record<string, string>;
    const tree = JSON.parse(metadata.model as string) as Record<string, unknown>;
    change(tree);
    metadata.model = JSON.stringify(tree);
  });
}

describe("toBytes and fromBytes", () => {
  it.each(MODELS.map((given, at) => ({ at, given })))("model $at: every bit returns", ({ given }) => {
    const bytes = toBytes(given);
    const again = fromBytes(bytes);
    expect(again).toEqual(fromJSON(JSON.parse(JSON.stringify(toJSON(given)))));
    expect(fromBytes(bytes.buffer as ArrayBuffer)).toEqual(again);
    expect(fromBytes(Buffer.from(bytes))).toEqual(again);
    expect(toBytes(again)).toEqual(bytes);
  });

  it("is laid out as safetensors: a header of a multiple of 8 bytes that ends in blanks, arrays as they are in memory", () => {
    const header = headerOf(whole);
    expect(lengthOf(whole) % 8).toBe(0);
    expect(header).toEqual({
      __metadata__: { format: "mercer-model", version: "1", model: expect.any(String) },
      points: { dtype: "F64", shape: [4, 2], data_offsets: [0, 64] },
      coefficients: { dtype: "F64", shape: [4], data_offsets: [64, 96] },
    });
    const view = new DataView(whole.buffer, 8 + lengthOf(whole));
    expect(Array.from({ length: 8 }, (_, i) => view.getFloat64(8 * i, true))).toEqual(X.flat());
    expect(Array.from({ length: 4 }, (_, i) => view.getFloat64(64 + 8 * i, true))).toEqual(Array.from(model.coefficients));
  });

  it("keeps −0 and numbers beyond JSON; is read at any offset of its buffer, and shares no memory with it", () => {
    const report = { ...model.report, trainingLoss: [Infinity, -0] };
    const bytes = toBytes({ ...model, intercept: -0, coefficients: Float64Array.of(-0, 5e-324, -1e308, 1 / 3), report });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const again = fromBytes(shifted.subarray(3)) as typeof model;
    shifted.fill(255);
    expect(again.coefficients).toEqual(Float64Array.of(-0, 5e-324, -1e308, 1 / 3));
    expect([again.intercept, ...again.report.trainingLoss]).toEqual([-0, Infinity, -0]);
  });

  it("is read as other writers of safetensors order it: arrays and words in another order, no blanks", () => {
    const rest = whole.slice(8 + lengthOf(whole));
    const header = headerOf(whole);
    const { model: tree, ...words } = header.__metadata__ as Record<string, unknown>;
    const text = JSON.stringify({
      coefficients: { dtype: "F64", shape: [4], data_offsets: [0, 32] },
      points: { dtype: "F64", shape: [4, 2], data_offsets: [32, 96] },
      __metadata__: { model: tree, ...words },
    });
    const swapped = new Uint8Array(96);
    swapped.set(rest.subarray(64), 0);
    swapped.set(rest.subarray(0, 64), 32);
    expect(predict(fromBytes(fileOf(text, swapped)) as typeof model, X)).toEqual(predict(model, X));
  });

  it.each([[null], ["bytes"], [[1, 2]], [new Float64Array(4)], [new DataView(new ArrayBuffer(8))], [{ length: 8 }]])(
    "%o is no bytes",
    (value) => {
      expectError("argument", () => fromBytes(value as unknown as Uint8Array), { argument: "bytes" });
    },
  );

  it("refuses to write what it would not read", () => {
    expectError("format", () => toBytes({ ...model, n: 5 }), { path: "$.model.points.rows" });
    expectError("argument", () => toBytes({} as typeof model), { argument: "model" });
  });
});

/** After the attacks on safetensors, and the tests of its reader. */
describe("attacks", () => {
  const rest = whole.slice(8 + lengthOf(whole));
  const text = JSON.stringify(headerOf(whole));
  const attacks: readonly (readonly [name: string, file: () => Uint8Array, path: string])[] = [
    ["nothing", () => new Uint8Array(0), "$"],
    ["half a length", () => whole.slice(0, 7), "$"],
    ["a length alone", () => whole.slice(0, 8), "$"],
    ["a header of no bytes", () => fileOf("", rest), "$"],
    ["a header beyond the file", () => fileOf(text, rest, BigInt(text.length + rest.length + 1)), "$"],
    ["a header of 2⁶⁴ − 1 bytes", () => fileOf(text, rest, 2n ** 64n - 1n), "$"],
    ["a header of 100 MB and more", () => fileOf(text, rest, 100_000_001n), "$"],
    ["a header that ends too early", () => fileOf(text, rest, BigInt(text.length - 1)), "$"],
    ["bytes that are not UTF-8", () => fileOf(Uint8Array.of(0x7b, 0xff, 0x7d), rest), "$"],
    ["a byte order mark", () => fileOf(`\ufeff${text}`, rest), "$"],
    ["blanks before the header", () => fileOf(` ${text}`, rest), "$"],
    ["zeros after the header", () => fileOf(`${text}\0\0`, rest), "$"],
    ["a list", () => fileOf("[]", rest), "$"],
    ["null", () => fileOf("null", rest), "$"],
    ["a number that is not in its shortest form", () => fileOf(text.replace("[4,2]", "[4.0,2]"), rest), "$"],
    [
      "a name that stands twice",
      () => fileOf(text.replace('"points":', '"points":{"dtype":"F64","shape":[4,2],"data_offsets":[0,64]},"points":'), rest),
      "$",
    ],
    ["metadata that stand twice", () => fileOf(`{"__metadata__":{},${text.slice(1)}`, rest), "$"],
    ["nesting without end", () => fileOf("[".repeat(1e5), rest), "$"],
    ["the file cut off", () => whole.slice(0, -1), "$.coefficients"],
    ["a byte too many", () => fileOf(text, new Uint8Array(rest.length + 1)), "$"],
    [
      "a hole between arrays",
      () => changed((h) => Object.assign(h.coefficients as object, { data_offsets: [72, 104] }), new Uint8Array(104)),
      "$.coefficients.data_offsets",
    ],
    [
      "arrays that overlap",
      () => changed((h) => Object.assign(h.coefficients as object, { data_offsets: [32, 64] }), rest.slice(0, 64)),
      "$.coefficients.data_offsets",
    ],
    ["two arrays in one place", () => changed((h) => Object.assign(h, { more: h.points })), "$.more.data_offsets"],
    [
      "offsets from end to beginning",
      () => changed((h) => Object.assign(h.points as object, { data_offsets: [64, 0] })),
      "$.points.data_offsets",
    ],
    ["negative offsets", () => changed((h) => Object.assign(h.points as object, { data_offsets: [-64, 0] })), "$.points.data_offsets"],
    ["three offsets", () => changed((h) => Object.assign(h.points as object, { data_offsets: [0, 64, 64] })), "$.points.data_offsets"],
    ["no offsets", () => changed((h) => delete h.points?.data_offsets), "$.points.data_offsets"],
    ["a shape of other size", () => changed((h) => Object.assign(h.points as object, { shape: [5, 2] })), "$.points.data_offsets"],
    [
      "a shape beyond the numbers",
      () => changed((h) => Object.assign(h.points as object, { shape: [2 ** 53 - 1, 2 ** 53 - 1] })),
      "$.points.data_offsets",
    ],
    [
      "a shape of 2⁵⁰ numbers with offsets that suit it",
      () => changed((h) => Object.assign(h.points as object, { shape: [2 ** 49, 2], data_offsets: [0, 2 ** 53] })),
      "$.points",
    ],
    ["a shape that is no list", () => changed((h) => Object.assign(h.points as object, { shape: "42" })), "$.points"],
    ["a side of 0", () => changed((h) => Object.assign(h, { none: { dtype: "F64", shape: [0], data_offsets: [96, 96] } })), "$.none"],
    ["a negative side", () => changed((h) => Object.assign(h.points as object, { shape: [-4, -2] })), "$.points"],
    ["another type of numbers", () => changed((h) => Object.assign(h.points as object, { dtype: "I64" })), "$.points"],
    ["a field beside", () => changed((h) => Object.assign(h.points as object, { strides: [16, 8] })), "$.points"],
    ["null for an array", () => changed((h) => Object.assign(h, { none: null })), "$.none"],
    ["the array of a prototype's name", () => fileOf(text.replace('"points":', '"__proto__":'), rest), "$.model.points.data"],
    ["no metadata", () => changed((h) => delete h.__metadata__), "$.__metadata__.format"],
    ["metadata that are no strings", () => changed((h) => Object.assign(h.__metadata__ as object, { version: 1 })), "$.__metadata__"],
    ["another format", () => changed((h) => Object.assign(h.__metadata__ as object, { format: "pt" })), "$.__metadata__.format"],
    ["a newer version", () => changed((h) => Object.assign(h.__metadata__ as object, { version: "2" })), "$.__metadata__.version"],
    [
      "a version in other words",
      () => changed((h) => Object.assign(h.__metadata__ as object, { version: "0x1" })),
      "$.__metadata__.version",
    ],
    ["a word more", () => changed((h) => Object.assign(h.__metadata__ as object, { note: "mine" })), "$.__metadata__.note"],
    ["no model", () => changed((h) => delete (h.__metadata__ as Record<string, unknown>).model), "$.__metadata__.model"],
    [
      "a field of the model that stands twice",
      () =>
        changed((h) => Object.assign(h.__metadata__ as object, { model: String(h.__metadata__?.model).replace('"n":4', '"n":9,"n":4') })),
      "$.__metadata__.model",
    ],
    [
      "an array that no field names",
      () => changed((h) => Object.assign(h, { more: { dtype: "F64", shape: [1], data_offsets: [96, 104] } }), new Uint8Array(104)),
      "$.more",
    ],
    ["an array that is missing", () => changed((h) => delete h.coefficients, rest.slice(0, 64)), "$.model.coefficients"],
    ["one array for two fields", () => withModel((m) => Object.assign(m, { coefficients: "points" })), "$.model.coefficients"],
    ["a matrix for a vector", () => changed((h) => Object.assign(h.coefficients as object, { shape: [4, 1] })), "$.model.coefficients"],
    [
      "base64 for an array",
      () => withModel((m) => Object.assign(m, { coefficients: Buffer.from(rest.subarray(64)).toString("base64") })),
      "$.model.coefficients",
    ],
    ["points of other sides", () => changed((h) => Object.assign(h.points as object, { shape: [2, 4] })), "$.model.points.data"],
    ["a field that is unknown", () => withModel((m) => Object.assign(m, { note: 1 })), "$.model.note"],
    [
      "infinite numbers",
      () => fileOf(text, new Uint8Array(Float64Array.of(...X.flat(), 1, 2, Infinity, 4).buffer)),
      "$.model.coefficients",
    ],
  ];

  it.each(attacks.map(([name, file, path]) => ({ name, file, path })))("$name", ({ file, path }) => {
    expectError("format", () => fromBytes(file()), { path });
  });

  it("a newer version says so", () => {
    const newer = changed((h) => Object.assign(h.__metadata__ as object, { version: "12" }));
    expect(errorOf(() => fromBytes(newer)).message).toContain("written by a newer mercer");
  });

  it("no cut and no changed byte of the header gets through untyped", () => {
    for (let at = 0; at < whole.length; at += 3) {
      expectError("format", () => fromBytes(whole.slice(0, at)));
      const file = whole.slice();
      file[at] = (file[at] as number) ^ 0x11;
      try {
        expect(fromBytes(file).kind).toBe("kernelModel");
      } catch (error) {
        expect(error).toMatchObject({ code: "format" });
      }
    }
  });
});
