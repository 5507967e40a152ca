import { describe, expect, it } from "vitest";
import { applyRecipe } from "../../src/recipe/apply-recipe";
import { fitRecipe } from "../../src/recipe/fit-recipe";
import { type RecipeOptions, recipe } from "../../src/recipe/recipe";
import type { TableLike } from "../../src/table/table";

/** Features by name, column by column. */
function encoded(options: RecipeOptions, rows: TableLike, others: TableLike = rows): Record<string, number[]> {
  const fitted = fitRecipe(recipe(options), rows);
  const { X } = applyRecipe(fitted, others);
  return Object.fromEntries(
    fitted.features.map((name, k) => [name, Array.from({ length: X.rows }, (_, i) => X.data[i * X.cols + k] as number)]),
  );
}

function caught(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error;
  }
}

describe("a numeric column", () => {
  it("has numbers, BigInts and decimal text, as they are", () => {
    const rows = [{ x: 12.5 }, { x: 3n }, { x: " 12.5" }, { x: "-1e3" }, { x: ".5" }, { x: "7." }];
    expect(encoded({ columns: { x: "numeric" } }, rows)).toEqual({ x: [12.5, 3, 12.5, -1000, 0.5, 7] });
  });

  it.each(["", "NA", "1,5", "0x10", "Infinity", "12 kg", true, new Date(0), 2n ** 60n + 1n])("refuses %s, naming column and row", (x) => {
    expect(caught(() => fitRecipe({ columns: { x: "numeric" }, missing: "mean" }, [{ x: 1 }, { x }]))).toMatchObject({
      code: "argument",
      column: "x",
      row: 1,
      value: x,
    });
  });

  it("refuses infinity", () => {
    expect(caught(() => encoded({ columns: { x: "numeric" } }, [{ x: Infinity }]))).toMatchObject({
      code: "not-finite",
      column: "x",
      row: 0,
    });
  });
});

describe("a category", () => {
  const rows = [{ c: "b" }, { c: "a" }, { c: "b" }];

  it("has a feature for each, in ascending order", () => {
    expect(encoded({ columns: { c: "category" } }, rows)).toEqual({ "c = a": [0, 1, 0], "c = b": [1, 0, 1] });
  });

  it("is ordinal by its own order, or by size where all are numbers", () => {
    expect(encoded({ columns: { c: { kind: "category", codes: "ordinal", order: ["b", "a"] } } }, rows)).toEqual({ c: [0, 1, 0] });
    expect(encoded({ columns: { c: { kind: "category", codes: "ordinal" } } }, [{ c: 10 }, { c: "9" }, { c: 8n }])).toEqual({
      c: [2, 1, 0],
    });
  });

  it("that was not seen is an error that tells those that were, or has a code of its own", () => {
    const strict = fitRecipe({ columns: { c: "category" } }, rows);
    const error = { code: "argument", column: "c", row: 1, value: "z", message: expect.stringContaining("the categories are a, b") };
    expect(caught(() => applyRecipe(strict, [{ c: "a" }, { c: "z" }]))).toMatchObject(error);
    const open = { kind: "category", unseen: "code" } as const;
    expect(encoded({ columns: { c: open } }, rows, [{ c: "z" }, { c: "a" }])).toEqual({
      "c = a": [0, 1],
      "c = b": [0, 0],
      "c unseen": [1, 0],
    });
    expect(encoded({ columns: { c: { ...open, codes: "ordinal" } } }, rows, [{ c: "z" }, { c: "b" }])).toEqual({ c: [2, 1] });
  });

  it("refuses a value outside of the order given, of the rows that are fitted to as well", () => {
    expect(caught(() => encoded({ columns: { c: { kind: "category", order: ["a"] } } }, rows))).toMatchObject({ column: "c", row: 0 });
  });
});

describe("a boolean", () => {
  it("is 1 or 0, also as text", () => {
    const rows = [{ b: true }, { b: 0 }, { b: "False" }, { b: "1" }];
    expect(encoded({ columns: { b: "boolean" } }, rows)).toEqual({ b: [1, 0, 0, 1] });
  });
});

describe("missing values", () => {
  const rows = [
    { x: 1, c: "a", y: 1 },
    { x: null, c: "b", y: 2 },
    { x: 4, c: undefined, y: 3 },
    { x: Number.NaN, c: "a", y: 4 },
    { x: 10, c: "b", y: 5 },
  ];

  it("are an error unless a rule is given", () => {
    expect(caught(() => fitRecipe({ columns: ["x"] }, rows))).toMatchObject({ code: "argument", column: "x", row: 1, argument: "rows" });
    const fitted = fitRecipe({ columns: ["x"] }, [{ x: 1 }]);
    expect(caught(() => applyRecipe(fitted, [{ x: 1 }, { x: null }]))).toMatchObject({ code: "argument", column: "x", row: 1 });
  });

  it("are filled by the mean or the median of the rows that were fitted to", () => {
    expect(encoded({ columns: ["x"], missing: "mean" }, rows)).toEqual({ x: [1, 5, 4, 5, 10] });
    expect(encoded({ columns: ["x"], missing: "median" }, rows)).toEqual({ x: [1, 4, 4, 4, 10] });
    expect(encoded({ columns: ["x"], missing: "median" }, [{ x: 1 }, { x: 4 }], [{ x: null }])).toEqual({ x: [2.5] });
    const huge = [{ x: 1.5e308 }, { x: 1.1e308 }];
    expect(encoded({ columns: ["x"], missing: "mean" }, huge, [{ x: null }])).toEqual({ x: [1.5e308 / 2 + 1.1e308 / 2] });
  });

  it("have codes of their own", () => {
    expect(encoded({ columns: ["x", "c"], missing: "code" }, rows)).toEqual({
      x: [1, 5, 4, 5, 10],
      "x missing": [0, 1, 0, 1, 0],
      "c = a": [1, 0, 0, 1, 0],
      "c = b": [0, 1, 0, 0, 1],
      "c missing": [0, 0, 1, 0, 0],
    });
    expect(encoded({ columns: { c: { kind: "category", codes: "ordinal", missing: "code" } } }, rows)).toEqual({ c: [0, 1, -1, 0, 1] });
    const both = { kind: "category", missing: "code", unseen: "code" } as const;
    expect(encoded({ columns: { c: both } }, rows, [{ c: "z" }, { c: null }])).toEqual({
      "c = a": [0, 0],
      "c = b": [0, 0],
      "c missing": [0, 1],
      "c unseen": [1, 0],
    });
  });

  it("leave their rows out, and nothing is learnt from those", () => {
    const fitted = fitRecipe({ target: "y", columns: { x: { missing: "drop" }, c: { kind: "category", missing: "code" } } }, rows);
    const { rows: kept, y } = applyRecipe(fitted, rows);
    expect([Array.from(kept), y]).toEqual([[0, 2, 4], Float64Array.of(1, 3, 5)]);
    const alone = fitRecipe({ columns: { x: { missing: "drop" }, c: "category" } }, [
      { x: null, c: "only here" },
      { x: 1, c: "a" },
    ]);
    expect(alone.features).toEqual(["x", "c = a"]);
    expect(caught(() => fitRecipe({ columns: ["x"], missing: "drop" }, { x: [null, null, 1], ...{} }))).toMatchObject({
      kind: "fittedRecipe",
    });
    expect(caught(() => fitRecipe({ columns: { x: "numeric" }, missing: "drop" }, { x: [null, null] }))).toMatchObject({ code: "shape" });
  });

  it("are texts only where they are declared", () => {
    const texts = [{ x: "1" }, { x: "NA" }, { x: "" }];
    const options = { columns: { x: { kind: "numeric", missing: "mean" } } } as const;
    expect(caught(() => encoded(options, texts))).toMatchObject({ column: "x", row: 1, value: "NA" });
    expect(encoded({ ...options, missingValues: ["", "NA"] }, texts)).toEqual({ x: [1, 1, 1] });
  });

  it("of a target are an error, or leave their rows out, by its own rule or that of the recipe", () => {
    const holes = [
      { x: 1, y: 1 },
      { x: 2, y: null },
    ];
    const fitted = fitRecipe({ target: "y", missing: "mean" }, holes);
    expect(caught(() => applyRecipe(fitted, holes))).toMatchObject({ code: "argument", column: "y", row: 1 });
    for (const options of [{ target: "y", missing: "drop" }, { target: { name: "y", missing: "drop" } }] as const) {
      expect(applyRecipe(fitRecipe(recipe(options), holes), holes)).toMatchObject({ y: Float64Array.of(1), rows: Int32Array.of(0) });
    }
  });
});

describe("targets", () => {
  const rows = [
    { x: 1, y: "2.5", z: 1, c: "b" },
    { x: 2, y: "3", z: 2, c: "a" },
  ];

  it("are a vector, or a matrix where a list is asked for", () => {
    expect(applyRecipe(fitRecipe({ target: "y", columns: ["x"] }, rows), rows).y).toEqual(Float64Array.of(2.5, 3));
    expect(applyRecipe(fitRecipe({ target: ["y"], columns: ["x"] }, rows), rows).y).toEqual({
      rows: 2,
      cols: 1,
      data: Float64Array.of(2.5, 3),
    });
    expect(applyRecipe(fitRecipe({ target: ["z", "y"], columns: ["x"] }, rows), rows).y).toEqual({
      rows: 2,
      cols: 2,
      data: Float64Array.of(1, 2.5, 2, 3),
    });
  });

  it("are labels where one is no number, or where that is said", () => {
    expect(applyRecipe(fitRecipe({ target: "c", columns: ["x"] }, rows), rows).y).toEqual(["b", "a"]);
    expect(applyRecipe(fitRecipe({ target: { name: "y", kind: "label" }, columns: ["x"] }, rows), rows).y).toEqual(["2.5", "3"]);
    expect(caught(() => applyRecipe(fitRecipe({ target: { name: "c", kind: "numeric" }, columns: ["x"] }, rows), rows))).toMatchObject({
      column: "c",
      row: 0,
    });
  });

  it("are not needed of new rows", () => {
    expect(applyRecipe(fitRecipe({ target: "y", columns: ["x"] }, rows), [{ x: 5 }])).toEqual({
      X: { rows: 1, cols: 1, data: Float64Array.of(5) },
      y: null,
      rows: Int32Array.of(0),
    });
  });
});

describe("interactions", () => {
  it("multiply the features of one column with those of another, the last fastest", () => {
    const rows = [
      { x: 2, c: "a", z: 5 },
      { x: 3, c: "b", z: 7 },
    ];
    const found = encoded(
      {
        columns: ["x", "c", "z"],
        interactions: [
          ["x", "z"],
          ["c", "x"],
        ],
      },
      rows,
    );
    expect(found).toMatchObject({ "x × z": [10, 21], "c = a × x": [2, 0], "c = b × x": [0, 3] });
    expect(Object.keys(found)).toEqual(["x", "c = a", "c = b", "z", "x × z", "c = a × x", "c = b × x"]);
  });

  it("beyond the numbers are an error that names row and column", () => {
    expect(caught(() => encoded({ columns: ["x", "z"], interactions: [["x", "z"]] }, [{ x: 1e200, z: 1e200 }]))).toMatchObject({
      code: "not-finite",
      row: 0,
      column: "x × z",
    });
  });
});

describe("kinds that were inferred", () => {
  it.each<[string, unknown[], string]>([
    ["numbers", [1, 2.5, 3n], "numeric"],
    ["decimal text", ["1", "-2.5e1"], "numeric"],
    ["codes with leading zeros", ["01234", "98765"], "category"],
    ["booleans", [true, false], "boolean"],
    ["text of booleans", ["true", "FALSE"], "boolean"],
    ["dates", [new Date(0), new Date(1)], "date"],
    ["text of dates", ["2026-03-09", "2026/03/10"], "date"],
    ["days that there are not", ["2026-02-30", "2026-03-10"], "category"],
    ["text", ["a", "1"], "category"],
    ["21 names", Array.from({ length: 21 }, (_, i) => `name ${i}`), "ignore"],
    ["20 names", Array.from({ length: 20 }, (_, i) => `name ${i}`), "category"],
    ["21 names, each of them twice", Array.from({ length: 42 }, (_, i) => `name ${i % 21}`), "category"],
    ["nothing", [null, undefined], "ignore"],
  ])("%s", (_, values, kind) => {
    const fitted = fitRecipe({}, { x: values, constant: values.map(() => 1) });
    const found = fitted.columns.find(({ name }) => name === "x")?.kind ?? (fitted.ignored[0]?.name === "x" ? "ignore" : "nowhere");
    expect(found).toBe(kind);
    expect(fitted.columns[0]?.reason ?? "given").not.toBe("given");
  });

  it("are not guessed of values of two types, or of others than these", () => {
    expect(caught(() => fitRecipe({}, [{ x: 1 }, { x: "a" }]))).toMatchObject({ code: "argument", column: "x", value: "a" });
    expect(caught(() => fitRecipe({}, [{ x: { a: 1 } }]))).toMatchObject({ code: "argument", column: "x" });
    expect(fitRecipe({ columns: { x: "ignore" }, others: "auto" }, [{ x: {}, z: 1 }])).toMatchObject({
      features: ["z"],
      ignored: [{ name: "x", reason: "given" }],
    });
  });
});

describe("columns", () => {
  const rows = [{ a: 1, b: 2, y: 3 }];

  it("are in the order of the recipe, the others in that of the table", () => {
    expect(fitRecipe({ target: "y", columns: ["b"] }, rows).features).toEqual(["b"]);
    expect(fitRecipe({ target: "y", columns: ["b"], others: "auto" }, rows).features).toEqual(["b", "a"]);
    expect(fitRecipe({ target: "y" }, rows).features).toEqual(["a", "b"]);
  });

  it.each<[string, RecipeOptions, object, object]>([
    ["that are not there", { columns: ["hps"] }, [{ hp: 1 }], { column: "hps", message: 'rows has no column "hps"; did you mean "hp"?' }],
    ["twice", { columns: ["a", "a"] }, rows, { column: "a" }],
    ["that are the target, too", { target: "y", columns: ["y"] }, rows, { column: "y" }],
    ["that a strict recipe does not know", { target: "y", columns: ["a"], strict: true }, rows, { column: "b" }],
    [
      "that give one feature",
      { columns: ["c", "c = a"] },
      [{ c: "a", "c = a": 1 }],
      { column: "c = a", message: expect.stringContaining('"c" and "c = a" both give') },
    ],
    ["of an interaction that are none", { columns: ["a"], interactions: [["a", "b"]] }, rows, { column: "b" }],
    ["with units that are none", { columns: ["a"], units: { b: "m" } }, rows, { column: "b" }],
    ["none at all", { target: "y" }, [{ y: 1 }], { message: expect.stringContaining("the recipe has no columns") }],
    ["by an unknown kind", { columns: { a: "number" as "numeric" } }, rows, { value: "number" }],
    ["with an option of another kind", { columns: { a: { kind: "numeric", codes: "ordinal" } } }, rows, { argument: "codes" }],
    ["with a rule of another kind", { columns: { a: { kind: "category", missing: "mean" } } }, rows, { value: "mean" }],
    ["with a part that there is not", { columns: { a: { kind: "date", parts: ["second" as "hour"] } } }, rows, { value: "second" }],
    ["called __proto__ in an object", { columns: JSON.parse('{ "__proto__": "numeric" }') }, rows, { column: "__proto__" }],
    [
      "called __proto__ in a literal",
      { columns: { a: "numeric", __proto__: { b: "numeric" } } as object as Record<string, "numeric"> },
      rows,
      { column: "__proto__" },
    ],
  ])("%s are refused", (_, options, table, error) => {
    expect(caught(() => fitRecipe(recipe(options), table as TableLike))).toMatchObject({ code: "argument", ...error });
  });

  it("refuses misspelt options", () => {
    expect(() => recipe({ colums: ["a"] } as RecipeOptions)).toThrow("unknown option colums of recipe; did you mean columns?");
  });
});

describe("laws", () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    x: i % 7 === 3 ? null : Math.fround(Math.sin(i) * 1e3),
    c: ["red", "green", "blue", null][i % 4],
    d: new Date(86_400_000 * 37 * i),
    b: i % 3 === 0,
    y: i,
  }));
  const options: RecipeOptions = {
    target: "y",
    columns: { x: { missing: "mean" }, c: { kind: "category", missing: "code" }, d: { kind: "date", cyclic: ["month"] }, b: {} },
    interactions: [["x", "b"]],
  };

  it("the order of the rows does not matter, to the last bit", () => {
    const shuffled = rows.map((_, i) => rows[(i * 17) % 40] as object);
    expect(fitRecipe(recipe(options), shuffled)).toEqual(fitRecipe(recipe(options), rows));
    expect(fitRecipe({ target: "y", missing: "code", columns: ["x", "c", "b"] }, shuffled)).toEqual(
      fitRecipe({ target: "y", missing: "code", columns: ["x", "c", "b"] }, rows),
    );
  });

  it("a row alone is encoded as among the others", () => {
    const fitted = fitRecipe(recipe(options), rows);
    const { X } = applyRecipe(fitted, rows);
    rows.forEach((row, i) => {
      expect(applyRecipe(fitted, [row]).X.data).toEqual(X.data.subarray(i * X.cols, (i + 1) * X.cols));
    });
  });

  it("columns and CSV text give the same as objects", () => {
    const fitted = fitRecipe(recipe({ ...options, missingValues: [""] }), rows);
    const { X } = applyRecipe(fitted, rows);
    const columns = Object.fromEntries(["x", "c", "d", "b", "y"].map((name) => [name, rows.map((row) => row[name as "x"])]));
    expect(applyRecipe(fitted, columns).X).toEqual(X);
    const csv = rows.map(({ x, c, d, b, y }) => ({ x: String(x ?? ""), c: c ?? "", d: d.toISOString(), b: String(b), y: String(y) }));
    expect(applyRecipe(fitted, csv).X).toEqual(X);
    expect(applyRecipe(fitRecipe(recipe({ ...options, missingValues: [""] }), csv), csv).X).toEqual(X);
  });

  it("a recipe is plain data, and is read again", () => {
    const made = recipe(options);
    expect(recipe(structuredClone(made))).toEqual(made);
    expect(recipe(JSON.parse(JSON.stringify(made)))).toEqual(made);
    const fitted = fitRecipe(made, rows);
    expect(applyRecipe(JSON.parse(JSON.stringify(fitted)), rows)).toEqual(applyRecipe(fitted, rows));
  });
});
