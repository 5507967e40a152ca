import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  applyScaler,
  classify,
  confusionMatrix,
  evaluate,
  fit,
  gram,
  type Kernel,
  type KernelModel,
  kernelClassifier,
  kernelRidge,
  linear,
  matrix,
  type Points,
  predict,
  predictor,
  rbf,
  rowOf,
  type Scaler,
  score,
  standardize,
  toArrays,
  toJSON,
} from "../../src/entries/index";
import { describeValue } from "../../src/errors";
import { expectError } from "../support/errors";

const X = [
  [1, 2],
  [3, 5],
  [2, -1],
];
const y = [1, 2, 4];
const ridge = kernelRidge({ kernel: rbf({ gamma: 0.5 }) });
const model = fit(ridge, X, y);

/** An array with holes. */
function sparse<T>(length: number, entries: Readonly<Record<number, T>>): T[] {
  return Object.assign(new Array<T>(length), entries);
}

describe("holes", () => {
  it.each<[string, (holed: number[][]) => unknown]>([
    ["gram", (holed) => gram(linear(), holed)],
    ["fit", (holed) => fit(ridge, holed, y)],
    ["predict", (holed) => predict(model, holed)],
    ["standardize", (holed) => standardize(holed)],
  ])("a missing row is named by %s", (_, verb) => {
    const holed = sparse(3, { 0: [1, 1], 2: [3, 3] });
    const error = expectError("shape", () => verb(holed), { row: 1 });
    expect(error.message).toContain("row 1");
    expect(error.message).toContain("missing");
  });

  it("in rows, vectors, labels and single points are named by their place", () => {
    expectError("argument", () => gram(linear(), [[1, 2], sparse(2, { 1: 3 })]), { row: 1, column: 0 });
    expectError("argument", () => fit(ridge, X, sparse(3, { 0: 1, 2: 3 })), { argument: "y", row: 1 });
    expectError("argument", () => fit(kernelClassifier({ kernel: linear() }), X, sparse(3, { 0: "a", 2: "b" })), { argument: "y", row: 1 });
    expectError("argument", () => predictor(model)(sparse(2, { 0: 1 })), { argument: "x", column: 1 });
    expectError("argument", () => matrix(sparse(2, { 0: 1 }), 1, 2), { argument: "data", row: 1 });
  });
});

describe("array-likes", () => {
  /** Reads as a vector of Apache Arrow does: by `get`, null where a value is missing; what `toArray` gives is the raw buffer. */
  function column(values: readonly (number | null)[]): { readonly length: number; get(index: number): number | null } {
    return { length: values.length, get: (index) => values[index] as number | null };
  }

  it("are read as the arrays they are like", () => {
    const expected = gram(linear(), X).data;
    const rows = X.map((row) => Float32Array.from(row));
    expect(gram(linear(), rows).data).toEqual(expected);
    expect(
      gram(
        linear(),
        X.map((row) => column(row)),
      ).data,
    ).toEqual(expected);
    expect(
      gram(
        linear(),
        X.map(([a, b]) => ({ length: 2, 0: a as number, 1: b as number })),
      ).data,
    ).toEqual(expected);
    expect(fit(ridge, X, column(y)).coefficients).toEqual(model.coefficients);
    expect(fit(ridge, X, { length: 3, 0: 1, 1: 2, 2: 4 }).coefficients).toEqual(model.coefficients);
    expect(gram(linear(), column([1, 2])).data).toEqual(Float64Array.of(1, 2, 2, 4));
  });

  it("with a null are refused by its place", () => {
    expectError("argument", () => fit(ridge, X, column([1, null, 4])), { argument: "y", row: 1, value: null });
    expectError("argument", () => gram(linear(), [column([1, 2]), column([3, null])]), { argument: "X", row: 1, column: 1 });
  });
});

describe("labels of another type", () => {
  const classifier = fit(kernelClassifier({ kernel: linear() }), [[1], [2], [3], [4]], [0, 0, 1, 1]);

  it("are the error in score that they are in confusionMatrix", () => {
    const one = expectError("argument", () => score(classifier, [[1], [2], [3], [4]], ["0", "0", "1", "1"] as unknown as number[]));
    const other = expectError("argument", () => confusionMatrix<string | number>(classify(classifier, [[1]]), ["0"]));
    for (const { message } of [one, other]) expect(message).toContain("labels are all strings, all numbers or all booleans");
    // h = wx, w > 0: all points are taken for the second class
    expect(score(classifier, [[1], [2], [3], [4]], [1, 1, 1, 7])).toBe(0.75);
  });
});

describe("names of Object.prototype", () => {
  const labels = ["field", "constructor", "field", "constructor"];
  const points = [[1], [2], [3], [4]];

  it("are classes like any others", () => {
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      const named = labels.map((label) => (label === "constructor" ? name : label));
      const weighted = fit(kernelClassifier({ kernel: linear(), classWeight: { field: 3 } }), points, named);
      // the same with names that no object has
      const plain = fit(kernelClassifier({ kernel: linear(), classWeight: { b: 3 } }), points, ["b", "a", "b", "a"]);
      const swapped = name < "field" ? 1 : -1;
      expect([...weighted.classes]).toEqual([name, "field"].sort());
      expect(Array.from(weighted.coefficients as Float64Array)).toEqual(
        Array.from(plain.coefficients as Float64Array, (value) => swapped * value),
      );
    }
  });

  it("weigh their class, as own properties", () => {
    const own = JSON.parse('{ "__proto__": 3, "constructor": 2 }') as Record<string, number>;
    const estimator = kernelClassifier({ kernel: linear(), classWeight: own });
    const named = fit(estimator, points, ["__proto__", "constructor", "__proto__", "constructor"]);
    const plain = fit(kernelClassifier({ kernel: linear(), classWeight: { a: 3, b: 2 } }), points, ["a", "b", "a", "b"]);
    expect(named.coefficients).toEqual(plain.coefficients);
    expectError("argument", () => fit(kernelClassifier({ kernel: linear(), classWeight: { toString: 2 } }), points, labels), {
      argument: "classWeight",
    });
  });
});

describe("messages name the value, its type and the cure:", () => {
  const bad = <T>(value: unknown): T => value as T;

  it.each<[string, () => unknown, readonly string[]]>([
    ["a BigInt", () => gram(linear(), bad<Points>([[1], [1n]])), ["row 1, column 0", "BigInt 1n", "Number()"]],
    ["typed BigInts", () => gram(linear(), bad<Points>([BigInt64Array.of(7n)])), ["row 0, column 0", "BigInt 7n"]],
    ["a string", () => gram(linear(), bad<Points>([["0.5"]])), ['the string "0.5"', "Number()"]],
    ["a date", () => gram(linear(), bad<Points>([[1, new Date()]])), ["row 0, column 1", "instance of Date", "getTime"]],
    ["a date first", () => gram(linear(), bad<Points>([[new Date(), 1]])), ["row 0, column 0", "instance of Date", "getTime"]],
    ["records", () => gram(linear(), bad<Points>([{ mpg: 1, weight: 2 }])), ["row 0", "the fields mpg, weight"]],
    ["a typed array from JSON", () => gram(linear(), bad<Points>({ "0": 1, "1": 2 })), ["JSON makes of a typed array"]],
    ["a string for λ", () => kernelRidge({ kernel: rbf(), lambda: bad("0.1") }), ["lambda", 'the string "0.1"', "Number()"]],
    ["a kernel's name", () => kernelRidge({ kernel: bad("rbf") }), ['the string "rbf"', "rbf()"]],
    ["a kernel not called", () => kernelRidge({ kernel: bad(rbf) }), ["the function rbf", "call it"]],
    ["an estimator not called", () => fit(bad<typeof ridge>(kernelRidge), X, y), ["the function kernelRidge", "call it"]],
    ["a model in JSON", () => predict(JSON.parse(JSON.stringify(model)) as KernelModel, X), ["model.coefficients", "fromJSON"]],
    ["a file", () => predict(bad<KernelModel>(toJSON(model)), X), ["fromJSON"]],
    ["a list of α", () => predict(bad<KernelModel>({ ...model, coefficients: [1, 2, 3] }), X), ["model.coefficients", "Float64Array.from"]],
    ["a scaler in JSON", () => applyScaler(JSON.parse(JSON.stringify(standardize(X).scaler)) as Scaler, X), ["scaler.mean", "JSON"]],
    ["a listener", () => fit(ridge, X, y, { onProgress: bad("log") }), ["onProgress", "a function", '"log"']],
    ["a signal", () => fit(ridge, X, y, { signal: bad(new AbortController()) }), ["signal", "AbortController"]],
  ])("%s", (_, body, words) => {
    let message = "";
    try {
      body();
    } catch (error) {
      expect(error).toMatchObject({ name: "MercerError" });
      message = (error as Error).message;
    }
    for (const word of words) expect(message).toContain(word);
  });

  it("coefficients that do not fit the points are an error", () => {
    expectError("shape", () => predict({ ...model, coefficients: new Float64Array(2) }, X));
    expectError("argument", () => predict({ ...model, intercept: "0" as unknown as number }, X));
  });

  it("printing never throws", () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    const hostile = [
      proxy,
      Object.create(null),
      Symbol("s"),
      {
        get constructor(): never {
          throw new Error("no");
        },
      },
      Object.defineProperty(() => 0, "name", {
        get: () => {
          throw new Error("no");
        },
      }),
      new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw new Error("no");
          },
        },
      ),
    ];
    for (const value of hostile) expect(describeValue(value)).toMatch(/\w/);
    expect(describeValue("x".repeat(1e6)).length).toBeLessThan(100);
  });
});

describe("typed arrays of another realm", () => {
  const foreign = (numbers: readonly number[], type = "Float64Array"): Float64Array =>
    runInNewContext(`${type}.from(numbers)`, { numbers }) as Float64Array;

  it("are no instances of ours", () => {
    expect(foreign([1]) instanceof Float64Array).toBe(false);
  });

  it("are read as what they are, as inputs", () => {
    const expected = gram(linear(), X).data;
    expect(gram(linear(), { rows: 3, cols: 2, data: foreign(X.flat()) }).data).toEqual(expected);
    expect(
      gram(
        linear(),
        X.map((row) => foreign(row, "Float32Array")),
      ).data,
    ).toEqual(expected);
    expect(gram(linear(), runInNewContext("[[1, 2], [3, 5], [2, -1]]") as number[][]).data).toEqual(expected);
    expect(fit(ridge, X, foreign(y)).coefficients).toEqual(model.coefficients);
    expect(matrix(foreign([1, 2]), 1, 2).data).toEqual(Float64Array.of(1, 2));
    expect(evaluate(linear(), foreign([1, 2]), foreign([3, 4]))).toBe(11);
    expect(kernelRidge(runInNewContext("({ kernel: { kind: 'linear' }, lambda: [1, 2] })")).lambda).toEqual([1, 2]);
  });

  it("are read as what they are, in models, matrices and scalers", () => {
    const { scaler } = standardize(X);
    const other = { ...model, coefficients: foreign([...model.coefficients]), points: { rows: 3, cols: 2, data: foreign(X.flat()) } };
    expect(predict(other, X)).toEqual(predict(model, X));
    expect(predictor(other)([1, 1])).toBe(predictor(model)([1, 1]));
    expect(score(other, X, y)).toBe(score(model, X, y));
    expect(toJSON(other)).toEqual(toJSON(model));
    expect(toArrays({ rows: 1, cols: 2, data: foreign([1, 2]) })).toEqual([[1, 2]]);
    expect(rowOf({ rows: 1, cols: 2, data: foreign([1, 2]) }, 0)).toEqual(Float64Array.of(1, 2));
    const moved = { ...scaler, mean: foreign([...scaler.mean]), deviation: foreign([...scaler.deviation]) };
    expect(applyScaler(moved, X)).toEqual(applyScaler(scaler, X));
  });

  it("of a subclass are read by what they hold", () => {
    class Odd extends Float64Array {
      static get [Symbol.species](): never {
        throw new Error("no copies");
      }
    }
    expect(gram(linear(), Odd.of(1, 2)).data).toEqual(Float64Array.of(1, 2, 2, 4));
  });
});

describe("memory that is shared, resized or gone", () => {
  it("shared memory is read", () => {
    const shared = new Float64Array(new SharedArrayBuffer(16));
    shared.set([1, 2]);
    expect(gram(linear(), shared).data).toEqual(Float64Array.of(1, 2, 2, 4));
  });

  it("a buffer that was transferred is empty, and told", () => {
    const gone = Float64Array.of(1, 2);
    structuredClone(gone, { transfer: [gone.buffer] });
    expectError("shape", () => gram(linear(), gone));
    expectError("shape", () => gram(linear(), { rows: 2, cols: 1, data: gone }));
    expectError("shape", () => fit(ridge, X, gone));
    expectError("argument", () => predict({ ...model, points: { rows: 2, cols: 1, data: gone } }, X));
  });

  it("a buffer that shrank is read as far as it goes, or told", () => {
    const make = new Function("bytes", "most", "return new ArrayBuffer(bytes, { maxByteLength: most })") as (
      bytes: number,
      most: number,
    ) => ArrayBuffer & { resize?(bytes: number): void };
    const buffer = make(24, 48);
    if (!buffer.resize) return;
    const tracking = new Float64Array(buffer);
    const fixed = new Float64Array(buffer, 0, 3);
    tracking.set([1, 2, 3]);
    buffer.resize(16);
    expect(gram(linear(), tracking).data).toEqual(Float64Array.of(1, 2, 2, 4));
    expectError("shape", () => gram(linear(), fixed));
    expectError("shape", () => gram(linear(), { rows: 3, cols: 1, data: tracking }));
  });
});

it("sizes beyond any memory are told, whatever the form", () => {
  expectError("memory", () => gram(linear(), { rows: 2 ** 40, columns: 2 ** 40, get: () => 1 }));
  expectError("memory", () => gram(linear(), { data: [1], shape: [2 ** 26, 2 ** 26], strides: [0, 0] }));
  expectError("argument", () =>
    gram(
      {
        kind: "scaled",
        factor: 1,
        get kernel(): Kernel {
          throw new Error("no");
        },
      } as Kernel,
      [1],
    ),
  );
});
