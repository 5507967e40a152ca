import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit, fromJSON, isMercerError, kernelRidge, rbf, toJSON } from "../../src/entries/index";
import { accepts, type Schema } from "../support/json-schema";
import { ANNOTATED, MODELS, STANDARDIZED, X, y } from "../support/model-files";

const schema = JSON.parse(readFileSync(new URL("../../docs/model-file.schema.json", import.meta.url), "utf8")) as Schema;
const FILES = [...MODELS, ...STANDARDIZED, ...ANNOTATED].map((model) => JSON.stringify(toJSON(model)));
type Tree = Record<string, unknown>;

const base64 = (...values: number[]): string => Buffer.from(Float64Array.from(values).buffer).toString("base64");

interface Condition {
  readonly path: RegExp;
  readonly words: RegExp;
  /** A change of a file that breaks it: the file, the place, the value. */
  readonly broken: readonly [file: number, place: string, value: unknown];
}

/** What only the reader can tell, since it is a matter between fields, or of the numbers in base64. */
const CONDITIONS: Readonly<Record<string, Condition>> = {
  "numbers in base64 are finite": {
    path: /\.data$|[cC]oefficients(\[\d+\])?$|\.weights$|\.intercept$|\.noise$/,
    words: /has (NaN|-?Infinity) at index/,
    broken: [0, "coefficients", base64(1, 2, 3, Number.NaN)],
  },
  "a matrix has rows · cols numbers": {
    path: /\.data$/,
    words: /has \d+ characters; \S+ numbers take/,
    broken: [0, "points.data", base64(1, 2, 3)],
  },
  "coefficients, also those of a record, have n rows": {
    path: /coefficients(\[\d+\])?(\.rows)?$/,
    words: /is \S+, n is/,
    broken: [0, "coefficients", base64(1, 2, 3)],
  },
  "an intercept has a number for each column": {
    path: /^\$\.model\.intercept$/,
    words: /one number for each column/,
    broken: [1, "intercept", 0],
  },
  "a classifier has a column for each class, or one for two": {
    path: /^\$\.model\.coefficients$/,
    words: /do not suit/,
    broken: [6, "classes", [0, 1]],
  },
  "there are points, n of them, unless the kernel is precomputed": {
    path: /^\$\.model\.points(\.rows)?$/,
    words: /must be null for a precomputed kernel|is \S+, n is/,
    broken: [0, "points", null],
  },
  "d is the number of columns of the points": { path: /^\$\.model\.d$/, words: /the points have/, broken: [0, "d", 3] },
  "noise has a number for each point, none of them negative": {
    path: /^\$\.model\.noise$/,
    words: /numbers, n is|not negative/,
    broken: [13, "noise", base64(1, 2, -1, 1)],
  },
  "the coefficients of a trend go with those of the points, and with the trend": {
    path: /^\$\.model\.trend/,
    words: /null for the trend none|vector where coefficients are|coefficients have|precomputed kernel/,
    broken: [13, "trend", "none"],
  },
  "a scaling has a center and a spread above 0 for each column": {
    path: /^\$\.model\.scaling\.[Xy](\.center|\.spread)?$/,
    words: /numbers, (center|points|there are)|a spread is above 0|must be null/,
    broken: [MODELS.length, "scaling.X.spread", base64(1, 0)],
  },
  "what a model tells is of as many features and targets": {
    path: /^\$\.model\.about\./,
    words: /tells of \d+, the model has/,
    broken: [MODELS.length + STANDARDIZED.length, "about.units.X", []],
  },
  "the model of a noise stands beside a variance per point, and has a coefficient for each function of a basis of points": {
    path: /^\$\.model\.noise/,
    words: /number per point|the basis has|constant for a precomputed kernel/,
    broken: [16, "noiseModel.coefficients", [1]],
  },
  "classes are in order": { path: /^\$\.model\.classes$/, words: /in order/, broken: [6, "classes", [0, 2, 1]] },
  "a linear model stands on finitely many features": {
    path: /^\$\.model\.(features|trend|noiseModel\.basis)$/,
    words: /without a finite map/,
    broken: [8, "features", { kind: "rbf" }],
  },
  "a kernel suits the points, is not nested too deep, and its metric is symmetric and definite": {
    path: /^\$\.model\.(kernel|features|trend|noiseModel\.basis)/,
    words: /metric|row \d|the points have|precomputed kernel goes|levels|parts|largest/,
    broken: [0, "kernel", { kind: "rbf", lengthScale: [1, 2, 3] }],
  },
};

function faultOf(file: unknown): { readonly path: string; readonly message: string } | null {
  try {
    fromJSON(file);
    return null;
  } catch (error) {
    if (!isMercerError(error) || error.code !== "format") throw error;
    return { path: error.path, message: error.message };
  }
}

const places = (node: unknown): [Tree, string][] =>
  typeof node === "object" && node !== null
    ? Object.keys(node).flatMap((name): [Tree, string][] => [[node as Tree, name], ...places((node as Tree)[name])])
    : [];

const WORDS = [
  "NaN",
  "Infinity",
  "-0",
  "auto",
  "rbf",
  "linear",
  "sum",
  "precomputed",
  "cholesky",
  "qr",
  "smo",
  "gradient-descent",
  "hinge",
  "kernelModel",
  "gaussianProcessModel",
  "none",
  "linearModel",
];
const KERNELS = [
  { kind: "linear" },
  { kind: "rbf", sigma: 2 },
  { kind: "rbf", gamma: "-0" },
  { kind: "anova", degree: 501 },
  { kind: "linear", metric: [[1, 2], [2]] },
  { kind: "onColumns", columns: [0, "-0"], kernel: { kind: "cosine" } },
  { kind: "power", exponent: 2 ** 31, kernel: { kind: "cosine" } },
  { kind: "periodic", period: 1, lengthScale: 1e-151 },
  { kind: "custom", evaluate: "x", psd: true },
  { kind: "matern", nu: 0.5, lengthScale: [] },
];
const value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1,
    2,
    4,
    1.5,
    1e308,
    5e-324,
    "",
    [],
    {},
    [1],
    [
      [1, 0],
      [0, 1],
    ],
    ...WORDS,
    ...KERNELS,
  ),
  fc.jsonValue({ maxDepth: 2 }).filter((json) => JSON.stringify(json) !== undefined),
);
const change = fc.record({ place: fc.nat(), way: fc.nat({ max: 9 }), other: fc.nat(), value });
const damage = fc.record({ file: fc.nat({ max: FILES.length - 1 }), changes: fc.array(change, { minLength: 1, maxLength: 2 }) });

function damaged({
  file,
  changes,
}: {
  readonly file: number;
  readonly changes: readonly { place: number; way: number; other: number; value: unknown }[];
}): unknown {
  const tree = JSON.parse(FILES[file] as string) as Tree;
  for (const { place, way, other, value: given } of changes) {
    const all = places(tree);
    const [parent, name] = all[place % all.length] as [Tree, string];
    const [elsewhere, its] = all[other % all.length] as [Tree, string];
    const before = parent[name];
    if (way === 0) delete parent[name];
    else if (way === 1) parent[`${name}s`] = before;
    else if (way === 2) parent[name] = structuredClone(elsewhere[its]);
    else if (way < 5 && typeof before === "string")
      parent[name] =
        `${before.slice(0, other % (before.length + 1))}${"A/8= "[other % 5]}${before.slice((other % (before.length + 1)) + 1)}`;
    else if (way < 6 && typeof before === "number") parent[name] = [before + 1, -before, 0, before / 2][other % 4];
    else parent[name] = structuredClone(given);
  }
  // as it comes out of a file: without holes, and −0 as 0
  return JSON.parse(JSON.stringify(tree));
}

describe("docs/model-file.schema.json", () => {
  it.each(FILES.map((text, at) => ({ at, text })))("accepts the model $at as it is written", ({ text }) => {
    expect(accepts(schema, JSON.parse(text))).toBe(true);
  });

  it("covers every route to a model", () => {
    expect(new Set(MODELS.map(({ report }) => report.solver))).toEqual(
      new Set(["cholesky", "eigen", "lu", "gradient-descent", "newton", "smo", "qr", "spectral-filter", "imported"]),
    );
  });

  it("and the reader agree on 5,000 damaged files, but for what is between fields", () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(damage, (how) => {
        const file = damaged(how);
        const fault = faultOf(file);
        const valid = accepts(schema, file);
        if (fault === null) {
          seen.accepted++;
          expect(valid, "the reader accepts, the schema refuses").toBe(true);
        } else if (valid) {
          const known = Object.values(CONDITIONS).some(({ path, words }) => path.test(fault.path) && words.test(fault.message));
          expect(known, `the schema accepts, the reader refuses: ${fault.message}`).toBe(true);
        } else seen.refused++;
      }),
      { numRuns: 5000, seed: 5 },
    );
    expect(seen.accepted).toBeGreaterThan(300);
    expect(seen.refused).toBeGreaterThan(1000);
  });

  it.each(Object.entries(CONDITIONS))("leaves to the reader: %s", (_, { path, words, broken: [at, place, value] }) => {
    const file = JSON.parse(FILES[at] as string) as { model: Tree };
    const names = place.split(".");
    const parent = names.slice(0, -1).reduce((node, name) => node[name] as Tree, file.model);
    parent[names.at(-1) as string] = value;
    expect(accepts(schema, file)).toBe(true);
    const fault = faultOf(file);
    expect(fault?.path).toMatch(path);
    expect(fault?.message).toMatch(words);
  });

  it("is that of the version that is written", () => {
    const { version, format } = toJSON(fit(kernelRidge({ kernel: rbf() }), X, y));
    expect(schema).toMatchObject({ properties: { version: { const: version }, format: { const: format } } });
  });
});
