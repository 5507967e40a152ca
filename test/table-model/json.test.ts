import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import { gaussianProcess, isMercerError, kernelClassifier, kernelRidge, leastSquares, linear, rbf } from "../../src/entries/index";
import * as served from "../../src/entries/predict";
import {
  applyRecipe,
  fit,
  fromBytes,
  fromJSON,
  onColumns,
  onTable,
  predict,
  type RecipeOptions,
  type TableModel,
  toBytes,
  toJSON,
} from "../../src/entries/table";
import { accepts, type Schema } from "../support/json-schema";

const schema = JSON.parse(readFileSync(new URL("../../docs/model-file.schema.json", import.meta.url), "utf8")) as Schema;
const tableFile = (schema.$defs as Record<string, Schema>).tableFile as Schema;

const ROWS = Array.from({ length: 9 }, (_, i) => ({
  x: i % 4 === 1 ? null : i / 3,
  c: ["a", "b", null][i % 3],
  d: `2026-0${1 + (i % 9)}-09T1${i}:30:00`,
  b: i % 2 === 0,
  y: i * i,
  label: i > 4,
}));
const columns: RecipeOptions["columns"] = {
  x: { kind: "numeric", missing: "mean" },
  c: { kind: "category", missing: "code", unseen: "code" },
  d: { kind: "date", parts: ["time"], cyclic: ["month"], timeZone: "+02:00" },
  b: "boolean",
};
const rich = { columns, interactions: [["x", "b"]], units: { x: "m", y: "€" }, missingValues: ["NA"] } as const;
const MODELS = {
  ridge: fit(
    onTable({ recipe: { target: "y", ...rich }, estimator: kernelRidge({ kernel: onColumns(["x", "c"], rbf()), lambda: 0.1 }) }),
    ROWS,
  ),
  process: fit(
    onTable({
      recipe: { target: { name: "y", missing: "drop" }, columns: ["b", "d"], strict: false },
      estimator: gaussianProcess({ kernel: rbf({ gamma: 0.1 }), noise: 0.1, trend: "constant" }),
    }),
    ROWS,
  ),
  lines: fit(
    onTable({
      recipe: { target: ["y", "x"], missing: "drop", columns: { c: "category" } },
      estimator: leastSquares({ features: onColumns(["c"], linear()), lambda: 1 }),
    }),
    ROWS,
  ),
  classifier: fit(onTable({ recipe: { target: "label", ...rich, units: {} }, estimator: kernelClassifier({ kernel: rbf() }) }), ROWS),
} as const;
const NAMES = Object.keys(MODELS) as (keyof typeof MODELS)[];
type Tree = Record<string, unknown>;
const textOf = (name: keyof typeof MODELS): string => JSON.stringify(toJSON(MODELS[name]));
const untimed = (model: TableModel): object => ({ ...model, model: { ...model.model, report: { ...model.model.report, elapsedMs: 0 } } });

function faultOf(file: unknown): { readonly code: string; readonly path: string; readonly message: string } | null {
  try {
    fromJSON(file);
    return null;
  } catch (error) {
    if (isMercerError(error) && error.code === "format") return error;
    throw error;
  }
}

describe("toJSON and fromJSON", () => {
  it.each(NAMES)("%s: every bit returns", (name) => {
    const again = fromJSON(JSON.parse(textOf(name)));
    expect(again).toEqual(untimed(MODELS[name]));
    expect(JSON.stringify(toJSON(again))).toBe(textOf(name));
  });

  it("a model that was read predicts, with names, units and holes", () => {
    const again = fromJSON(JSON.parse(textOf("ridge"))) as typeof MODELS.ridge;
    const rows = [{ x: "NA", c: "new", d: "2026-05-05", b: "true" }];
    expect(predict(again, rows)).toEqual(predict(MODELS.ridge, rows));
    expect(again.recipe.units).toEqual({ x: "m", y: "€" });
  });

  it("each entry refuses the files of the other, and says which reads them", () => {
    const inner = MODELS.ridge.model;
    expect(faultOf(mercer.toJSON(inner))).toMatchObject({ path: "$.format", message: expect.stringContaining("fromJSON of mercer reads") });
    expect(() => mercer.fromJSON(toJSON(MODELS.ridge))).toThrow(
      expect.objectContaining({ code: "format", path: "$.format", message: expect.stringContaining("fromJSON of mercer/table reads") }),
    );
    expect(faultOf(JSON.parse(JSON.stringify(MODELS.ridge)))).toMatchObject({ message: expect.stringContaining("write toJSON(model)") });
  });

  it("verbs of points name those of tables for a model of one", () => {
    expect(() => mercer.predict(MODELS.ridge as never, [[1]])).toThrow("for the verbs of mercer/table");
    expect(() => mercer.toJSON(MODELS.ridge as never)).toThrow("for the verbs of mercer/table");
  });

  it("the model of points in a file is one of mercer", () => {
    const { version, model } = toJSON(MODELS.ridge);
    expect(mercer.fromJSON({ format: "mercer-model", version, model })).toEqual((untimed(MODELS.ridge) as TableModel).model);
  });
});

describe("fromJSON of a bad file", () => {
  const faults: readonly (readonly [name: keyof typeof MODELS, place: string, value: unknown, at?: string])[] = [
    ["ridge", "format", "mercer"],
    ["ridge", "version", 2],
    ["ridge", "recipe", undefined],
    ["ridge", "recipe.kind", "recipe"],
    ["ridge", "recipe.notes", 1],
    ["ridge", "recipe.columns", []],
    ["ridge", "recipe.columns[0].kind", "number"],
    ["ridge", "recipe.columns[0].fill", null],
    ["ridge", "recipe.columns[0].fill", "Infinity"],
    ["ridge", "recipe.columns[0].missing", "error", "recipe.columns[0].fill"],
    ["ridge", "recipe.columns[1].missing", "mean"],
    ["ridge", "recipe.columns[1].categories", ["a", "a"]],
    ["ridge", "recipe.columns[1].categories", ["a"], "recipe.features"],
    ["ridge", "recipe.columns[1].name", "x", "recipe.columns"],
    ["ridge", "recipe.columns[1].name", "__proto__", "recipe.columns"],
    ["ridge", "recipe.columns[1].name", "e", "recipe.features[1]"],
    ["ridge", "recipe.columns[2].timeZone", "Mars/Olympus"],
    ["ridge", "recipe.columns[2].cyclic", ["year"], "recipe.columns[2].cyclic[0]"],
    ["ridge", "recipe.columns[2].parts", ["time", "time"]],
    ["ridge", "recipe.interactions", [["x"]], "recipe.interactions[0]"],
    ["ridge", "recipe.interactions", [["x", "y"]], "recipe.interactions[0][1]"],
    ["ridge", "recipe.interactions", [Array.from({ length: 2000 }, () => "c")], "recipe.features"],
    ["ridge", "recipe.units", { x: 5 }, "recipe.units.x"],
    ["ridge", "recipe.features[0]", "z"],
    ["ridge", "recipe.target", null],
    ["ridge", "recipe.target.names", ["y", "x"]],
    ["ridge", "recipe.target.names", ["x"], "recipe.columns"],
    ["ridge", "recipe.target.missing", []],
    ["ridge", "recipe.target.kind", "label"],
    ["ridge", "recipe.target.isVector", false, "recipe.target.names"],
    ["classifier", "recipe.target.isVector", false],
    ["lines", "recipe.target.names", ["y"], "recipe.target.missing"],
    ["lines", "recipe.columns[0].codes", "ordinal", "recipe.features"],
    ["lines", "model.features", mercer.polynomial({ degree: 2 }), "model.weights"],
    ["lines", "model.features.columns", [0, 7], "model.features"],
    ["ridge", "model.kernel.columns", ["x"]],
    ["ridge", "model.points.cols", 3, "model.points.data"],
  ];

  it.each(faults.map(([name, place, value, at = place]) => ({ name, place, value, at })))(
    "$name: $place ← $value",
    ({ name, place, value, at }) => {
      const file = JSON.parse(textOf(name)) as Tree;
      const names = place.match(/[^.[\]]+/g) as string[];
      const parent = names.slice(0, -1).reduce((node, key) => node[key] as Tree, file);
      parent[names.at(-1) as string] = value;
      expect(faultOf(file)?.path).toBe(`$.${at}`);
    },
  );

  it("that has another number of features than its recipe", () => {
    const file = { ...toJSON(MODELS.ridge), model: toJSON(MODELS.process).model };
    expect(faultOf(file)?.path).toBe("$.model.d");
  });

  it.each([[undefined], [null], [3], ["{}"], [[]], [{}]])("%j", (value) => {
    expect(faultOf(value)?.code).toBe("format");
  });

  it("toJSON refuses what fromJSON would, and kernels with functions", () => {
    const { recipe, model } = MODELS.ridge;
    expect(() => toJSON({ kind: "tableModel", recipe: { ...recipe, features: ["x"] }, model })).toThrow(
      expect.objectContaining({ code: "format", path: "$.recipe.features" }),
    );
    const own = fit(
      onTable({
        recipe: { target: "y", columns: ["b"] },
        estimator: kernelRidge({ kernel: mercer.custom((x, z) => (x[0] as number) * (z[0] as number), { psd: true }) }),
      }),
      ROWS,
    );
    expect(() => toJSON(own)).toThrow(expect.objectContaining({ code: "kernel" }));
    expect(() => toJSON(model as never)).toThrow(expect.objectContaining({ code: "argument", argument: "model" }));
  });
});

/** What only the reader can tell: matters between fields, and which time zones there are. */
const BETWEEN = [
  /\.recipe\.columns (the recipe has two columns|the recipe has a column called __proto__|".*" and ".*" both give)/,
  /\.recipe\.features has \d+ names, the columns give/,
  /\.recipe\.features\[\d+\] must be "/,
  /\.recipe\.interactions\[\d+\]\[\d+\] must be the name of a column/,
  /\.recipe\.target(\.names|\.missing|\.kind|\.isVector)? (must|has|is null; a model)/,
  /\.timeZone timeZone must be/,
  /\.model(\.d|\.weights|\.features)? /,
  /\.model\./,
];

describe("the schema of a file with a recipe", () => {
  it.each(NAMES)("accepts %s as it is written", (name) => {
    expect(accepts(schema, JSON.parse(textOf(name)), tableFile)).toBe(true);
  });

  it("and the reader agree on damaged recipes, but for what is between fields", () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(null, "x", "code", "drop", "mean", [], {}, true, -1, 0.5, ["a"], ["x", "c"]),
      fc.jsonValue({ maxDepth: 1 }),
    );
    const damage = fc.record({ name: fc.constantFrom(...NAMES), place: fc.nat(), way: fc.nat({ max: 4 }), value });
    let refused = 0;
    fc.assert(
      fc.property(damage, (how) => {
        const file = JSON.parse(textOf(how.name)) as { recipe: Tree };
        const all = placesOf(file.recipe);
        const [parent, key] = all[how.place % all.length] as [Tree, string];
        if (how.way === 0) delete parent[key];
        else if (how.way === 1) parent[`${key}s`] = parent[key];
        else parent[key] = how.value;
        const damaged = JSON.parse(JSON.stringify(file));
        const fault = faultOf(damaged);
        const valid = accepts(schema, damaged, tableFile);
        if (fault === null) expect(valid, "the reader accepts, the schema refuses").toBe(true);
        else if (valid)
          expect(
            BETWEEN.some((words) => words.test(fault.message)),
            fault.message,
          ).toBe(true);
        else refused++;
      }),
      { numRuns: 1000, seed: 3 },
    );
    expect(refused).toBeGreaterThan(300);
  });
});

/** Every field, with what it is a field of. */
function placesOf(tree: unknown): (readonly [Tree, string])[] {
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree).flatMap(([key, inner]) => [[tree as Tree, key] as const, ...placesOf(inner)]);
}

describe("a file of bytes", () => {
  it.each(NAMES)("keeps every bit of the %s, and equal models give equal bytes", (name) => {
    const bytes = toBytes(MODELS[name]);
    const again = fromBytes(bytes);
    expect(again).toEqual(fromJSON(JSON.parse(textOf(name))));
    expect(toBytes(again)).toEqual(bytes);
    expect(bytes.length).toBeLessThan(textOf(name).length + 2000);
  });

  it("is not one of points, nor the other way round", () => {
    const { model } = MODELS.ridge;
    expect(faultIn(() => fromBytes(mercer.toBytes(model)))).toMatchObject({ path: "$.__metadata__.format" });
    expect(faultIn(() => mercer.fromBytes(toBytes(MODELS.ridge)))).toMatchObject({ path: "$.__metadata__.format" });
  });

  it("cut anywhere it is no file", () => {
    const bytes = toBytes(MODELS.process);
    for (let length = 0; length < bytes.length; length += 37) expect(faultIn(() => fromBytes(bytes.slice(0, length)))).not.toBeNull();
  });
});

const faultIn = (body: () => unknown): { readonly code: string; readonly path: string } | null => {
  try {
    body();
    return null;
  } catch (error) {
    if (isMercerError(error) && error.code === "format") return error;
    throw error;
  }
};

describe("served without WebAssembly", () => {
  it.each(["ridge", "process", "lines"] as const)("the %s predicts the same bits from raw rows", (name) => {
    const { recipe, model } = served.fromTableJSON(JSON.parse(textOf(name)));
    const { X } = served.applyRecipe(recipe, ROWS);
    expect(served.predict(model as mercer.KernelModel, X)).toEqual(
      mercer.predict(MODELS[name].model as mercer.KernelModel, applyRecipe(recipe, ROWS).X),
    );
  });

  it("refuses what fromJSON refuses, at the same place", () => {
    const file = { ...JSON.parse(textOf("ridge")), version: 9 };
    expect(faultIn(() => served.fromTableJSON(file))).toMatchObject({ path: faultOf(file)?.path });
  });
});
