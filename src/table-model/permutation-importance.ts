import { readNumber, readOptions } from "../input";
import type { PermutationImportance, PermutationOptions } from "../metrics/permutation-importance";
import { importancesOf } from "../metrics/permutation-importance";
import type { RegressionModel } from "../models/model";
import { score } from "../models/score";
import { WATCHING, watch } from "../progress";
import { shuffle } from "../random/shuffle";
import { uniform } from "../random/uniform";
import { encodeRows } from "../recipe/apply-recipe";
import type { Table, TableLike } from "../table/table";
import { inTable } from "./place";
import { prepareKnown, requireTableModel } from "./prepare";
import type { TableModel } from "./types";

/** What each column of a table is worth to a model: element i of every list, and row i of the losses, is that of `columns[i]`. */
export interface TableImportance extends PermutationImportance {
  /** The columns of the table that the model uses; all codes of a category are one, and so are all parts of a date. */
  readonly columns: readonly string[];
}

/**
 * How much `score` falls when a column of the table is shuffled, before it is encoded: as `permutationImportance` of mercer, with a category as a whole and interactions along with their columns.
 *
 * @throws as `score`; "aborted" by `options.signal`
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * const importance = permutationImportance(fit(mileage, rows), rows, { repeats: 5, seed: 1 });
 */
export function permutationImportance(given: TableModel, rows: TableLike, options: PermutationOptions = {}): TableImportance {
  const { repeats = 5, seed = 0, ...watching } = readOptions(options, "permutationImportance", { ...WATCHING, repeats: true, seed: true });
  const progress = watch(watching);
  const count = readNumber(repeats, "repeats", { minimum: 1, integer: true });
  const next = uniform(readNumber(seed, "seed", { minimum: 0, integer: true }));
  const { recipe, model } = requireTableModel(given);
  const { X, y, table, rows: kept } = prepareKnown({ kind: "tableModel", recipe, model }, rows);
  const scoreOf = (points: typeof X): number => score(model as RegressionModel, points, y as Float64Array);
  const columns = recipe.columns.map(({ name }) => name);
  const whole = inTable({ recipe, rows: kept }, () => scoreOf(X));
  const losses = Float64Array.from({ length: columns.length * count }, (_, at) => {
    progress.tell({ phase: "permutations", done: at, total: columns.length * count });
    const shuffled = withShuffled(table, columns[Math.floor(at / count)] as string, kept, next);
    return inTable({ recipe, rows: kept }, () => whole - scoreOf(encodeRows(recipe, shuffled, kept)));
  });
  return { columns, score: whole, ...importancesOf({ rows: columns.length, cols: count, data: losses }) };
}

/** The table with the values of a column in another order among these rows. */
function withShuffled(table: Table, name: string, rows: Int32Array, next: () => number): Table {
  const values = [...table.column(name)];
  const order = shuffle(
    Array.from(rows, (row) => values[row]),
    next,
  );
  rows.forEach((row, at) => {
    values[row] = order[at];
  });
  return { ...table, column: (other) => (other === name ? values : table.column(other)) };
}
