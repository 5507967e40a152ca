import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { custom, gram, isMercerError, normalize, rbf } from "../../src/entries/index";
import { readCall } from "../../src/worker/call";
import { buffersIn } from "../../src/worker/parcel";
import { VERB_NAMES, type Verb } from "../../src/worker/verb-names";
import { errorOf, expectError } from "../support/errors";

const X = [[0], [1]];
const throwing = {
  kind: "rbf",
  get gamma(): number {
    throw new Error("of the getter");
  },
};
const cyclic: Record<string, unknown> = { kind: "sum" };
cyclic.kernels = [cyclic];
const deep = Array.from({ length: 100_000 }).reduce((inner) => ({ inner }), {});
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const detached = new Float64Array(4);
structuredClone(detached, { transfer: [detached.buffer] });

describe("what cannot cross is refused with the name of its argument", () => {
  it.each<[string, "kernel" | "argument", Verb, readonly unknown[], string]>([
    ["a custom kernel", "kernel", "gram", [custom(() => 1), X], "kernel.evaluate"],
    ["a map of features", "kernel", "featureMatrix", [(x: unknown) => x, X], "features"],
    ["a function among numbers", "kernel", "fit", [{ kind: "kernelRidge" }, X, [1, () => 2]], "y[1]"],
    ["a symbol", "argument", "fit", [Symbol("estimator"), X, [1, 2]], "estimator"],
    ["a symbol among numbers", "argument", "predict", [{ kind: "kernel" }, [[0], [1, Symbol("x")]]], "Z[1][1]"],
    ["a getter that throws", "argument", "gram", [throwing, X], "kernel"],
    ["something that contains itself", "argument", "gram", [cyclic, X], "kernel.kernels[0]"],
    ["something far too deep", "argument", "gram", [deep, X], "kernel"],
    ["a revoked proxy", "argument", "gram", [rbf(), revoked.proxy], "X"],
    ["a buffer that was handed on", "argument", "gram", [rbf(), detached], "X"],
    ["a promise", "argument", "gram", [rbf(), Promise.resolve(X)], "X"],
    ["an option of a verb without", "argument", "predict", [{}, X, { sampleWeight: 1 }], "argument 3"],
    ["the same beside a signal", "argument", "predict", [{}, X, { signal: undefined, weight: 1 }], "argument 3"],
    ["a signal that is none", "argument", "gram", [rbf(), X, undefined, { signal: {} }], "signal"],
    ["onProgress that is none", "argument", "gram", [rbf(), X, undefined, { onProgress: "yes" }], "onProgress"],
  ])("%s", (_, code, verb, given, argument) => {
    const { message } = expectError(code, () => readCall(verb, given));
    expect(message).toContain(argument);
  });
});

it("any arguments of any verb are read, or refused with a typed error (500 cases)", () => {
  const oddities = [
    Symbol("odd"),
    () => 1,
    throwing,
    cyclic,
    revoked.proxy,
    detached,
    Promise.resolve(1),
    new WeakMap(),
    null,
    Object.create(null),
  ];
  /** The generator cannot hold such values: it makes texts in their places. */
  const planted = (value: unknown): unknown => {
    if (typeof value === "string" && value in oddities) return oddities[Number(value)];
    if (Array.isArray(value)) return value.map(planted);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, planted(item)]));
  };
  const place = fc.nat(oddities.length - 1).map(String);
  const { thing } = fc.letrec((tie) => ({
    thing: fc.oneof(
      { depthSize: "small" },
      fc.double(),
      fc.bigInt(),
      fc.string(),
      place,
      fc.array(tie("thing")),
      fc.dictionary(fc.string(), tie("thing")),
    ),
  }));
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom(...VERB_NAMES), fc.array(thing, { maxLength: 6 }), (verb, given) => {
      try {
        readCall(verb, given.map(planted));
        read++;
      } catch (error) {
        expect(isMercerError(error) && ["argument", "kernel"].includes(error.code), String(error)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
  expect(read).toBeGreaterThan(50);
  expect(read).toBeLessThan(450);
});

it("a copy is equal to what was handed in, plain data of any shape (500 cases)", () => {
  const data = fc.object({ values: [fc.double(), fc.string(), fc.constant(undefined)], withTypedArray: true });
  fc.assert(
    fc.property(data, (model) => {
      const Z = { rows: 2, cols: 1, data: Float64Array.of(0, 1) };
      const { args } = readCall("predict", [model, Z]);
      expect(args).toEqual([model, Z]);
      expect(args[1]).not.toBe(Z);
      expect(Z.data.length).toBe(2);
    }),
    { numRuns: 500 },
  );
});

describe("a copy", () => {
  it("of what is there twice is one: in time and size as the nesting, not as its tree", () => {
    const nested = Array.from({ length: 40 }).reduce((kernel) => ({ kind: "sum", kernels: [kernel, kernel] }), rbf() as object);
    const [copy] = readCall("gram", [nested, X]).args as [{ kernels: [object, object] }];
    expect(copy.kernels[0]).toBe(copy.kernels[1]);
    const values = Float64Array.of(1, 2);
    const [, Z, W] = readCall("gram", [rbf(), values, values]).args;
    expect(Z).toBe(W);
    expect(buffersIn([copy, Z, W])).toEqual(new Set([values.buffer]));
  });

  it("of rows of numbers is one matrix; of other rows what they are, for the verb to say what it thinks of them", () => {
    const rows = [[0, 1], Float32Array.of(2, 3)];
    const [, Z, W] = readCall("gram", [rbf(), rows, rows]).args;
    expect(Z).toEqual({ rows: 2, cols: 2, data: Float64Array.of(0, 1, 2, 3) });
    expect(W).toBe(Z);
    for (const given of [[[0, 1], [2]], [[0], [Number.NaN]], [[0], null], [["0"]], [], [1, 2]]) {
      expect(readCall("gram", [rbf(), given]).args[1]).toEqual(given);
    }
  });

  it("of a kernel computes what the kernel does", () => {
    const kernel = normalize(rbf({ gamma: 0.3 }));
    const [copy] = readCall("gram", [kernel, X]).args as [typeof kernel];
    expect(gram(copy, X)).toEqual(gram(kernel, X));
  });

  it("of a matrix whose class keeps its fields in the prototype has them", () => {
    class View {
      get shape(): [number, number] {
        return [2, 1];
      }
      get data(): Float64Array {
        return Float64Array.of(3, 4);
      }
    }
    expect(readCall("gram", [rbf(), new View()]).args[1]).toEqual({ shape: [2, 1], data: Float64Array.of(3, 4) });
  });

  it("of a column that is read one by one has its values, missing ones as null", () => {
    class Column {
      readonly chunks = [[1, null], [3]];
      get length(): number {
        return 3;
      }
      *[Symbol.iterator](): Generator<number | null> {
        for (const chunk of this.chunks) yield* chunk;
      }
    }
    expect(readCall("fit", [{}, X, new Column()]).args[2]).toEqual([1, null, 3]);
  });

  it("of a hole has a hole, and of a date is a date: the verb says what it thinks of them", () => {
    const holes: unknown[] = [[1]];
    holes[2] = [3];
    const [, copy, date] = readCall("gram", [rbf(), holes, new Date(0)]).args as [unknown, unknown[], unknown];
    expect([copy.length, 1 in copy]).toEqual([3, false]);
    expect(date).toEqual(new Date(0));
  });

  it("of something without room for it says so", () => {
    const original = globalThis.structuredClone;
    globalThis.structuredClone = () => {
      throw new RangeError("Array buffer allocation failed");
    };
    try {
      expect(errorOf(() => readCall("gram", [rbf(), X])).code).toBe("memory");
    } finally {
      globalThis.structuredClone = original;
    }
  });
});
