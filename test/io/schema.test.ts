import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import {
  add,
  constant,
  fit,
  fromJSON,
  isMercerError,
  type Kernel,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  leastSquares,
  linear,
  type Model,
  multiply,
  normalize,
  onColumns,
  polynomial,
  power,
  precomputed,
  rbf,
  scale,
  toJSON,
  white,
} from "../../src/entries/index";
import * as serving from "../../src/entries/predict";
import { expectError } from "../support/errors";

const X = [
  [1, 2],
  [2, 1],
  [0.5, 0.25],
  [0, 3],
];
const y = [1, 2, 3, 1];
const Y = y.map((value, i) => [value, i]);
const COMPOSITE = add(
  multiply(rbf(), onColumns([1, 0], linear())),
  white(0.5),
  scale(2, power(linear(), 2)),
  normalize(add(linear(), constant(1))),
);

/** Files of every kind of model. */
const FILES: readonly string[] = [
  fit(kernelRidge({ kernel: rbf({ lengthScale: [1, 2] }), lambda: 1, intercept: true }), X, y),
  fit(kernelRidge({ kernel: COMPOSITE, lambda: 1 }), X, Y),
  fit(kernelRidge({ kernel: precomputed(), lambda: 1 }), mercer.gram(rbf(), X), y),
  fit(
    kernelDescent({
      kernel: linear({
        metric: [
          [2, 1],
          [1, 2],
        ],
      }),
      iterations: 7,
      record: { every: 2, coefficients: true },
    }),
    X,
    Y,
  ),
  fit(kernelClassifier({ kernel: polynomial({ degree: 2 }), lambda: 1, loss: "logistic" }), X, ["a", "b", "a", "b"]),
  fit(kernelClassifier({ kernel: rbf(), lambda: 1 }), X, [0, 1, 2, 0]),
  fit(kernelClassifier({ kernel: rbf(), lambda: 1, loss: "hinge" }), X, [true, false, true, false]),
  fit(leastSquares({ features: polynomial({ degree: 2 }) }), X, y),
  fit(leastSquares({ features: linear(), intercept: true }), X, Y),
].map((model) => JSON.stringify(toJSON(model)));

type Tree = Record<string, unknown>;

const parsed = (at: number): Tree => JSON.parse(FILES[at] as string) as Tree;

/** The file with another value at a path. */
function changed(at: number, path: string, value: unknown): Tree {
  const file = parsed(at);
  const names = path.split(".");
  const parent = names.slice(0, -1).reduce((node, name) => node[name] as Tree, file);
  parent[names.at(-1) as string] = value;
  return file;
}

const base64 = (...values: number[]): string => Buffer.from(Float64Array.from(values).buffer).toString("base64");
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
};
const trapped = (target: object): object => {
  const trap = (): never => {
    throw new Error("a trap");
  };
  return new Proxy(target, { get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap });
};
class Foreign extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    throw new Error("a species");
  }
}
const holes = (): unknown[] => Object.assign([], { 2: 1 });
const within = (levels: number, rule: (kernel: unknown) => unknown): unknown =>
  Array.from({ length: levels }).reduce(rule, { kind: "linear" });
const cycle = (): Tree => {
  const kernel: Tree = { kind: "scaled", factor: 1 };
  kernel.kernel = kernel;
  return kernel;
};

describe("what a file may not hold is told with its path, in both entries", () => {
  const faults: readonly (readonly [path: string, value: unknown, at?: string | undefined, file?: number])[] = [
    ["model.report.trainingLoss", [undefined], "model.report.trainingLoss[0]"],
    ["model.report.trainingLoss", holes(), "model.report.trainingLoss[0]"],
    ["model.report.trainingLoss", [1n], "model.report.trainingLoss[0]"],
    ["model.report.trainingLoss", new Array(2 ** 32 - 1), "model.report.trainingLoss[0]"],
    ["model.report.trainingLoss", "1"],
    ["model.report.trainingLoss", revoked()],
    ["model.report.trainingLoss", trapped([1]), "model.report.trainingLoss.length"],
    ["model.report.bytes", "NaN"],
    ["model.report.bytes", Infinity],
    ["model.report.bytes", "12"],
    ["model.report.bytes", Symbol("bytes")],
    ["model.report.rank", 1.5],
    ["model.report.rank", "NaN"],
    ["model.report.rank", -1],
    ["model.report.iterations", "Infinity"],
    ["model.report.errorBound", "small"],
    ["model.report.gap", ["small"], "model.report.gap[0]", 6],
    ["model.report.gap", null, undefined, 6],
    ["model.report.gap", [0.5]],
    ["model.report.record", { steps: [1], losses: [1] }],
    ["model.report.record", { steps: [1.5], losses: [] }, "model.report.record.steps[0]", 3],
    ["model.report.record", { steps: ["NaN"], losses: [] }, "model.report.record.steps[0]", 3],
    ["model.report.record", { steps: [1], losses: holes() }, "model.report.record.losses[0]", 3],
    ["model.report.record", Object.create({ steps: [], losses: [] }) as object, "model.report.record.steps", 3],
    ["model.report.record", undefined],
    ["model.report", trapped({}), "model.report.solver"],
    ["model.report.warnings", Foreign.of(1), "model.report.warnings[0]"],
    ["model.intercept", "NaN"],
    ["model.intercept", "Infinity"],
    ["model.intercept", "-Infinity"],
    ["model.n", Object.create(null) as object],
    ["model.n", Symbol("n")],
    ["model.kind", cycle()],
    ["model.points", new Map(), "model.points.rows"],
    ["model.kernel", cycle()],
    ["model.kernel", { kind: "sum", terms: holes() }, "model.kernel.terms[0]"],
    ["model.kernel", { kind: "sum", terms: [] }],
    ["model.kernel", { kind: "sum", terms: [{ kind: "linear" }, { kind: "rbf", gamma: -1 }] }, "model.kernel.terms[1]"],
    [
      "model.kernel",
      { kind: "product", factors: [{ kind: "scaled", factor: "2", kernel: { kind: "linear" } }] },
      "model.kernel.factors[0]",
    ],
    ["model.kernel", { kind: "normalized", kernel: { kind: "none" } }, "model.kernel.kernel"],
    ["model.kernel", { kind: "custom", evaluate: () => 1, psd: true }, "model.kernel.evaluate"],
    ["model.kernel", { kind: "rbf", gamma: 1n }, "model.kernel.gamma"],
    ["model.kernel", { kind: "rbf", lengthScale: holes() }, "model.kernel.lengthScale[0]"],
    ["model.kernel", { kind: "rbf", lengthScale: [[[1]]] }, "model.kernel.lengthScale[0][0]"],
    ["model.kernel", { kind: "linear", metric: null }],
    ["model.kernel", { kind: "sum", terms: [{ kind: "linear" }, { kind: "precomputed" }] }, "model.points"],
    ["model.kernel", { kind: Symbol("kind") }, "model.kernel.kind"],
    ["model.kernel", trapped({}), "model.kernel.kind"],
    ["model.kernel", within(501, (kernel) => ({ kind: "normalized", kernel }))],
    ["model.kernel", within(30_000, (kernel) => ({ kind: "exponentiated", kernel }))],
    ["model.kernel", within(40, (kernel) => ({ kind: "sum", terms: [kernel, kernel] }))],
    ["model.kernel", { kind: "scaled", factor: 1e308, kernel: { kind: "scaled", factor: 1e308, kernel: { kind: "linear" } } }],
  ];

  it.each(faults.map(([path, value, at = path, file = 0], index) => ({ index, path, value, at, file })))(
    "$index: $path",
    ({ path, value, at, file }) => {
      for (const entry of [mercer, serving]) expectError("format", () => entry.fromJSON(changed(file, path, value)), { path: `$.${at}` });
    },
  );

  it("fields that throw when they are read", () => {
    for (const path of ["format", "model", "model.kernel", "model.points.data", "model.report.solver", "model.coefficients"]) {
      const file = changed(0, path, null);
      const names = path.split(".");
      const parent = names.slice(0, -1).reduce((node, name) => node[name] as Tree, file);
      Object.defineProperty(parent, names.at(-1) as string, {
        get() {
          throw new Error("a getter");
        },
      });
      for (const entry of [mercer, serving]) expectError("format", () => entry.fromJSON(file), { path: `$.${path}` });
    }
    for (const value of [revoked(), trapped({}), trapped([]), Symbol("file"), 1n, () => 1]) expectError("format", () => fromJSON(value));
  });

  it("mixed kernels, classes of objects, features without end", () => {
    const both = { kind: "sum", terms: [{ kind: "linear" }, { kind: "precomputed" }] };
    expectError("format", () => fromJSON(changed(2, "model.kernel", both)), { path: "$.model.kernel" });
    for (const bad of [Object.create(null), Symbol("class"), { toString: null }, undefined, cycle()])
      expectError("format", () => fromJSON(changed(4, "model.classes", ["a", bad])), { path: "$.model.classes[1]" });
    for (const kernel of [rbf(), scale(-1 as number, linear()), white(1)])
      expectError("format", () => fromJSON(changed(7, "model.features", kernel)), { path: "$.model.features" });
  });

  it("a newer file says so, and so does a model that went through plain JSON", () => {
    expect(expectError("format", () => fromJSON(changed(0, "version", 2)), { path: "$.version" }).message).toContain(
      "written by a newer mercer",
    );
    expect(expectError("format", () => fromJSON(changed(0, "version", 0)), { path: "$.version" }).message).not.toContain("newer");
    const model = fromJSON(parsed(0));
    const { message } = expectError("format", () => fromJSON(JSON.parse(JSON.stringify(model))), { path: "$.format" });
    expect(message).toContain("toJSON(model)");
    expect(expectError("format", () => fromJSON(model)).message).toContain("toJSON(model)");
  });
});

describe("what fromJSON would refuse, toJSON refuses", () => {
  const model = fromJSON(parsed(0)) as mercer.KernelModel;
  const { report } = model;

  it.each<[string, object]>([
    ["coefficients", { coefficients: Float64Array.of(1, 2, 3, Number.NaN) }],
    ["intercept", { intercept: Number.NaN }],
    ["n", { n: "4" }],
    ["d", { d: 3 }],
    ["report", { report: null }],
    ["report.rank", { report: { ...report, rank: Number.NaN } }],
    ["report.bytes", { report: { ...report, bytes: Infinity } }],
    ["report.trainingLoss", { report: { ...report, trainingLoss: Float64Array.of(1) } }],
    ["report.trainingLoss[0]", { report: { ...report, trainingLoss: holes() } }],
    ["report.warnings[0]", { report: { ...report, warnings: [1] } }],
    ["report.record", { report: { ...report, record: undefined } }],
    ["report.errorBound", { report: { ...report, errorBound: "1" } }],
  ])("%s", (path, change) => {
    const wrong = { ...model, ...change } as Model;
    expectError("format", () => toJSON(wrong), { path: `$.model.${path}` });
  });

  it.each<[mercer.ErrorCode, string, object]>([
    ["argument", "model.coefficients", { coefficients: [1, 2, 3, 4] }],
    ["argument", "model.coefficients", { coefficients: { 0: 1, 1: 2, 2: 3, 3: 4 } as unknown, n: 4 }],
    ["shape", "model", { coefficients: Float64Array.of(1, 2, 3) }],
    ["argument", "model.intercept", { intercept: Float64Array.of(1) }],
    ["argument", "model.points.data", { points: { rows: 0, cols: 2, data: new Float64Array() } }],
    ["argument", "model.points.data", { points: { rows: 4, cols: 2, data: [1, 2, 3, 4, 5, 6, 7, 8] } }],
  ])("what no verb takes for a model: %s of %s", (code, argument, change) => {
    expectError(code, () => toJSON({ ...model, ...change } as Model), { argument });
  });

  it("objects that throw", () => {
    for (const wrong of [trapped({}), revoked(), { ...model, report: trapped({}) }, { ...model, kernel: trapped({}) }])
      expect(["format", "argument"]).toContain(
        expectError(
          codeOf(() => toJSON(wrong as Model)),
          () => toJSON(wrong as Model),
        ).code,
      );
  });
});

function codeOf(body: () => unknown): mercer.ErrorCode {
  try {
    body();
  } catch (error) {
    if (isMercerError(error)) return error.code;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("what returns", () => {
  it("the error bar and the gap: numbers beyond JSON, null, and none", () => {
    for (const [bound, gap] of [
      [1e-9, [0.5]],
      ["Infinity", [null]],
      [null, ["Infinity", "-0"]],
      [undefined, [null]],
    ]) {
      const file = changed(6, "model.report", { ...((parsed(6).model as Tree).report as Tree), errorBound: bound, gap });
      expect(toJSON(fromJSON(file))).toEqual(JSON.parse(JSON.stringify(file)));
    }
  });

  it("counts of −0 as 0", () => {
    for (const [path, at] of [
      ["rank", 0],
      ["iterations", 3],
    ] as const) {
      const again = toJSON(fromJSON(changed(at, `model.report.${path}`, -0)));
      expect((again.model as { report: Tree }).report[path]).toBe(0);
    }
  });

  it("−0 in a kernel", () => {
    const kernel = (factor: number): Kernel =>
      ({ kind: "sum", terms: [{ kind: "scaled", factor, kernel: linear() }, constant(1)] }) as Kernel;
    const again = fromJSON(JSON.parse(JSON.stringify(toJSON({ ...(fromJSON(parsed(0)) as mercer.KernelModel), kernel: kernel(-0) }))));
    expect((again as mercer.KernelModel).kernel).toEqual(kernel(-0));
  });

  it("names of the prototype are plain names", () => {
    const file = JSON.parse(
      (FILES[0] as string).replace('"kind":"rbf"', '"kind":"rbf","__proto__":{"gamma":3},"constructor":1'),
    ) as unknown;
    expectError("format", () => fromJSON(file), { path: "$.model.kernel.__proto__" });
    expect(({} as { gamma?: number }).gamma).toBeUndefined();
  });
});

/** Values that no field, or only some, may have; made when they are asked for, as some of them throw at a touch. */
const NASTY: fc.Arbitrary<() => unknown> = fc.oneof(
  fc.constantFrom<() => unknown>(
    revoked,
    holes,
    cycle,
    () => trapped([]),
    () => trapped({}),
    () => Foreign.of(1, 2),
    () => Symbol("q"),
  ),
  fc
    .oneof(
      fc.constantFrom<unknown>(
        undefined,
        null,
        Number.NaN,
        Infinity,
        -0,
        0,
        -1,
        1.5,
        1e308,
        2 ** 53,
        5e-324,
        "",
        "-0",
        "NaN",
        "Infinity",
        true,
        10n,
      ),
      fc.constantFrom<unknown>(
        [],
        {},
        [null],
        [1, "a"],
        new Map(),
        new Date(Number.NaN),
        new Float64Array(3),
        Object.create({ kind: "rbf", gamma: 1 }),
      ),
      fc.constantFrom<unknown>(base64(1e308, 1e308, -1e308, 1e308), base64(1e308), {
        rows: 4,
        cols: 2,
        data: base64(...y, ...y.map(() => 1e308)),
      }),
      fc.constantFrom<unknown>(
        within(60, (kernel) => ({ kind: "normalized", kernel: { kind: "scaled", factor: 2, kernel } })),
        {
          kind: "power",
          exponent: 2 ** 31 - 1,
          kernel: { kind: "linear" },
        },
      ),
      fc.double(),
      fc.string({ maxLength: 4 }),
      fc.jsonValue({ maxDepth: 2 }),
    )
    .map((value) => () => value),
);

type Place = readonly [parent: Tree, name: string];

function places(node: unknown): Place[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.keys(node).flatMap((name) => [[node as Tree, name] as const, ...places((node as Tree)[name])]);
}

/** A damaged file: at one to three places another value, none, one that throws, or another character. */
interface Damage {
  readonly file: number;
  readonly changes: readonly { readonly place: number; readonly way: number; readonly at: number; readonly value: () => unknown }[];
}

const damage: fc.Arbitrary<Damage> = fc.record({
  file: fc.nat({ max: FILES.length - 1 }),
  changes: fc.array(fc.record({ place: fc.nat(), way: fc.nat({ max: 9 }), at: fc.nat(), value: NASTY }), { minLength: 1, maxLength: 3 }),
});

function damaged({ file: at, changes }: Damage): Tree {
  const file = parsed(at);
  const all = places(file);
  for (const { place, way, at: where, value } of changes) {
    const [parent, name] = all[place % all.length] as Place;
    const before = Object.getOwnPropertyDescriptor(parent, name)?.value as unknown;
    if (way === 0) delete parent[name];
    else if (way === 1) {
      const get = (): never => {
        throw new Error("a getter");
      };
      Object.defineProperty(parent, name, { get, configurable: true, enumerable: true });
    } else if (way < 5 && typeof before === "string" && before.length > 0) {
      const i = where % before.length;
      parent[name] = `${before.slice(0, i)}${"A/f8= "[where % 6]}${before.slice(i + 1)}`;
    } else if (way === 5 && typeof before === "object" && before !== null) parent[name] = new Proxy(before, {});
    else Object.defineProperty(parent, name, { value: value(), configurable: true, enumerable: true, writable: true });
  }
  return file;
}

function outcome(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    if (!isMercerError(error)) throw error;
    return { code: error.code, path: error.path, row: error.row };
  }
}

describe("2,000 damaged files", () => {
  it("are read by both entries or refused by both with a path; what is read can be written, read again and asked", () => {
    const Z = { points: X, gram: mercer.gram(rbf(), X) };
    fc.assert(
      fc.property(damage, (how) => {
        const file = damaged(how);
        const model = outcome(() => fromJSON(file)) as Model | { code: string; path: string };
        expect(outcome(() => serving.fromJSON(file))).toEqual(model);
        if (!("kind" in model)) {
          expect(model.code).toBe("format");
          expect(model.path).toMatch(/^\$/);
          return;
        }
        const text = JSON.stringify(toJSON(model));
        const again = fromJSON(JSON.parse(text));
        expect(again).toEqual(model);
        expect(JSON.stringify(toJSON(again))).toBe(text);
        const points = model.kind !== "linearModel" && model.points === null ? Z.gram : Z.points;
        const predictions =
          model.kind === "classifierModel" ? outcome(() => mercer.decision(model, points)) : outcome(() => mercer.predict(model, points));
        const served =
          model.kind === "classifierModel" ? outcome(() => serving.decision(model, points)) : outcome(() => serving.predict(model, points));
        expect(served).toEqual(predictions);
        const values = predictions instanceof Float64Array ? predictions : (predictions as Partial<mercer.Matrix>).data;
        expect(values?.every(Number.isFinite) ?? true).toBe(true);
      }),
      { numRuns: 2000, seed: 11 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
