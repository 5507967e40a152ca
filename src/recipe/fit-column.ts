import { mercerError } from "../errors";
import { meanOf } from "../matrix/vectors";
import { booleanAt, type Cells, numberAt, presentRows, textAt } from "./cells";
import { type ColumnKind, type ColumnSpec, type MissingRule, RULES } from "./column-spec";
import type { FittedColumn } from "./fitted";
import { isDecimal } from "./values";

/** A column whose kind is known, and why it is of that kind. */
export interface Chosen {
  readonly spec: Exclude<ColumnSpec, { readonly kind: "auto" | "ignore" }>;
  readonly reason: string;
}

/** What holds for all columns of a recipe. */
export interface Common {
  readonly missing: MissingRule;
  readonly missingValues: readonly string[];
  readonly timeZone: string;
}

/** The rule of a column: its own, or that of the recipe where it has a meaning for this kind. */
export function ruleOf({ kind, missing }: { readonly kind: ColumnKind; readonly missing?: MissingRule }, common: Common): MissingRule {
  return missing ?? (RULES[kind].includes(common.missing) ? common.missing : "error");
}

/**
 * What a column has to know of the rows that are fitted to. Their order does not matter.
 *
 * @throws "argument" where nothing can be known, every value being missing; for a value that is not of its kind
 */
export function fitColumn({ spec, reason }: Chosen, cells: Cells, rows: Int32Array, common: Common): FittedColumn {
  const { name } = spec;
  const missing = ruleOf(spec, common);
  const present = presentRows(cells, rows, common.missingValues);
  if (present.length === 0 && missing !== "error" && missing !== "drop") {
    throw mercerError("argument", `column ${JSON.stringify(name)} of ${cells.of} has no value; leave it out: kind "ignore"`, {
      argument: cells.of,
      column: name,
    });
  }
  const base = { name, missing, reason };
  switch (spec.kind) {
    case "numeric":
    case "boolean": {
      const at = spec.kind === "numeric" ? numberAt : booleanAt;
      const values = Float64Array.from(present, (row) => at(cells, row)).sort();
      return { ...base, kind: spec.kind, fill: fillOf(values, missing) };
    }
    case "category": {
      const { codes, unseen, order } = spec;
      const seen = new Set(Array.from(present, (row) => textAt(cells, row)));
      return { ...base, kind: spec.kind, codes, unseen, categories: order ?? inOrder([...seen]) };
    }
    case "date": {
      const { parts, cyclic, timeZone = common.timeZone } = spec;
      return { ...base, kind: spec.kind, parts, cyclic, timeZone };
    }
    default:
      return spec satisfies never;
  }
}

/** Of values in ascending order, so that the sum does not depend on that of the rows. */
function fillOf(values: Float64Array, rule: MissingRule): number | null {
  const n = values.length;
  switch (rule) {
    case "error":
    case "drop":
      return null;
    case "mean":
    case "code":
      return meanOf(values);
    case "median": {
      const [below, above] = [values[(n - 1) >> 1] as number, values[n >> 1] as number];
      return below === above ? below : below + (above - below) / 2;
    }
    default:
      return rule satisfies never;
  }
}

/** Numbers by size, other texts by code unit. */
function inOrder(categories: readonly string[]): readonly string[] {
  const byText = [...categories].sort((a, b) => (a < b ? -1 : 1));
  return categories.every(isDecimal) ? byText.sort((a, b) => Number(a) - Number(b)) : byText;
}
