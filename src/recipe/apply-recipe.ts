import { mercerError, readingError } from "../errors";
import type { Matrix } from "../matrix";
import { allocate } from "../matrix/numbers";
import { readTable } from "../table/read-table";
import type { Table, TableLike } from "../table/table";
import { cellsOf, requireNoOthers } from "./cells";
import { encodeColumn } from "./encode-column";
import { combined } from "./features";
import { presentIn } from "./fit-recipe";
import type { FittedRecipe } from "./fitted";
import { droppingOf, readTargetValues, type TargetValues } from "./target";

/** A table as points. */
export interface Encoded {
  /** A row for each of `rows`, a column for each feature of the recipe. */
  readonly X: Matrix;
  /** The targets of these rows: numbers, a matrix of them, or labels; null where the recipe has none, or the table does not have them. */
  readonly y: TargetValues | null;
  /** The rows of the table that are encoded: all but those which a rule "drop" leaves out. */
  readonly rows: Int32Array;
}

/**
 * The rows of a table as points, in the way that a fitted recipe has learnt.
 *
 * @throws "argument" with row and column for a column that is not there, a value that is not of the kind of its column, a missing value without a rule, and a category that was not among
 * those fitted to; "shape" where no row is left
 * @example
 * const { X, y } = applyRecipe(fitRecipe(recipe({ target: "mpg" }), rows), rows);
 */
export function applyRecipe(fitted: FittedRecipe, rows: TableLike): Encoded {
  const table = readTable(rows);
  const recipe = requireFitted(fitted);
  const hasTargets = recipe.target?.names.every((name) => table.names.includes(name)) ?? false;
  const kept = keptRows(recipe, table, { targets: hasTargets, of: "rows" });
  const y = hasTargets ? targetsAt(recipe, table, kept) : null;
  return { X: encodeRows(recipe, table, kept), y, rows: kept };
}

/** @throws "argument" unless fitRecipe made it */
export function requireFitted(recipe: FittedRecipe): FittedRecipe {
  try {
    if (recipe?.kind === "fittedRecipe" && Array.isArray(recipe.columns)) return recipe;
  } catch (error) {
    throw readingError(error, "recipe");
  }
  throw mercerError("argument", "recipe must be made by fitRecipe", { argument: "recipe" });
}

/** The rows that no rule "drop" leaves out. */
export function keptRows(
  recipe: FittedRecipe,
  table: Table,
  { targets, of }: { readonly targets: boolean; readonly of: string },
): Int32Array {
  const dropping = recipe.columns.filter(({ missing }) => missing === "drop").map(({ name }) => cellsOf(table, name, of));
  const ofTargets = targets && recipe.target ? droppingOf(recipe.target, table, of) : [];
  const all = Int32Array.from({ length: table.rows }, (_, row) => row);
  const kept = presentIn([...dropping, ...ofTargets], all, recipe.missingValues);
  if (kept.length > 0) return kept;
  throw mercerError("shape", `${of} has no row left: in each a value is missing in a column whose rule is "drop"`, { argument: of });
}

/** @throws "argument" for a recipe without a target */
export function targetsAt(recipe: FittedRecipe, table: Table, rows: Int32Array, of = "rows"): TargetValues {
  if (recipe.target) return readTargetValues(recipe, recipe.target, table, rows, of);
  throw mercerError("argument", "the recipe has no target; name it: recipe({ target })", { argument: "recipe" });
}

/** X at some rows. */
export function encodeRows(recipe: FittedRecipe, table: Table, rows: Int32Array, of = "rows"): Matrix {
  requireNoOthers(table, recipe, of);
  const { columns, interactions, missingValues, features } = recipe;
  const encoded = new Map(
    columns.map((column) => [column.name, encodeColumn(column, cellsOf(table, column.name, of), rows, missingValues)] as const),
  );
  const own = columns.flatMap((column) => encoded.get(column.name) as readonly Float64Array[]);
  const products = interactions.flatMap((names) =>
    combined(names.map((name) => encoded.get(name) as readonly Float64Array[])).map(product),
  );
  const d = features.length;
  const data = allocate(rows.length, d, of);
  [...own, ...products].forEach((feature, k) => {
    for (let i = 0; i < rows.length; i++) data[i * d + k] = finite(feature[i] as number, recipe, k, rows[i] as number, of);
  });
  return { rows: rows.length, cols: d, data };
}

/** @throws "not-finite" for a product beyond the numbers; all else is finite */
function finite(value: number, { features }: FittedRecipe, k: number, row: number, of: string): number {
  if (Number.isFinite(value)) return value;
  const message = `${JSON.stringify(features[k])} at row ${row} of ${of} is ${value}; the product is beyond the numbers`;
  throw mercerError("not-finite", message, { argument: of, row, column: features[k], value });
}

function product(factors: readonly Float64Array[]): Float64Array {
  const [first, ...others] = factors as [Float64Array, ...Float64Array[]];
  return first.map((value, i) => others.reduce((so, factor) => so * (factor[i] as number), value));
}
