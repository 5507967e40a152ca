import { uniform } from "./numbers.mjs";

const { data } = uniform(60, 3, 41);
const colours = ["red", "green", "blue"];

/** Numbers, a category, a date and a boolean, with holes in the first two. */
const rows = Array.from({ length: 60 }, (_, i) => {
  const [x, z, noise] = data.subarray(3 * i, 3 * i + 3);
  const c = (i * i) % 3;
  return {
    x: i % 8 === 5 ? null : 40 * x,
    colour: i % 11 === 7 ? null : colours[c],
    date: new Date(86_400_000 * (3 * i + 0.3 * z)),
    flag: z > 0,
    site: `site ${i % 7}`,
    y: x + c + 0.1 * noise,
    class: x + c > 1.1 ? "high" : "low",
  };
});
const others = rows.slice(0, 7).map(({ y, class: _, ...row }) => row);

const columns = {
  x: { kind: "numeric", missing: "code" },
  colour: { kind: "category", missing: "code", unseen: "code" },
  date: { kind: "date", parts: ["time", "dayOfWeek", "timeOfDay"], cyclic: ["month", "dayOfYear"], timeZone: "+05:30" },
  flag: "boolean",
};
const recipeOf = (m, target) => m.tables.recipe({ target, columns, interactions: [["x", "flag"]] });
const kernelOf = (m) =>
  m.add(
    m.scale(2, m.tables.onColumns(["x", "flag"], m.rbf({ gamma: 1e-3 }))),
    m.tables.onColumns(["colour", "sin date month"], m.linear()),
    m.constant(0.5),
  );
const ridge = (m) => m.tables.onTable({ recipe: recipeOf(m, "y"), estimator: m.kernelRidge({ kernel: kernelOf(m), lambda: 0.1 }) });
const process = (m) => m.tables.onTable({ recipe: recipeOf(m, "y"), estimator: m.gaussianProcess({ kernel: kernelOf(m), noise: 0.1 }) });
const classifier = (m) =>
  m.tables.onTable({ recipe: recipeOf(m, "class"), estimator: m.kernelClassifier({ kernel: kernelOf(m), lambda: 0.1, loss: "logistic" }) });

/** Without words. */
const numbers = ({ warnings, reason, ...rest }) => rest;

export const tableJobs = {
  "tables, points": (m) => m.tables.applyRecipe(m.tables.fitRecipe(recipeOf(m, "y"), rows), rows),
  "tables, predictions": (m) => {
    const model = m.tables.fromJSON(m.tables.toJSON(m.tables.fit(ridge(m), rows)));
    return [m.tables.predict(model, others), m.tables.predictor(model)(others[2]), m.tables.score(model, rows)];
  },
  "tables, a process": (m) => {
    const model = m.tables.fit(process(m), rows);
    return [
      m.tables.predictDistribution(model, others),
      m.tables.predictInterval(model, others),
      m.tables.predictInterval(ridge(m), rows, others),
    ];
  },
  "tables, a classifier": (m) => {
    const model = m.tables.fit(classifier(m), rows);
    return [m.tables.decision(model, others), m.tables.classify(model, others), m.tables.probabilities(model, others)];
  },
  "tables, held out": (m) => [
    numbers(m.tables.leaveOneOut(ridge(m), rows)),
    numbers(m.tables.crossValidate(ridge(m), rows, { groups: "site", folds: 4 })),
    m.tables.compare({ ridge: ridge(m), process: process(m) }, rows, { order: "date", folds: 3 }),
  ],
  "tables, tuned": (m) => {
    const { warnings, estimator, ...found } = m.tables.tune(process(m), rows, { starts: 1, iterations: 10 });
    return found;
  },
  "tables, served": (m) => {
    const file = m.tables.toJSON(m.tables.fromBytes(m.tables.toBytes(m.tables.fit(ridge(m), rows))));
    const { recipe, model } = m.serving.fromTableJSON(file);
    return m.serving.predict(model, m.serving.applyRecipe(recipe, others).X);
  },
  "tables, one call": (m) => {
    const { model, scores, candidates, code } = m.tables.auto(rows, {
      target: "y",
      seconds: 1e6,
      recipe: { columns: { x: { kind: "numeric", missing: "mean" }, flag: "boolean" } },
    });
    return [m.tables.predict(model, others), scores, candidates, code];
  },
  "tables, importance": (m) => m.tables.permutationImportance(m.tables.fit(ridge(m), rows), rows, { repeats: 2 }),
  "tables, parts": (m) => m.tables.trainTestSplit(rows, { seed: 3 }).rows,
};
