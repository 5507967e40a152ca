import { cellsOf } from "../recipe/cells";
import type { ColumnOptions, MissingRule } from "../recipe/column-spec";
import { inferKind } from "../recipe/infer-kind";
import { isMissing } from "../recipe/missing";
import type { RecipeOptions, TargetOptions } from "../recipe/recipe";
import type { Table } from "../table/table";

/** A recipe that was chosen, and why, a sentence for each choice. */
export interface ChosenRecipe {
  readonly options: RecipeOptions & { readonly target: TargetOptions };
  readonly choices: readonly string[];
}

/** Texts that stand for a missing value where they occur. */
const WORDS = ["", "NA", "N/A", "null"] as const;

/** What stands for a missing value, by the kind of its column. */
const RULES = { numeric: "median", category: "code", boolean: "code", date: "drop" } as const satisfies Record<string, MissingRule>;

const MEANINGS: Readonly<Record<MissingRule, string>> = {
  error: "an error",
  drop: "their rows are left out",
  mean: "the mean stands for them",
  median: "the median stands for them",
  code: "they are told apart by a code of their own",
};

/** A recipe for all columns but the target, each by the kind of its values, with a rule for missing values where there are some. */
export function chooseRecipe(table: Table, target: TargetOptions): ChosenRecipe {
  const others = table.names.filter((name) => name !== target.name);
  const words = WORDS.filter((word) => table.names.some((name) => table.column(name).includes(word)));
  const found = others.map((name) => chooseColumn(table, name, words));
  const holes = cellsOf(table, target.name, "rows").values.filter((value) => isMissing(value, words)).length;
  return {
    options: {
      target: { ...target, missing: "drop" },
      columns: found.map(({ column }) => column),
      ...(words.length > 0 ? { missingValues: words } : {}),
    },
    choices: [
      ...(words.length > 0 ? [`the texts ${words.map((word) => JSON.stringify(word)).join(", ")} are missing values`] : []),
      ...found.map(({ choice }) => choice),
      ...(holes > 0
        ? [`${holes} ${holes === 1 ? "row has" : "rows have"} no ${target.name}, and ${holes === 1 ? "is" : "are"} left out`]
        : []),
    ],
  };
}

function chooseColumn(table: Table, name: string, words: readonly string[]): { readonly column: ColumnOptions; readonly choice: string } {
  const { values } = cellsOf(table, name, "rows");
  const present = values.filter((value) => !isMissing(value, words));
  const { kind, reason } = inferKind(present, name);
  if (kind === "ignore") return { column: { name, kind }, choice: `${name} is left out: ${reason}` };
  const holes = values.length - present.length;
  const column: ColumnOptions = { name, kind, ...(holes > 0 ? { missing: RULES[kind] } : {}) };
  const missing = holes > 0 ? `; ${holes} ${holes === 1 ? "is" : "are"} missing: ${MEANINGS[RULES[kind]]}` : "";
  switch (kind) {
    case "numeric":
    case "boolean":
      return { column, choice: `${name} is ${kind}: ${reason}${missing}` };
    case "category":
      return { column: { ...column, unseen: "code" }, choice: `${name} is a category, one feature for each: ${reason}${missing}` };
    case "date":
      return {
        column: { ...column, parts: ["time"], cyclic: ["dayOfYear"] },
        choice: `${name} is a date, which becomes days since 1970 and the turn of the year: ${reason}${missing}`,
      };
    default:
      return kind satisfies never;
  }
}
