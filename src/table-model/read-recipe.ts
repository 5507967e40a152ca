import { isMercerError } from "../errors";
import {
  type Fields,
  fault,
  fieldOf,
  listOf,
  namesOf,
  nullable,
  oneOf,
  type Part,
  readFinite,
  readFlag,
  readObject,
  readText,
  recordOf,
} from "../io/fields";
import { RECIPE_RULES, RULES } from "../recipe/column-spec";
import { CYCLIC_PARTS, DATE_PARTS } from "../recipe/date-parts";
import { featuresIn, featuresOf } from "../recipe/features";
import type {
  FittedBoolean,
  FittedCategory,
  FittedColumn,
  FittedDate,
  FittedNumeric,
  FittedRecipe,
  FittedTarget,
  IgnoredColumn,
} from "../recipe/fitted";
import { requireZone } from "../recipe/zone";
import { requireNames } from "../table/names";

// Made where they are asked for: a page that reads no table does not carry them
const named = () => ({ name: readText, missing: oneOf(...RECIPE_RULES), reason: readText });
const numericFields = (): Fields<FittedNumeric> => ({ kind: oneOf("numeric"), ...named(), fill: nullable(readFinite) });
const booleanFields = (): Fields<FittedBoolean> => ({ kind: oneOf("boolean"), ...named(), fill: nullable(readFinite) });
const categoryFields = (): Fields<FittedCategory> => ({
  kind: oneOf("category"),
  ...named(),
  codes: oneOf("one-hot", "ordinal"),
  unseen: oneOf("error", "code"),
  categories: listOf(readText),
});
const dateFields = (): Fields<FittedDate> => ({
  kind: oneOf("date"),
  ...named(),
  parts: listOf(oneOf(...DATE_PARTS)),
  cyclic: listOf(oneOf(...CYCLIC_PARTS)),
  timeZone: readZone,
});
const targetFields = (): Fields<FittedTarget> => ({
  names: listOf(readText),
  isVector: readFlag,
  kind: oneOf("numeric", "label"),
  missing: listOf(oneOf("error", "drop")),
});
const ignoredFields = (): Fields<IgnoredColumn> => ({ name: readText, reason: readText });
const recipeFields = (): Fields<FittedRecipe> => ({
  kind: oneOf("fittedRecipe"),
  target: nullable(readTarget),
  columns: listOf(readColumn),
  ignored: listOf(recordOf(ignoredFields())),
  interactions: listOf(listOf(readText)),
  missingValues: listOf(readText),
  units: readUnits,
  strict: readFlag,
  features: listOf(readText),
});

/** A fitted recipe whose parts fit together: its features are those that its columns give. @throws "format" with the path of the first fault */
export function readRecipe(part: Part): FittedRecipe {
  const recipe = recordOf(recipeFields())(part);
  const { columns, ignored, target, features } = recipe;
  if (columns.length === 0) throw fault(`${part.path}.columns`, "is empty; at least one column is needed");
  const names = [...columns, ...ignored].map(({ name }) => name).concat(target?.names ?? []);
  checked(`${part.path}.columns`, () => requireNames(names, "the recipe"));
  const count = countOf(recipe, part.path);
  if (features.length !== count) throw fault(`${part.path}.features`, `has ${features.length} names, the columns give ${count} features`);
  const given = checked(`${part.path}.columns`, () => featuresIn(recipe));
  const wrong = given.findIndex(({ name }, k) => name !== features[k]);
  if (wrong >= 0) throw fault(`${part.path}.features[${wrong}]`, `must be ${JSON.stringify(given[wrong]?.name)}`);
  return recipe;
}

/** How many features there are, before one of them is named. */
function countOf({ columns, interactions }: FittedRecipe, path: string): number {
  const counts = new Map(columns.map((column) => [column.name, featuresOf(column).length]));
  const products = interactions.map((names, i) => {
    const at = `${path}.interactions[${i}]`;
    if (names.length < 2) throw fault(at, "must have two columns or more");
    const stranger = names.findIndex((name) => !counts.has(name));
    if (stranger >= 0) throw fault(`${at}[${stranger}]`, "must be the name of a column of the recipe");
    return names.reduce((product, name) => product * (counts.get(name) as number), 1);
  });
  return [...counts.values(), ...products].reduce((sum, count) => sum + count, 0);
}

function readColumn(part: Part): FittedColumn {
  const column = columnOf(part);
  const { kind, missing } = column;
  if (!RULES[kind].includes(missing)) throw fault(`${part.path}.missing`, `must be one of ${RULES[kind].join(", ")} for a ${kind} column`);
  if ("fill" in column && (column.fill === null) !== (missing === "error" || missing === "drop")) {
    throw fault(`${part.path}.fill`, `must be ${column.fill === null ? "a number" : "null"} where missing is ${missing}`);
  }
  if (column.kind === "category") requireDifferent(column.categories, `${part.path}.categories`);
  if (column.kind === "date") {
    requireDifferent(column.parts, `${part.path}.parts`);
    requireDifferent(column.cyclic, `${part.path}.cyclic`);
  }
  return column;
}

function columnOf(part: Part): FittedColumn {
  const kind = oneOf("numeric", "category", "boolean", "date")(fieldOf(readObject(part), "kind"));
  switch (kind) {
    case "numeric":
      return recordOf(numericFields())(part);
    case "category":
      return recordOf(categoryFields())(part);
    case "boolean":
      return recordOf(booleanFields())(part);
    case "date":
      return recordOf(dateFields())(part);
    default:
      return kind satisfies never;
  }
}

function requireDifferent(texts: readonly string[], path: string): void {
  if (new Set(texts).size !== texts.length) throw fault(path, "has the same text twice");
}

function readTarget(part: Part): FittedTarget {
  const target = recordOf(targetFields())(part);
  const { names, missing, isVector, kind } = target;
  const isOne = names.length === 1;
  if (names.length === 0 || (isVector && !isOne)) throw fault(`${part.path}.names`, `must have ${isVector ? "one name" : "a name"}`);
  if (missing.length !== names.length)
    throw fault(`${part.path}.missing`, `has ${missing.length} rules, there are ${names.length} targets`);
  if (kind === "label" && !isOne) throw fault(`${part.path}.kind`, "must be numeric for several targets");
  return target;
}

function readUnits(part: Part): Readonly<Record<string, string>> {
  const object = readObject(part);
  return Object.fromEntries(namesOf(object).map((name) => [name, readText(fieldOf(object, name))]));
}

function readZone(part: Part): string {
  const zone = readText(part);
  return checked(part.path, () => requireZone(zone));
}

/** @throws "format" with the path instead of any other error of this library */
function checked<T>(path: string, body: () => T): T {
  try {
    return body();
  } catch (cause) {
    throw isMercerError(cause) ? fault(path, cause.message) : cause;
  }
}
