import { Draw } from "../draw";
import { estimator } from "../estimators";
import { Scene } from "../scene";
import { callTerm, numberTerm, type Term } from "../term";
import type { Makers } from "./makers";

const COLOURS = ["red", "green", "blue"];

/** Rows with a number, a category, a truth value, a date as text and two targets; with holes at times. */
function rows(s: Scene, count = s.n + 2): Term[] {
  const values = s.values(count);
  const holes = s.draw.chance(0.15);
  return s.draw.list(count, (i) => ({
    x: holes && i === 1 ? null : numberTerm(values[i] as number),
    colour: COLOURS[i % 3] as string,
    flag: i % 2 === 0,
    date: `2024-0${1 + (i % 9)}-1${i % 9}`,
    y: s.draw.normal(),
    class: i % 2 === 0 ? "high" : "low",
  }));
}

function table(s: Scene, count?: number): Term {
  const made = rows(s, count);
  if (s.draw.chance(0.7)) return made;
  const names = Object.keys(made[0] as Record<string, Term>);
  return Object.fromEntries(names.map((name) => [name, made.map((row) => (row as Record<string, Term>)[name] as Term)]));
}

function recipeOptions(s: Scene, target: string): Term {
  return {
    target,
    columns: s.draw.pick<Term>([
      ["x"],
      ["x", "colour"],
      { x: "numeric", flag: "boolean" },
      { x: { kind: "numeric", missing: "mean" }, colour: { kind: "category", codes: "ordinal", order: COLOURS } },
      { x: { kind: "numeric", missing: "drop" } },
      { x: { kind: "numeric", missing: "code" }, date: { kind: "date", parts: ["time"], cyclic: ["month"] } },
    ]),
    others: "ignore",
    ...s.draw.some<Term>(0.15, { interactions: () => [["x", "flag"]], strict: () => true, units: () => ({ x: "kg" }) }),
  };
}

const recipeOf = (s: Scene, target: string): Term => callTerm("table.recipe", recipeOptions(s, target));

function onTable(s: Scene, names: readonly string[]): Term {
  const name = s.draw.pick(names);
  const target = name === "kernelClassifier" ? "class" : "y";
  const of = s.draw.chance(0.3) ? estimator(s, name) : callTerm(`mercer.${name}`, usual(s, name));
  return callTerm("table.onTable", { recipe: recipeOf(s, target), estimator: of });
}

function usual(s: Scene, name: string): Term {
  const kernel = s.draw.chance(0.7)
    ? callTerm("mercer.rbf", { gamma: s.size() })
    : callTerm("table.onColumns", ["x"], callTerm("mercer.rbf", { gamma: 0.5 }));
  switch (name) {
    case "leastSquares":
      return { intercept: true };
    case "gaussianProcess":
      return { kernel, noise: 0.1 };
    case "nystrom":
      return { kernel, landmarks: 3 };
    default:
      return { kernel, lambda: 0.5 };
  }
}

const REGRESSORS = ["kernelRidge", "gaussianProcess", "leastSquares", "nystrom"];
const ALL = [...REGRESSORS, "kernelClassifier"];

/** One of some models of tables, and a table that it was not fitted to. */
function asked(s: Scene, names: readonly string[]): [Term, Term] {
  const own = new Scene(new Draw(5_000_000 + s.draw.integer(0, 99)), true);
  return [callTerm("table.fit", onTable(own, names), rows(own, own.n + 2)), table(s)];
}

export const tables: Makers = {
  recipe: (s) => [recipeOptions(s, "y")],
  fitRecipe: (s) => [recipeOf(s, s.draw.pick(["y", "class"])), table(s)],
  applyRecipe: (s) => {
    const own = new Scene(new Draw(6_000_000 + s.draw.integer(0, 99)), true);
    return [callTerm("table.fitRecipe", recipeOf(own, "y"), rows(own)), table(s)];
  },
  inferKind: (s) => [s.draw.list(s.n, (i) => s.draw.pick<Term>([1, "2", "red", true, null, `2024-01-0${1 + (i % 9)}`])), "x"],
  onTable: (s) => [{ recipe: recipeOf(s, "y"), estimator: estimator(s, s.draw.pick(ALL)) }],
  onColumns: (s) => [["x", ...(s.draw.chance(0.5) ? ["colour"] : [])], callTerm("mercer.rbf", { gamma: s.size() })],
  fit: (s) => [onTable(s, ALL), table(s), s.draw.some<Term>(0.1, { sampleWeight: () => s.draw.pick<Term>([2, "x"]) })],
  predict: (s) => asked(s, REGRESSORS),
  predictor: (s) => [asked(s, ALL)[0]],
  predictDistribution: (s) => asked(s, ["gaussianProcess"]),
  classify: (s) => asked(s, ["kernelClassifier"]),
  decision: (s) => asked(s, ["kernelClassifier"]),
  probabilities: (s) => asked(s, ["kernelClassifier"]),
  score: (s) => asked(s, ALL),
  toJSON: (s) => [asked(s, ALL)[0]],
  fromJSON: (s) => [callTerm("table.toJSON", asked(s, ALL)[0])],
  toBytes: (s) => [asked(s, ALL)[0]],
  fromBytes: (s) => [callTerm("table.toBytes", asked(s, ALL)[0])],
  trainTestSplit: (s) => [table(s), s.draw.some<Term>(0.5, { testShare: () => s.draw.uniform(), seed: () => s.seed() })],
  permutationImportance: (s) => [...asked(s, ALL), { repeats: s.draw.integer(1, 2) }],
  leaveOneOut: (s) => [onTable(s, ["kernelRidge", "gaussianProcess", "nystrom"]), table(s)],
  crossValidate: (s) => [
    onTable(s, ALL),
    table(s),
    s.draw.some<Term>(0.2, { folds: () => 2, groups: () => "colour", order: () => "x", seed: () => s.seed() }),
  ],
  compare: (s) => [
    { one: onTable(s, ["kernelRidge"]), other: onTable(s, ["leastSquares"]) },
    table(s),
    s.draw.some<Term>(0.3, { folds: () => 2 }),
  ],
  tune: (s) => [onTable(s, ["kernelRidge", "gaussianProcess"]), table(s), { starts: 1, iterations: s.draw.integer(1, 3) }],
  predictInterval: (s) =>
    s.draw.chance(0.5) ? asked(s, ["gaussianProcess"]) : [onTable(s, ["kernelRidge", "gaussianProcess"]), table(s), table(s)],
  // its verbs are promises of a pool's
  inPool: (s) => [s.draw.pick<Term>([{}, { fit: 1 }, null])],
  auto: (s) => [rows(s, 12), { target: s.draw.pick(["y", "class"]), seconds: 1e9, recipe: { columns: ["x"], others: "ignore" } }],
};

export { asked as askedTable };
