import { describeValue, mercerError, readingError } from "../errors";
import { type OptionNames, readChoice, readOptions, readRecord } from "../input";
import type { Matrix, Targets } from "../matrix";
import { requireNames, requireNoPrototype } from "../table/names";
import { type ColumnOptions, type ColumnSpec, type MissingRule, RECIPE_RULES, readColumnSpec } from "./column-spec";
import { readTexts } from "./texts";
import { requireZone } from "./zone";

/** What is predicted: a column, and how it is read. */
export interface TargetSpec {
  readonly name: string;
  /** "numeric": numbers, also as decimal text; "label": the classes of a classifier, as they are; "auto": "numeric" where every value is a number. */
  readonly kind: "auto" | "numeric" | "label";
  /** Of a row without a target: an error, or left out of a fit. */
  readonly missing: "error" | "drop";
}

/** What is predicted: the name of a column, and what is said of it. */
export interface TargetOptions {
  /** As the table has it. */
  name: string;
  /** "auto" unless given: "numeric" where every value is a number, else "label", the classes of a classifier. */
  kind?: TargetSpec["kind"];
  /** Of a row without a target: an error, or left out of a fit. */
  missing?: TargetSpec["missing"];
}

/** A recipe as plain data, before it has seen a table; made by `recipe`. T tells whether there is one target or several. */
export interface Recipe<T extends Targets = Targets> {
  readonly kind: "recipe";
  /** One, or several as the columns of a matrix; null for a recipe of features alone. */
  readonly target: (T extends Float64Array ? TargetSpec : readonly TargetSpec[]) | null;
  /** In the order of the features. */
  readonly columns: readonly ColumnSpec[];
  /** What becomes of a table's other columns. */
  readonly others: "auto" | "ignore";
  readonly missing: MissingRule;
  /** Texts that stand for a missing value. */
  readonly missingValues: readonly string[];
  readonly interactions: readonly (readonly string[])[];
  readonly units: Readonly<Record<string, string>>;
  /** Of dates, unless a column has its own. */
  readonly timeZone: string;
  /** Whether a column that the recipe does not know is an error. */
  readonly strict: boolean;
}

export interface RecipeOptions {
  /** The column to predict, or a list of them for a matrix of targets. */
  target?: string | TargetOptions | readonly (string | TargetOptions)[] | null;
  /**
   * "all" but the target, unless given; or a list of columns, in the order of the features; or an object of them with their kinds. A column that is only named is of the kind that its values
   * have: `inferKind` tells by which rule.
   */
  columns?: "all" | readonly (string | ColumnOptions)[] | Readonly<Record<string, ColumnSpec["kind"] | Omit<ColumnOptions, "name">>>;
  /** Of columns that are not listed: "auto" takes them by the kind of their values, "ignore" leaves them out. "auto" where columns is "all", else "ignore". */
  others?: "auto" | "ignore";
  /** Of missing values, null, undefined and NaN: "error" unless given. A column's own rule goes before it; it holds for the columns that it has a meaning for. */
  missing?: MissingRule;
  /** Texts that stand for a missing value, as "" and "NA"; none unless given. */
  missingValues?: readonly string[];
  /** Lists of columns whose features are multiplied with one another, as further features. */
  interactions?: readonly (readonly string[])[];
  /** Units of columns, which are kept with the model. */
  units?: Readonly<Record<string, string>>;
  /** "UTC" unless given; an offset as "+02:00"; or a name as "Europe/Berlin", by the host's table of time zones. */
  timeZone?: string;
  /** Whether a table with further columns is refused; false unless given. */
  strict?: boolean;
}

const OPTIONS: OptionNames<RecipeOptions> = {
  target: true,
  columns: true,
  others: true,
  missing: true,
  missingValues: true,
  interactions: true,
  units: true,
  timeZone: true,
  strict: true,
};

/**
 * How the rows of a table become points: which columns, how each is encoded, and what becomes of missing values. Plain data; nothing is learnt before `fitRecipe`.
 *
 * Features are in the order of `columns`, the others after them in the order of the table. Without columns their kinds are inferred, and told by the fitted recipe.
 *
 * @throws "argument" for a rule that is none, or not of this kind of column, and for a column that is listed twice
 * @example
 * const prices = recipe({ target: "price", columns: { area: "numeric", district: "category" }, missing: "median", units: { area: "m²" } });
 */
export function recipe(options: RecipeOptions & { target: string | TargetOptions }): Recipe<Float64Array>;
export function recipe(options: RecipeOptions & { target: readonly (string | TargetOptions)[] }): Recipe<Matrix>;
export function recipe(options?: RecipeOptions | Recipe): Recipe;
export function recipe(options: RecipeOptions | Recipe = {}): Recipe {
  const given = readOptions(options as RecipeOptions, "recipe", OPTIONS);
  try {
    const columns = readColumns(given.columns ?? "all");
    const target = readTarget(given.target ?? null);
    requireApart(columns, target);
    return {
      kind: "recipe",
      target: target as Recipe["target"],
      columns,
      others: readChoice(given.others ?? ((given.columns ?? "all") === "all" ? "auto" : "ignore"), "others", ["auto", "ignore"]),
      missing: readChoice(given.missing ?? "error", "missing", RECIPE_RULES),
      missingValues: readTexts(given.missingValues ?? [], "missingValues"),
      interactions: readInteractions(given.interactions ?? []),
      units: readUnits(given.units ?? {}),
      timeZone: requireZone(given.timeZone ?? "UTC"),
      strict: readChoice(given.strict ?? false, "strict", [true, false]),
    };
  } catch (error) {
    throw readingError(error, "options of recipe");
  }
}

function readColumns(columns: NonNullable<RecipeOptions["columns"]>): readonly ColumnSpec[] {
  if (columns === "all") return [];
  if (Array.isArray(columns)) {
    const specs = Array.from(columns as readonly (string | ColumnOptions)[], (column) => readColumnSpec(column));
    requireNames(
      specs.map(({ name }) => name),
      "columns",
    );
    return specs;
  }
  if (typeof columns !== "object" || columns === null) {
    const message = `columns must be "all", a list of columns or an object of them; it is ${describeValue(columns)}`;
    throw mercerError("argument", message, { argument: "columns" });
  }
  requireNoPrototype(columns, "columns");
  const kinds = readRecord(columns as Readonly<Record<string, object>>, "columns", (spec) => spec);
  const names = requireNames(Object.keys(kinds), "columns");
  return names.map((name) => {
    const spec = kinds[name] as unknown;
    return readColumnSpec(typeof spec === "string" ? { name, kind: spec as ColumnSpec["kind"] } : { ...Object(spec), name });
  });
}

function readTarget(target: NonNullable<RecipeOptions["target"]> | null): TargetSpec | readonly TargetSpec[] | null {
  if (target === null) return null;
  if (!Array.isArray(target)) return readOneTarget(target as string | TargetOptions);
  const targets = Array.from(target as readonly (string | TargetOptions)[], readOneTarget);
  if (targets.length === 0) throw mercerError("argument", "target is empty; at least one column is needed", { argument: "target" });
  requireNames(
    targets.map(({ name }) => name),
    "target",
  );
  return targets;
}

function readOneTarget(target: string | TargetOptions): TargetSpec {
  const given = typeof target === "string" ? { name: target } : target;
  const { name, kind = "auto", missing = "error" } = readOptions<TargetOptions>(given, "target", { name: true, kind: true, missing: true });
  return {
    name: requireNames([name], "target")[0] as string,
    kind: readChoice(kind, "kind of the target", ["auto", "numeric", "label"]),
    missing: readChoice(missing, "missing of the target", ["error", "drop"]),
  };
}

/** The targets as a list. */
export function targetsOf(target: TargetSpec | readonly TargetSpec[] | null): readonly TargetSpec[] {
  if (target === null) return [];
  return "name" in target ? [target] : target;
}

/** @throws "argument" for a target that is also a feature: it would be its own prediction */
function requireApart(columns: readonly ColumnSpec[], target: TargetSpec | readonly TargetSpec[] | null): void {
  const both = targetsOf(target).find(({ name }) => columns.some((column) => column.name === name && column.kind !== "ignore"));
  if (!both) return;
  const message = `${JSON.stringify(both.name)} is the target and among the columns; a target cannot be a feature`;
  throw mercerError("argument", message, { argument: "columns", column: both.name });
}

function readInteractions(interactions: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (!Array.isArray(interactions)) {
    const message = `interactions must be a list of lists of columns; it is ${describeValue(interactions)}`;
    throw mercerError("argument", message, { argument: "interactions" });
  }
  return Array.from(interactions, (columns) => {
    const names = readTexts(columns, "an interaction");
    if (names.length > 1) return names;
    throw mercerError("argument", "an interaction must have two columns or more", { argument: "interactions" });
  });
}

function readUnits(units: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  requireNoPrototype(Object(units), "units");
  return readRecord(units, "units", (unit, name) => {
    if (typeof unit === "string") return unit;
    throw mercerError("argument", `${name} must be a string; it is ${describeValue(unit)}`, { argument: "units" });
  });
}
