import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as mercer from "../../src/entries/index";
import { coverage, r2 } from "../../src/entries/index";
import * as tables from "../../src/entries/table";
import {
  type AutoResult,
  auto,
  classify,
  crossValidate,
  fit,
  fromJSON,
  predict,
  predictInterval,
  score,
  toJSON,
  trainTestSplit,
} from "../../src/entries/table";
import { expectError } from "../support/errors";
import { random } from "../support/generator";

const source = random(5);
const ROWS = Array.from({ length: 40 }, (_, i) => ({
  area: i % 9 === 4 ? null : source.between(20, 120),
  "district, side": ["north", "south"][i % 2],
  garden: i % 3 === 0,
  sold: `2021-0${1 + (i % 9)}-11`,
  address: `${i} High Street`,
  rent: 0,
})).map((row, i) => ({ ...row, rent: i === 7 ? null : 8 * (row.area ?? 60) + (i % 2) * 90 + source.normal() }));
const dataOf = (name: string): object[] => JSON.parse(readFileSync(new URL(`../fixtures/tables/${name}.json`, import.meta.url), "utf8"));

/** What a program makes of the rows, by the two entries that it imports from. */
const run = (code: string, rows: object[]): AutoResult["model"] => {
  const body = code
    .replace(/import \{([^}]*)\} from "mercer";/, "const {$1} = mercer;")
    .replace(/import \{([^}]*)\} from "mercer\/table";/, "const {$1} = tables;");
  return new Function("mercer", "tables", "rows", `${body}; return model;`)(mercer, tables, rows) as AutoResult["model"];
};
const timeless = (model: AutoResult["model"]): unknown => JSON.parse(JSON.stringify(toJSON(model as never)));

afterEach(() => {
  vi.restoreAllMocks();
});

describe("auto", () => {
  const found = auto(ROWS, { target: "rent", seconds: 1000 });

  it("says of every column what it is and what becomes of its holes", () => {
    expect(found.choices.slice(0, 8)).toEqual([
      "area is numeric: every value is a number; 4 are missing: the median stands for them",
      "district, side is a category, one feature for each: it has text",
      "garden is boolean: every value is true or false",
      "sold is a date, which becomes days since 1970 and the turn of the year: every text is a date",
      "address is left out: its texts differ from row to row: they are names",
      "1 row has no rent, and is left out",
      "the target has numbers: a Gaussian process",
      "every feature and the target are standardised",
    ]);
    expect(found.candidates.map(({ name }) => name).sort()).toEqual(["a line", "a rough surface", "a smooth surface"]);
    expect(found.choices[8]).toContain(`${found.candidates[0]?.name}, for its log marginal likelihood of`);
    expect(found.candidates[0]?.value).toBe(Math.max(...found.candidates.map(({ value }) => value)));
  });

  it("the program that it prints makes the same model, and so does its estimator", () => {
    expect(timeless(run(found.code, ROWS))).toEqual(timeless(found.model));
    expect(timeless(fit(found.estimator, ROWS) as never)).toEqual(timeless(found.model));
    expect(crossValidate(found.estimator, ROWS).scores).toEqual(found.scores);
  });

  it("takes raw rows, gives intervals, and is one file", () => {
    const rows = [
      { area: 64, "district, side": "north", garden: true, sold: "2021-03-11" },
      { area: null, "district, side": "west", garden: false, sold: "2022-01-01" },
    ];
    const model = found.model as tables.TableModel<mercer.GaussianProcessModel<Float64Array>>;
    const [mean] = predict(model, rows);
    const { lower, upper } = predictInterval(model, rows, { coverage: 0.9 });
    expect(Math.abs((mean as number) - 8 * 64)).toBeLessThan(30);
    expect((lower[0] as number) < (mean as number) && (mean as number) < (upper[0] as number)).toBe(true);
    expect(predict(fromJSON(JSON.parse(JSON.stringify(toJSON(model)))) as typeof model, rows)).toEqual(predict(model, rows));
  });

  it("ends when the time is up, with what it has", () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
    const hurried = auto(ROWS, { target: "rent", seconds: 12 });
    vi.restoreAllMocks();
    expect(hurried.candidates.some(({ converged }) => !converged)).toBe(true);
    for (const { evaluations } of hurried.candidates) expect(evaluations).toBeLessThan(5);
    expect(timeless(run(hurried.code, ROWS))).toEqual(timeless(hurried.model));
  });

  it("takes a recipe of one's own", () => {
    const { model, choices } = auto(ROWS, {
      target: { name: "rent", missing: "drop" },
      recipe: { columns: { area: { kind: "numeric", missing: "mean" } } },
      seconds: 0.01,
    });
    expect(model.recipe.features).toEqual(["area"]);
    expect(choices[0]).toBe("the recipe was given");
  });

  it("tells labels apart, with texts that stand for missing values", () => {
    const penguins = dataOf("penguins")
      .filter((_, i) => i % 6 === 0)
      .map((row, i) => (i === 3 ? { ...row, Sex: "NA" } : row));
    const { model, scores, choices, code } = auto(penguins, { target: "Species", seconds: 1000 });
    expect(choices.join()).toMatch(
      /the texts "NA" are missing values.*Sex is a category.*told apart by a code.*the target has labels: a classifier/,
    );
    expect(scores.reduce((sum, share) => sum + share / 5, 0)).toBeGreaterThan(0.9);
    expect(classify(model as never, penguins.slice(0, 3))).toEqual(["Adelie", "Adelie", "Adelie"]);
    expect(timeless(run(code, penguins))).toEqual(timeless(model));
  });

  it("looks for parameters on 1,000 rows at most, and fits to all", () => {
    const many = Array.from({ length: 1100 }, (_, i) => ({ x: i / 100, y: Math.sin(i / 100) }));
    const { model, choices } = auto(many, { target: "y", seconds: 1e-3 });
    expect(model.model.n).toBe(1100);
    expect(choices.join()).toContain("looked for on 1000 of the 1100 rows");
  });

  it("says so where there is nothing to be known", () => {
    const noise = Array.from({ length: 30 }, (_, i) => ({ x: i, y: source.normal() }));
    expect(auto(noise, { target: "y", seconds: 100 }).warnings.join()).toContain("no better than the mean");
  });

  it.each<[string, () => unknown, mercer.ErrorCode, object]>([
    ["a column that is not there", () => auto(ROWS, { target: "rents" }), "argument", { column: "rents" }],
    ["no target", () => auto(ROWS, {} as never), "argument", { argument: "target" }],
    [
      "a label of one row",
      () =>
        auto(
          ROWS.map((_, i) => ({ x: i, label: i === 3 ? "rare" : "common" })),
          { target: "label" },
        ),
      "argument",
      { argument: "target", value: "rare" },
    ],
    ["a misspelt option", () => auto(ROWS, { target: "rent", second: 3 } as never), "argument", { argument: "second" }],
    ["no time", () => auto(ROWS, { target: "rent", seconds: 0 }), "argument", { argument: "seconds" }],
    ["a few rows", () => auto(ROWS.slice(0, 9), { target: "rent" }), "shape", { argument: "rows" }],
    ["an abort", () => auto(ROWS, { target: "rent", signal: AbortSignal.abort() }), "aborted", {}],
    ["a column of two kinds", () => auto([...ROWS, { ...ROWS[0], area: "large" }], { target: "rent" }), "argument", { column: "area" }],
  ])("%s is an error", (_, body, code, details) => {
    expectError(code, body, details as Record<string, unknown>);
  });
});

describe("real tables, from rows to a file in eight lines", () => {
  it("diamonds, their prices by one call", () => {
    const rows = dataOf("diamonds").map((row) => ({ ...row, price: Math.log((row as { price: number }).price) }));
    const { train, test } = trainTestSplit(rows, { testShare: 0.6 });
    const { model, scores } = auto(train, { target: "price", seconds: 1000 });
    const found = model as tables.TableModel<mercer.GaussianProcessModel<Float64Array>>;
    const { lower, upper } = predictInterval(found, test, { coverage: 0.9 });
    const truth = test.map((row) => (row as { price: number }).price);
    const file = JSON.stringify(toJSON(found));

    expect(r2(truth, predict(found, test))).toBeGreaterThan(0.95);
    expect(Math.min(...scores)).toBeGreaterThan(0.9);
    const share = coverage(truth, lower, upper);
    expect(share > 0.85 && share < 0.96).toBe(true);
    expect(predict(fromJSON(JSON.parse(file)) as typeof found, test)).toEqual(predict(found, test));
  });

  it("cars over twenty splits: untuned, tuned, and intervals", () => {
    const cars = dataOf("cars") as { Miles_per_Gallon: number | null }[];
    const columns = {
      Cylinders: "numeric",
      Displacement: "numeric",
      Horsepower: { kind: "numeric", missing: "median" },
      Weight_in_lbs: "numeric",
      Acceleration: "numeric",
      Year: { kind: "date", parts: ["year"] },
      Origin: "category",
    } as const;
    const recipe = { target: { name: "Miles_per_Gallon", missing: "drop" }, columns } as const;
    const untuned = tables.onTable({ recipe, estimator: mercer.kernelRidge({ kernel: mercer.rbf(), standardize: true }) });
    const start = tables.onTable({
      recipe,
      estimator: mercer.kernelRidge({ kernel: mercer.rbf({ lengthScale: 3 }), lambda: 0.1, standardize: true }),
    });
    const splits = Array.from({ length: 20 }, (_, seed) => {
      const { train, test } = trainTestSplit(cars, { seed });
      const { estimator } = tables.tune(start, train, { starts: 1 });
      const known = test.filter((car) => car.Miles_per_Gallon !== null);
      const { lower, upper } = predictInterval(estimator, train, known, { coverage: 0.9 });
      return [
        score(fit(untuned, train), test),
        score(fit(estimator, train), test),
        coverage(
          known.map((car) => car.Miles_per_Gallon as number),
          lower,
          upper,
        ),
      ] as const;
    });
    const mean = (k: 0 | 1 | 2): number => splits.reduce((sum, split) => sum + split[k] / 20, 0);
    expect(mean(0)).toBeGreaterThan(0.8);
    expect(mean(1)).toBeGreaterThan(0.85);
    expect(mean(2) > 0.86 && mean(2) < 0.94).toBe(true);
  });
});
