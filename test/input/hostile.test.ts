import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import * as linalg from "../../src/entries/linalg";
import * as testing from "../../src/entries/testing";

/** Whatever a public function is given, it answers or throws an error of this library. */

const thrower = (): never => {
  throw new Error("thrown by a foreign object");
};
const every = { get: thrower, has: thrower, ownKeys: thrower, getPrototypeOf: thrower, getOwnPropertyDescriptor: thrower };

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function cyclic(): object {
  const kernel: { kind: string; factor: number; kernel?: object } = { kind: "scaled", factor: 1 };
  kernel.kernel = kernel;
  return kernel;
}

const gone = new Float64Array(2);
structuredClone(gone, { transfer: [gone.buffer] });

const model = mercer.fit(mercer.kernelRidge({ kernel: mercer.rbf({ gamma: 1 }) }), [[1], [2]], [1, 2]);
const linearModel = mercer.fit(mercer.leastSquares(), [[1], [2]], [1, 2]);
const classifier = mercer.fit(mercer.kernelClassifier({ kernel: mercer.linear() }), [[1], [2]], ["a", "b"]);
const { scaler } = mercer.standardize([[1], [2]]);

/** Values that throw when they are looked at or converted, or that are not what they seem. */
const HOSTILE: readonly unknown[] = [
  Symbol("s"),
  Object.create(null),
  { valueOf: thrower, toString: thrower },
  { toJSON: thrower },
  {
    get kind(): never {
      return thrower();
    },
  },
  {
    get length(): never {
      return thrower();
    },
  },
  {
    length: 2,
    get 0(): never {
      return thrower();
    },
  },
  {
    get data(): never {
      return thrower();
    },
  },
  {
    get kernel(): never {
      return thrower();
    },
  },
  {
    kind: "rbf",
    get gamma(): never {
      return thrower();
    },
  },
  { rows: 1, columns: 1, get: thrower },
  { rows: Symbol("r"), columns: 1, get: () => 1 },
  { rows: Symbol("r"), cols: {}, data: [1] },
  { length: 1, get: thrower },
  { shape: [Symbol("n"), 1], data: [1] },
  { shape: revoked([]), data: [1] },
  { shape: [1, 1], strides: revoked([]), data: [1] },
  { shape: [1, 1], data: [Symbol("d")] },
  { shape: [-1, 2], data: [1] },
  { rows: 2 ** 53, cols: 2 ** 53, data: [1] },
  new Proxy({}, every),
  new Proxy([], every),
  new Proxy(() => 0, every),
  new Proxy(Float64Array.of(1, 2), {}),
  new Proxy([1, 2], {}),
  revoked({}),
  revoked([]),
  revoked(() => 0),
  cyclic(),
  gone,
  { kind: "constructor" },
  { kind: "__proto__" },
  { kind: Symbol("k") },
  { kind: "kernelRidge" },
  { kind: "kernelRidge", kernel: cyclic() },
  { kind: "kernelModel", coefficients: [1], points: null, kernel: {} },
  { kind: "kernelModel", coefficients: gone, points: { rows: 1 } },
  { kind: "linearModel", weights: {}, features: thrower },
  { kind: "classifierModel", classes: revoked([]), coefficients: 1, points: 1 },
  { kind: "scaler" },
  { kind: "scaler", mean: revoked([]), deviation: [1] },
  { ...model, coefficients: JSON.parse(JSON.stringify(model.coefficients)) as object },
  { ...model, kernel: revoked({}) },
  { ...model, report: undefined },
  BigInt64Array.of(1n),
  new DataView(new ArrayBuffer(8)),
  [Symbol("e")],
  [Object.create(null)],
  [[revoked([])]],
  [null, [1]],
  new Map([[1, 2]]),
  new Date(Number.NaN),
  Number.NaN,
  -0,
  1n,
  "",
  "x",
  null,
  undefined,
  true,
];

/** Values that are right somewhere. */
const RIGHT: readonly unknown[] = [
  1,
  2,
  0.5,
  [1, 2],
  [[1], [2]],
  [
    [2, 0],
    [0, 3],
  ],
  ["a", "b"],
  Float32Array.of(1, 2),
  mercer.matrix([1, 2], 2, 1),
  mercer.rbf({ gamma: 1 }),
  mercer.linear(),
  mercer.precomputed(),
  mercer.kernelRidge({ kernel: mercer.rbf() }),
  mercer.kernelClassifier({ kernel: mercer.rbf() }),
  mercer.kernelDescent({ kernel: mercer.rbf(), iterations: 2 }),
  mercer.linearDescent({ iterations: 2 }),
  mercer.leastSquares(),
  model,
  linearModel,
  classifier,
  scaler,
  mercer.toJSON(model),
  {},
  { step: 0.1, steps: 2 },
];

/** Names of options, with which random options are made. */
const NAMES = [
  ...[
    "kernel",
    "lambda",
    "intercept",
    "solver",
    "iterations",
    "step",
    "momentum",
    "record",
    "batch",
    "seed",
    "loss",
    "tolerance",
    "features",
  ],
  ...[
    "gamma",
    "sigma",
    "lengthScale",
    "nu",
    "alpha",
    "degree",
    "coef0",
    "period",
    "metric",
    "psd",
    "classWeight",
    "epsilon",
    "kind",
    "data",
  ],
  ...["sampleWeight", "onProgress", "signal", "start", "validation", "X", "y", "patience", "every", "rank", "refine", "pivoting", "points"],
  ...["shape", "strides", "offset", "order", "rows", "cols", "length", "coefficients", "weights", "classes", "constructor", "__proto__"],
];

/** An argument as data that tells which of the values above it is made of: what is hostile is kept from the generator. */
type Recipe =
  | { readonly value: number }
  | { readonly list: readonly number[] }
  | { readonly options: readonly (readonly [string, number])[] };

const VALUES = [...HOSTILE, ...RIGHT];
const value = fc.nat(VALUES.length - 1);
const recipe: fc.Arbitrary<Recipe> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ value }) },
  { weight: 1, arbitrary: fc.record({ list: fc.array(value, { maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ options: fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 4 }) }) },
);

function made(of: Recipe): unknown {
  if ("value" in of) return VALUES[of.value];
  if ("list" in of) return of.list.map((at) => VALUES[at]);
  return Object.fromEntries(of.options.map(([name, at]) => [name, VALUES[at]]));
}

/** All but the readers and writers of files, whose tests are in test/io. */
const FUNCTIONS = Object.entries({ ...mercer, ...linalg, ...testing }).filter(
  (entry): entry is [string, (...args: unknown[]) => unknown] => typeof entry[1] === "function" && !/JSON$/.test(entry[0]),
);

describe("a public function given anything", () => {
  it.each(FUNCTIONS)("%s answers or throws an error of this library, in 150 random calls", (_, call) => {
    fc.assert(
      fc.property(fc.array(recipe, { maxLength: 5 }), (recipes) => {
        try {
          call(...recipes.map(made));
        } catch (error) {
          if (!mercer.isMercerError(error)) throw error;
          expect(error.message.length).toBeGreaterThan(10);
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it("each hostile value in each place of a right call", () => {
    const ridge = mercer.kernelRidge({ kernel: mercer.rbf({ gamma: 1 }) });
    const calls: readonly (readonly [(...args: unknown[]) => unknown, readonly unknown[]])[] = [
      [mercer.fit as () => unknown, [ridge, [[1], [2]], [1, 2], {}]],
      [mercer.predict as () => unknown, [model, [[1]]]],
      [(x) => mercer.predictor(model)(x as number[]), [[1]]],
      [(x) => mercer.predictor(linearModel)(x as number[]), [[1]]],
      [mercer.score as () => unknown, [classifier, [[1], [2]], ["a", "b"]]],
      [mercer.gram as () => unknown, [mercer.linear(), [[1]], [[1]]]],
      [mercer.diagnose as () => unknown, [mercer.linear(), [[1]], [1], {}]],
      [mercer.selectLambda as () => unknown, [ridge, [[1], [2]], [1, 2], [1]]],
      [mercer.spectralFilter as () => unknown, [mercer.linear(), [[1]], [1], { step: 0.1, steps: 1 }, {}]],
      [mercer.applyScaler as () => unknown, [scaler, [[1]]]],
      [mercer.evaluate as () => unknown, [mercer.linear(), [1], [1]]],
      [mercer.featureMatrix as () => unknown, [mercer.linear(), [[1]]]],
      [mercer.confusionMatrix as () => unknown, [["a"], ["b"]]],
      [mercer.matrix as () => unknown, [[1], 1, 1]],
      [mercer.rowOf as () => unknown, [mercer.matrix([1], 1, 1), 0]],
      [linalg.lstsq as () => unknown, [[[1]], [1], {}]],
      [linalg.cholesky([[1]]).solve as () => unknown, [[1]]],
    ];
    for (const [call, args] of calls) {
      for (let at = 0; at < args.length; at++) {
        for (const value of HOSTILE) {
          // a feature map of the caller's may throw what it likes
          if (call === (mercer.featureMatrix as () => unknown) && typeof value === "function") continue;
          try {
            call(...args.slice(0, at), value, ...args.slice(at + 1));
          } catch (error) {
            if (!mercer.isMercerError(error)) throw new Error(`${call.name}, argument ${at}`, { cause: error });
          }
        }
      }
    }
  });
});
