import { readFileSync } from "node:fs";
import { tableFromJSON } from "apache-arrow";
import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import {
  add,
  gaussianProcess,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  leastSquares,
  linear,
  matern,
  rbf,
  scale,
} from "../../src/entries/index";
import * as tables from "../../src/entries/table";
import { onColumns, onTable, recipe } from "../../src/entries/table";

const ROWS = Array.from({ length: 36 }, (_, i) => ({
  x: ((i * 7) % 36) / 36,
  z: ((i * 11) % 36) / 18,
  c: ["a", "b", "c"][i % 3] as string,
  site: `site ${i % 6}`,
  w: 1 + (i % 4),
  y: ((i * 7) % 36) / 36 + (i % 3) + 0.01 * ((i * i) % 7),
  label: i % 3 === 0 ? "low" : "high",
}));
const NEW = [
  { x: 0.5, z: 0.3, c: "b" },
  { x: 0.1, z: 1.3, c: "a" },
];
const columns = { x: "numeric", z: "numeric", c: "category" } as const;
const kernel = rbf({ gamma: 0.7 });
const ridge = onTable({ recipe: { target: "y", columns }, estimator: kernelRidge({ kernel, lambda: 0.1 }) });
const process = onTable({
  recipe: { target: "y", columns },
  estimator: gaussianProcess({ kernel: scale(2, matern({ nu: 2.5, lengthScale: 1 })), noise: 0.1 }),
});
const classifier = onTable({
  recipe: { target: "label", columns },
  estimator: kernelClassifier({ kernel, lambda: 0.1, loss: "logistic" }),
});

/** The same by hand. */
const ONE_HOT = (row: { x: number; z: number; c: string }): number[] => [row.x, row.z, ...["a", "b", "c"].map((c) => Number(c === row.c))];
const X = ROWS.map(ONE_HOT);
const y = Float64Array.from(ROWS, (row) => row.y);
const labels = ROWS.map((row) => row.label);
const Z = NEW.map(ONE_HOT);
const w = Float64Array.from(ROWS, (row) => row.w);

function caught(body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    return error;
  }
}

const untimed = (value: object): object =>
  JSON.parse(
    JSON.stringify(value, (key, entry) =>
      key === "elapsedMs" ? undefined : ArrayBuffer.isView(entry) ? Array.from(entry as Float64Array) : entry,
    ),
  );

describe("verbs of rows are those of points:", () => {
  it("fit, predict, predictor, score", () => {
    const model = tables.fit(ridge, ROWS);
    const points = mercer.fit(kernelRidge({ kernel, lambda: 0.1 }), X, y);
    expect(untimed(model.model)).toEqual(untimed(points));
    expect(tables.predict(model, NEW)).toEqual(mercer.predict(points, Z));
    const h = tables.predictor(model);
    expect(NEW.map((row) => h(row))).toEqual(Array.from(mercer.predict(points, Z)));
    h.release();
    expect(() => h(NEW[0] as object)).toThrow("released");
    expect(tables.score(model, ROWS)).toBe(mercer.score(points, X, y));
  });

  it("a list of targets makes matrices", () => {
    const model = tables.fit(onTable({ recipe: { target: ["y", "w"], columns }, estimator: leastSquares({ lambda: 0.1 }) }), ROWS);
    const points = mercer.fit(
      leastSquares({ lambda: 0.1 }),
      X,
      ROWS.map((row) => [row.y, row.w]),
    );
    expect(tables.predict(model, NEW)).toEqual(mercer.predict(points, Z));
  });

  it("weights, start and validation of a fit", () => {
    const descent = (iterations: number) => kernelDescent({ kernel, iterations });
    const onRows = (iterations: number) => onTable({ recipe: { target: "y", columns }, estimator: descent(iterations) });
    const first = tables.fit(onRows(3), ROWS, { sampleWeight: "w" });
    const points = mercer.fit(descent(3), X, y, { sampleWeight: w });
    expect(untimed(first.model)).toEqual(untimed(points));
    const again = tables.fit(onRows(5), ROWS, { start: first, sampleWeight: w, validation: { rows: ROWS.slice(0, 9), every: 2 } });
    const same = mercer.fit(descent(5), X, y, {
      start: points,
      sampleWeight: w,
      validation: { X: X.slice(0, 9), y: y.slice(0, 9), every: 2 },
    });
    expect(untimed(again.model)).toEqual(untimed(same));
  });

  it("predictDistribution and both kinds of predictInterval", () => {
    const model = tables.fit(process, ROWS);
    const points = mercer.fit(process.estimator, X, y);
    expect(tables.predictDistribution(model, NEW, { noise: true })).toEqual(mercer.predictDistribution(points, Z, { noise: true }));
    expect(tables.predictInterval(process, ROWS, NEW)).toEqual(mercer.predictInterval(process.estimator, X, y, Z));
    expect(tables.predictInterval(model, NEW)).toEqual(tables.predictInterval(process, ROWS, NEW));
    expect(tables.predictInterval(model, NEW, { coverage: 0.5 })).toEqual(
      mercer.predictInterval(process.estimator, X, y, Z, { coverage: 0.5 }),
    );
    expect(tables.predictInterval(ridge, ROWS, NEW, { coverage: 0.8 })).toEqual(
      mercer.predictInterval(ridge.estimator, X, y, Z, { coverage: 0.8 }),
    );
    expect(caught(() => tables.predictInterval(model, NEW, { coverage: 1 }))).toMatchObject({ code: "argument", argument: "coverage" });
  });

  it("classify, decision, probabilities", () => {
    const model = tables.fit(classifier, ROWS);
    const points = mercer.fit(classifier.estimator, X, labels);
    expect(tables.classify(model, NEW)).toEqual(mercer.classify(points, Z));
    expect(tables.decision(model, NEW)).toEqual(mercer.decision(points, Z));
    expect(tables.probabilities(model, NEW)).toEqual(mercer.probabilities(points, Z));
    expect(tables.predictor(model)(NEW[1] as object)).toBe(mercer.classify(points, Z)[1]);
    expect(tables.score(model, ROWS)).toBe(mercer.score(points, X, labels));
  });

  it("leaveOneOut and tune", () => {
    const { rows, ...found } = tables.leaveOneOut(ridge, ROWS, { sampleWeight: "w" });
    expect(found).toEqual(mercer.leaveOneOut(ridge.estimator, X, y, { sampleWeight: w }));
    expect(Array.from(rows)).toEqual(Array.from(ROWS.keys()));
    const options = { starts: 2, iterations: 20 };
    const { estimator, ...tuned } = tables.tune(process, ROWS, options);
    const { estimator: same, ...points } = mercer.tune(process.estimator, X, y, options);
    expect(tuned).toEqual(points);
    expect(estimator).toEqual({ ...process, estimator: same });
  });

  it("crossValidate, with groups, an order and folds of one's own", () => {
    const points = (options: mercer.CrossValidationOptions) => mercer.crossValidate(ridge.estimator, X, y, options);
    expect(tables.crossValidate(ridge, ROWS, { folds: 4, seed: 3 })).toEqual(points({ folds: 4, seed: 3 }));
    expect(tables.crossValidate(ridge, ROWS, { groups: "site", folds: 3 })).toEqual(
      points({ groups: ROWS.map((row) => row.site), folds: 3 }),
    );
    expect(tables.crossValidate(ridge, ROWS, { order: "x", folds: 3 })).toEqual(points({ order: ROWS.map((row) => row.x), folds: 3 }));
    const folds = ROWS.map((_, i) => (i % 5) - 1);
    expect(tables.crossValidate(ridge, ROWS, { folds, sampleWeight: "w" })).toEqual(points({ folds, sampleWeight: w }));
    expect(tables.crossValidate(classifier, ROWS)).toEqual(mercer.crossValidate(classifier.estimator, X, labels));
  });

  it("compare ranks recipes and estimators", () => {
    const line = onTable({ recipe: { target: "y", columns: ["x"] }, estimator: leastSquares({ intercept: true }) });
    const { best, ranking } = tables.compare({ line, ridge }, ROWS, { folds: 4 });
    expect(best).toBe("ridge");
    expect(ranking[0]?.scores).toEqual(tables.crossValidate(ridge, ROWS, { folds: 4 }).scores);
    expect(ranking[1]?.scores).toEqual(tables.crossValidate(line, ROWS, { folds: 4 }).scores);
    const dropping = onTable({ recipe: { target: "y", columns: ["x"], missing: "drop" }, estimator: line.estimator });
    const holes = ROWS.map((row, i) => (i === 4 ? { ...row, x: null } : row));
    const filled = onTable({ recipe: { target: "y", columns: ["x"], missing: "mean" }, estimator: line.estimator });
    expect(caught(() => tables.compare({ filled, dropping }, holes))).toMatchObject({ code: "argument", argument: "candidates" });
  });

  it("trainTestSplit has the rows of mercer's", () => {
    const { train, test, rows } = tables.trainTestSplit(ROWS, { testShare: 0.25, seed: 4 });
    expect(rows).toEqual(mercer.trainTestSplit(36, { testShare: 0.25, seed: 4 }));
    expect(test).toEqual(Array.from(rows.test, (row) => ROWS[row]));
    const split = tables.trainTestSplit(tableFromJSON(ROWS), { testShare: 0.25, seed: 4 });
    expect(split.train).toMatchObject({ x: train.map((row) => row.x), c: train.map((row) => row.c) });
  });
});

describe("permutationImportance", () => {
  it("is that of points where every column is one feature", () => {
    const numbers = onTable({ recipe: { target: "y", columns: ["x", "z"] }, estimator: ridge.estimator });
    const { columns: names, ...found } = tables.permutationImportance(tables.fit(numbers, ROWS), ROWS, { repeats: 2, seed: 1 });
    const two = ROWS.map(({ x, z }) => [x, z]);
    expect(names).toEqual(["x", "z"]);
    expect(found).toEqual(mercer.permutationImportance(mercer.fit(ridge.estimator, two, y), two, y, { repeats: 2, seed: 1 }));
  });

  it("shuffles all codes of a category together: what else would be no category", () => {
    const { columns: names, importances } = tables.permutationImportance(tables.fit(ridge, ROWS), ROWS);
    expect(names).toEqual(["x", "z", "c"]);
    // y is x + the number of the category, about
    expect(importances[2]).toBeGreaterThan(importances[0] as number);
    expect(importances[0]).toBeGreaterThan(importances[1] as number);
  });
});

describe("columns by name", () => {
  const byName = add(onColumns(["c"], linear()), scale(3, onColumns(["z", "x"], rbf({ gamma: 2 }))));
  const byNumber = add(mercer.onColumns([2, 3, 4], linear()), scale(3, mercer.onColumns([1, 0], rbf({ gamma: 2 }))));

  it("become the numbers of their features", () => {
    const model = tables.fit(onTable({ recipe: { target: "y", columns }, estimator: kernelRidge({ kernel: byName, lambda: 0.1 }) }), ROWS);
    const points = mercer.fit(kernelRidge({ kernel: byNumber, lambda: 0.1 }), X, y);
    expect(untimed(model.model)).toEqual(untimed(points));
    expect(mercer.describe(byName)).toBe("(xᵀz on columns c) + 3 · (exp(−2‖x − z‖²) on columns z, x)");
  });

  it("stay names when they are tuned", () => {
    const estimator = gaussianProcess({ kernel: byName, noise: 0.1 });
    const tuned = tables.tune(onTable({ recipe: { target: "y", columns }, estimator }), ROWS, { starts: 1, iterations: 5 }).estimator;
    const points = mercer.tune(gaussianProcess({ kernel: byNumber, noise: 0.1 }), X, y, { starts: 1, iterations: 5 }).estimator;
    const [first] = (tuned.estimator as mercer.GaussianProcessSpec & { kernel: { terms: readonly object[] } }).kernel.terms;
    expect(first).toMatchObject({ kind: "onColumns", columns: ["c"] });
    expect(mercer.parametersOf(tuned.estimator)).toEqual(mercer.parametersOf(points));
  });

  it("may be those of features, and of columns within columns", () => {
    const recipeOf = recipe({ target: "y", columns, interactions: [["x", "z"]] });
    const within = onColumns(["x", "c"], add(onColumns(["c = b"], linear()), onColumns(["x"], linear())));
    const kernelOf = (k: mercer.Kernel): unknown => {
      const { model } = tables.fit(onTable({ recipe: recipeOf, estimator: kernelRidge({ kernel: k }) }), ROWS);
      return mercer.describe(model.kernel);
    };
    expect(kernelOf(within)).toBe("((xᵀz on columns 0) + (xᵀz on columns 2) on columns 0, 2, 3, 4)");
    expect(kernelOf(onColumns(["x × z"], linear()))).toBe("(xᵀz on columns 5)");
    expect(kernelOf(onColumns(["z", 0], linear()))).toBe("(xᵀz on columns 1, 0)");
  });

  it("of a feature map and of a trend", () => {
    const features = onColumns(["c"], linear());
    const least = tables.fit(onTable({ recipe: { target: "y", columns }, estimator: leastSquares({ features, lambda: 0.1 }) }), ROWS);
    expect(least.model.weights).toHaveLength(3);
    const withTrend = gaussianProcess({ kernel, noise: 0.1, trend: onColumns(["x"], linear()) });
    const model = tables.fit(onTable({ recipe: { target: "y", columns }, estimator: withTrend }), ROWS);
    expect(model.model.trendCoefficients).toHaveLength(1);
    const noisy = (basis: mercer.Kernel) => gaussianProcess({ kernel, noise: mercer.logLinearNoise({ basis, coefficients: [-1] }) });
    const named = tables.fit(onTable({ recipe: { target: "y", columns }, estimator: noisy(onColumns(["z"], linear())) }), ROWS);
    expect(named.model.noise).toEqual(mercer.fit(noisy(mercer.onColumns([1], linear())), X, y).noise);
  });

  it("that are none of the table's are refused, with the nearest that is one", () => {
    const wrong = onTable({
      recipe: { target: "y", columns: { ...columns, site: "ignore" } },
      estimator: kernelRidge({ kernel: onColumns(["C"], rbf()) }),
    });
    expect(caught(() => tables.fit(wrong, ROWS))).toMatchObject({
      code: "argument",
      column: "C",
      message: expect.stringContaining('did you mean "c"?'),
    });
    const ignored = { ...wrong, estimator: kernelRidge({ kernel: onColumns(["site"], rbf()) }) };
    expect(caught(() => tables.fit(ignored, ROWS))).toMatchObject({
      column: "site",
      message: expect.stringContaining("it is left out (given)"),
    });
  });

  it("mean nothing to a matrix: each verb of points refuses them, also a name that arrays have", () => {
    for (const name of ["x", "length"]) {
      const named = onColumns([name], rbf({ gamma: 1 }));
      for (const verb of [
        () => mercer.gram(named, X),
        () => mercer.evaluate(named, [1, 2], [3, 4]),
        () => mercer.fit(kernelRidge({ kernel: named }), X, y),
        () => mercer.featureMatrix(onColumns([name], linear()), X),
      ]) {
        expect(caught(verb)).toMatchObject({ code: "kernel", message: expect.stringContaining("a matrix has no names") });
      }
    }
    expect(mercer.isPsd(onColumns(["c"], mercer.periodic({ period: 1, lengthScale: 1 })))).toBe("unknown");
    expect(caught(() => mercer.onColumns(["x" as unknown as 0], rbf()))).toMatchObject({ code: "argument" });
  });
});

describe("missing values", () => {
  const holes = ROWS.map((row, i) => ({ ...row, x: i % 9 === 4 ? null : row.x, c: i % 12 === 7 ? null : row.c }));
  const dropping = onTable({ recipe: { target: "y", columns, missing: "drop" }, estimator: ridge.estimator });
  const kept = holes.flatMap((row, i) => (row.x === null || row.c === null ? [] : [i]));

  it("leave rows out of a fit, of scores and of folds, and are told where a prediction is asked for", () => {
    const whole = kept.map((i) => ROWS[i] as object);
    const model = tables.fit(dropping, holes, { sampleWeight: w });
    expect(untimed(model.model)).toEqual(untimed(tables.fit(dropping, whole, { sampleWeight: "w" }).model));
    expect(tables.score(model, holes)).toBe(tables.score(model, whole));
    expect(tables.permutationImportance(model, holes)).toEqual(tables.permutationImportance(model, whole));
    expect(Array.from(tables.leaveOneOut(dropping, holes).rows)).toEqual(kept);
    const found = tables.crossValidate(dropping, holes, { groups: "site", folds: 3, sampleWeight: "w" });
    const same = tables.crossValidate(dropping, whole, { groups: "site", folds: 3, sampleWeight: "w" });
    expect(Array.from(found.rows)).toEqual(kept);
    expect(kept.map((i) => found.foldOfRow[i])).toEqual(Array.from(same.foldOfRow));
    expect(found.foldOfRow.filter((fold) => fold < 0)).toHaveLength(36 - kept.length);
    expect(found.predictions).toEqual(same.predictions);
    expect(caught(() => tables.predict(model, holes))).toMatchObject({ code: "argument", row: 4, column: "x" });
  });

  it("are filled by what each fold learns of the rows that it is fitted to", () => {
    const filling = onTable({ recipe: { target: "y", columns: { x: { missing: "mean" }, z: "numeric" } }, estimator: ridge.estimator });
    const { predictions, foldOfRow, route } = tables.crossValidate(filling, holes, { folds: 3 });
    expect(route).toBe("refits");
    for (let fold = 0; fold < 3; fold++) {
      const test = holes.filter((_, i) => foldOfRow[i] === fold);
      const model = tables.fit(
        filling,
        holes.filter((_, i) => foldOfRow[i] !== fold),
      );
      expect(Array.from(tables.predict(model, test))).toEqual(Array.from(predictions).filter((_, i) => foldOfRow[i] === fold));
    }
  });
});

describe("a category that is in one fold alone", () => {
  const rows = ROWS.map((row, i) => ({ ...row, c: i === 5 ? "rare" : row.c }));

  it("is an error that names row and column, or has a code of its own", () => {
    expect(caught(() => tables.crossValidate(ridge, rows))).toMatchObject({ code: "argument", row: 5, column: "c", value: "rare" });
    const open = onTable({
      recipe: { target: "y", columns: { ...columns, c: { kind: "category", unseen: "code" } } },
      estimator: ridge.estimator,
    });
    const { predictions, foldOfRow } = tables.crossValidate(open, rows);
    const model = tables.fit(
      open,
      rows.filter((_, i) => foldOfRow[i] !== foldOfRow[5]),
    );
    expect(tables.predict(model, [rows[5] as object])[0]).toBe(predictions[5]);
  });
});

describe("errors", () => {
  it("of the verbs of points have the row and the column of the table", () => {
    const chi = onTable({
      recipe: { target: "y", columns: ["x", "z"], missing: "drop" },
      estimator: kernelRidge({ kernel: mercer.chi2() }),
    });
    const rows = ROWS.map((row, i) => ({ ...row, x: i === 2 ? null : row.x, z: i === 9 ? -1 : row.z }));
    const error = caught(() => tables.fit(chi, rows)) as mercer.MercerError;
    expect(error).toMatchObject({ row: 9, column: "z" });
    expect(error.message).toContain('(in the table: row 9, "z")');
  });

  it.each<[string, () => unknown, object]>([
    [
      "an estimator of points",
      () => tables.fit(ridge.estimator as never, ROWS),
      { code: "argument", argument: "estimator", message: expect.stringContaining("onTable") },
    ],
    ["no estimator", () => tables.fit(5 as never, ROWS), { code: "argument", argument: "estimator" }],
    ["an estimator of a table within one", () => onTable({ recipe: { target: "y" }, estimator: ridge }), { code: "argument" }],
    [
      "a recipe without a target",
      () => onTable({ recipe: recipe({ columns: ["x"] }), estimator: ridge.estimator }),
      { code: "argument", argument: "recipe" },
    ],
    [
      "labels for numbers",
      () => tables.fit(onTable({ recipe: { target: "label", columns }, estimator: ridge.estimator }), ROWS),
      { code: "argument", column: "label" },
    ],
    ["a model of points", () => tables.predict(mercer.fit(ridge.estimator, X, y) as never, NEW), { code: "argument", argument: "model" }],
    [
      "a missing column",
      () => tables.predict(tables.fit(ridge, ROWS), [{ x: 1, z: 2 }]),
      { code: "argument", column: "c", argument: "rows" },
    ],
    ["weights of another number", () => tables.fit(ridge, ROWS, { sampleWeight: [1, 2] }), { code: "shape", argument: "sampleWeight" }],
    [
      "weights by a column that is not there",
      () => tables.fit(ridge, ROWS, { sampleWeight: "weight" }),
      { code: "argument", column: "weight" },
    ],
    ["groups that are none", () => tables.crossValidate(ridge, ROWS, { groups: 5 as never }), { code: "argument", argument: "groups" }],
    ["an unknown option", () => tables.crossValidate(ridge, ROWS, { fold: 5 } as never), { code: "argument", argument: "fold" }],
    ["no candidates", () => tables.compare({}, ROWS), { code: "argument", argument: "candidates" }],
    [
      "a bad row of newRows",
      () => tables.predictInterval(ridge, ROWS, [{ x: 1, z: "?", c: "a" }]),
      { code: "argument", argument: "newRows", row: 0, column: "z" },
    ],
  ])("%s", (_, verb, error) => {
    expect(caught(verb)).toMatchObject(error);
  });
});

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/tables/${name}`, import.meta.url), "utf8");

describe("from rows to a file, in at most eight lines:", () => {
  const { fit, fromJSON, predict, score, toJSON, crossValidate, permutationImportance, predictInterval } = tables;

  it("cars", () => {
    const cars: object[] = JSON.parse(fixture("cars.json"));
    const { train, test } = tables.trainTestSplit(cars);
    const made = recipe({
      target: { name: "Miles_per_Gallon", missing: "drop" },
      missing: "median",
      units: { Miles_per_Gallon: "mile/gallon", Weight_in_lbs: "lb" },
    });
    const mileage = onTable({ recipe: made, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1, standardize: true }) });
    const model = fit(mileage, train);
    expect(score(model, test)).toBeGreaterThan(0.84);
    const { lower, upper } = predictInterval(mileage, train, test, { coverage: 0.9 });
    const file = JSON.stringify(toJSON(model));

    const known = test.map((car) => (car as { Miles_per_Gallon: number | null }).Miles_per_Gallon);
    const inside = known.filter((value, i) => value !== null && value >= (lower[i] as number) && value <= (upper[i] as number)).length;
    expect(Math.abs(inside / known.filter((value) => value !== null).length - 0.9)).toBeLessThan(0.08);
    expect(predict(fromJSON(JSON.parse(file)) as typeof model, test.slice(0, 5))).toEqual(predict(model, test.slice(0, 5)));
    expect(model.recipe.ignored).toEqual([{ name: "Name", reason: "its texts differ from row to row: they are names" }]);
    expect(model.recipe.features).toEqual([
      ...["Cylinders", "Displacement", "Horsepower", "Weight_in_lbs", "Acceleration", "Year time"],
      ...["Origin = Europe", "Origin = Japan", "Origin = USA"],
    ]);
  });

  it("penguins", () => {
    const penguins: object[] = JSON.parse(fixture("penguins.json"));
    const made = recipe({ target: "Species", columns: { Island: "ignore" }, others: "auto", missing: "drop", missingValues: ["."] });
    const estimator = kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: "logistic", standardize: true });
    const { scores, rows } = crossValidate(onTable({ recipe: made, estimator }), penguins);
    const model = fit(onTable({ recipe: made, estimator }), penguins);
    const file = JSON.stringify(toJSON(model));

    expect(rows).toHaveLength(333);
    for (const share of scores) expect(share).toBeGreaterThan(0.96);
    const again = fromJSON(JSON.parse(file)) as typeof model;
    expect(tables.classify(again, penguins.slice(0, 3))).toEqual(["Adelie", "Adelie", "Adelie"]);
    // the row without measurements is left out of a fit, and has no class
    expect(caught(() => tables.classify(again, penguins))).toMatchObject({ code: "argument", row: 3, column: "Beak Length (mm)" });
  });

  it("the weather of Seattle, from the text of CSV", () => {
    const weather = csvParse(fixture("seattle-weather.csv")).slice(0, 931);
    const columns = { date: { kind: "date", cyclic: ["dayOfYear"] }, temp_min: "numeric", weather: "category" } as const;
    const estimator = kernelRidge({ kernel: rbf(), standardize: true, intercept: true });
    const [warmth, past, then] = [
      onTable({ recipe: { target: "temp_max", columns }, estimator }),
      weather.slice(0, 731),
      weather.slice(731),
    ];
    const model = fit(warmth, past);
    const { lower, upper } = predictInterval(warmth, past, then, { coverage: 0.9 });
    const { columns: names, importances } = permutationImportance(model, then, { repeats: 2 });
    const file = JSON.stringify(toJSON(model));

    expect(score(model, then)).toBeGreaterThan(0.8);
    const truth = then.map((day) => Number((day as { temp_max: string }).temp_max));
    const share = mercer.coverage(truth, lower, upper);
    expect(share > 0.82 && share < 0.96).toBe(true);
    expect(names[importances.indexOf(Math.max(...importances))]).toBe("temp_min");
    expect(toJSON(fromJSON(JSON.parse(file)))).toEqual(JSON.parse(file));
  });
});

/** As d3.csvParse: text for every value, and the names of the columns. */
function csvParse(text: string): object[] {
  const [header, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const rows = lines.map((cells) => Object.fromEntries((header as string[]).map((name, k) => [name, cells[k]])));
  return Object.assign(rows, { columns: header });
}
