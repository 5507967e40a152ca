import { mercerError } from "../errors";
import { readTable } from "../table/read-table";
import type { Table, TableLike } from "../table/table";
import { type Cells, cellsOf, missingError, presentRows, remedyFor, requireNoOthers } from "./cells";
import type { ColumnSpec } from "./column-spec";
import { featuresIn } from "./features";
import { type Chosen, fitColumn, ruleOf } from "./fit-column";
import type { FittedRecipe, IgnoredColumn } from "./fitted";
import { inferKind } from "./infer-kind";
import { isMissing } from "./missing";
import { type Recipe, type RecipeOptions, recipe as readRecipe } from "./recipe";
import { targetOf } from "./target";

/**
 * The recipe after it has seen the rows of a fit: categories, what stands for missing values, the kinds of columns that were not named, the names of the features. The order of the rows
 * does not matter, to the last bit. Rows that a rule leaves out are not learnt from.
 *
 * @throws "argument" for a column that is not there, a value that is not of the kind of its column, a missing value without a rule; "shape" where no row is left
 * @example
 * const fitted = fitRecipe(recipe({ target: "mpg" }), [{ mpg: 18, origin: "USA" }, { mpg: 27, origin: "Japan" }]);
 * fitted.features; // ["origin = Japan", "origin = USA"]
 */
export function fitRecipe(recipe: Recipe | RecipeOptions, rows: TableLike): FittedRecipe {
  return fitToRows(readRecipe(recipe), readTable(rows), null);
}

/** The same of some rows of a table; of all where null. */
export function fitToRows(recipe: Recipe, table: Table, some: Int32Array | null, of = "rows"): FittedRecipe {
  const all = some ?? Int32Array.from({ length: table.rows }, (_, row) => row);
  const target = targetOf(recipe, table, of);
  const named = recipe.columns.map(({ name }) => name).concat(target?.names ?? []);
  const others = recipe.others === "auto" ? table.names.filter((name) => !named.includes(name)) : [];
  const specs = [...recipe.columns, ...others.map((name): ColumnSpec => ({ name, kind: "auto" }))];
  const ignored: IgnoredColumn[] = [];
  const chosen: { readonly column: Chosen; readonly cells: Cells }[] = [];
  for (const spec of specs) {
    if (spec.kind === "ignore") {
      ignored.push({ name: spec.name, reason: "given" });
      continue;
    }
    const cells = cellsOf(table, spec.name, of);
    const column = spec.kind === "auto" ? inferred(spec, cells, all, recipe.missingValues) : { spec, reason: "given" };
    if ("spec" in column) chosen.push({ column, cells });
    else ignored.push(column);
  }
  const { missingValues, interactions, units, strict } = recipe;
  const dropping = chosen.filter(({ column }) => ruleOf(column.spec, recipe) === "drop").map(({ cells }) => cells);
  const kept = presentIn([...dropping, ...(target?.dropping(table) ?? [])], all, missingValues);
  if (kept.length === 0) {
    throw mercerError("shape", `${of} has no row left: in each a value is missing in a column whose rule is "drop"`, { argument: of });
  }
  const columns = chosen.map(({ column, cells }) => {
    const fitted = fitColumn(column, cells, kept, recipe);
    if (fitted.missing === "error") {
      const hole = kept.find((row) => isMissing(cells.values[row], missingValues));
      if (hole !== undefined) throw missingError(cells, hole, remedyFor(fitted));
    }
    return fitted;
  });
  if (columns.length === 0) throw mercerError("argument", `the recipe has no columns: ${whyNot(ignored)}`, { argument: "recipe" });
  const features = featuresIn({ columns, interactions }).map(({ name }) => name);
  const fitted: FittedRecipe = {
    kind: "fittedRecipe",
    target: target?.fitted ?? null,
    columns,
    ignored,
    interactions,
    missingValues,
    units,
    strict,
    features,
  };
  requireUnitsOfColumns(fitted);
  requireNoOthers(table, fitted, of);
  return fitted;
}

/** The rows in which no such column has a hole. */
export function presentIn(columns: readonly Cells[], rows: Int32Array, words: readonly string[]): Int32Array {
  return columns.reduce((kept, cells) => presentRows(cells, kept, words), rows);
}

function inferred(
  { name, missing }: ColumnSpec & { readonly kind: "auto" },
  cells: Cells,
  rows: Int32Array,
  words: readonly string[],
): Chosen | IgnoredColumn {
  const { kind, reason } = inferKind(
    Array.from(presentRows(cells, rows, words), (row) => cells.values[row]),
    name,
  );
  const spec = { name, ...(missing === undefined ? {} : { missing }) };
  switch (kind) {
    case "ignore":
      return { name, reason };
    case "numeric":
    case "boolean":
      return { spec: { ...spec, kind }, reason };
    case "category":
      return { spec: { ...spec, kind, codes: "one-hot", unseen: "error" }, reason };
    case "date":
      return { spec: { ...spec, kind, parts: ["time"], cyclic: [] }, reason };
    default:
      return kind satisfies never;
  }
}

function whyNot(ignored: readonly IgnoredColumn[]): string {
  if (ignored.length === 0) return "the table has none beside the target";
  return ignored.map(({ name, reason }) => `${JSON.stringify(name)} is left out (${reason})`).join(", ");
}

function requireUnitsOfColumns({ units, columns, ignored, target }: FittedRecipe): void {
  const known = [...columns, ...ignored].map(({ name }) => name).concat(target?.names ?? []);
  const stranger = Object.keys(units).find((name) => !known.includes(name));
  if (stranger === undefined) return;
  const message = `units has ${JSON.stringify(stranger)}, which is no column of the recipe`;
  throw mercerError("argument", message, { argument: "units", column: stranger });
}
