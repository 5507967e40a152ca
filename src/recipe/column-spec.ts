import { type OptionNames, readChoice, readOptions } from "../input";
import { requireNames } from "../table/names";
import { CYCLIC_PARTS, type CyclicPart, DATE_PARTS, type DatePart } from "./date-parts";
import { readTexts } from "./texts";
import { requireZone } from "./zone";

/**
 * What becomes of a missing value.
 *
 *     error    it is an error, which names column and row
 *     drop     its row is left out of a fit; a prediction for such a row is an error
 *     mean     of a number: the mean of the rows that were fitted to
 *     median   of a number: their median
 *     code     it is told: a category of its own; of numbers and booleans a further feature, 1 where the value is missing, beside the mean of the others
 */
export type MissingRule = "error" | "drop" | "mean" | "median" | "code";

export const RECIPE_RULES: readonly MissingRule[] = ["error", "drop", "mean", "median", "code"];

/** The rules that each kind of column has a meaning for. */
export const RULES: { readonly [K in ColumnKind]: readonly MissingRule[] } = {
  numeric: RECIPE_RULES,
  category: ["error", "drop", "code"],
  boolean: ["error", "drop", "code"],
  date: ["error", "drop"],
};

/** How a column is encoded. */
export type ColumnKind = "numeric" | "category" | "boolean" | "date";

interface Named<K extends string> {
  readonly name: string;
  readonly kind: K;
  /** The recipe's rule unless given. */
  readonly missing?: MissingRule;
}

/** A number, also as decimal text: itself. */
export type NumericSpec = Named<"numeric">;

/** One of a few texts, numbers or booleans. */
export interface CategorySpec extends Named<"category"> {
  /** "one-hot": a feature for each category, 1 where it is the row's; "ordinal": one feature, 0, 1, 2 … in their order. */
  readonly codes: "one-hot" | "ordinal";
  /** The categories in their order; those of the rows that are fitted to, ascending, unless given. */
  readonly order?: readonly string[];
  /** Of a category that was not among those fitted to: an error, or a code of its own, a further feature or the number after the last. */
  readonly unseen: "error" | "code";
}

/** true or false, 1 or 0, also as text: 1 or 0. */
export type BooleanSpec = Named<"boolean">;

/** A point in time: a Date, milliseconds since 1970, or text as 2026-03-09, 2026/03/09 or 2026-03-09T12:30:00Z. */
export interface DateSpec extends Named<"date"> {
  /** A feature for each. */
  readonly parts: readonly DatePart[];
  /** Two features for each, sine and cosine of its turn: the end of a cycle is beside its beginning. */
  readonly cyclic: readonly CyclicPart[];
  /** The recipe's unless given. */
  readonly timeZone?: string;
}

export type ColumnSpec =
  | NumericSpec
  | CategorySpec
  | BooleanSpec
  | DateSpec
  | { readonly name: string; readonly kind: "auto"; readonly missing?: MissingRule }
  | { readonly name: string; readonly kind: "ignore" };

/** A column of a recipe: its name, and what is said of it. Options of other kinds than its own are refused. */
export interface ColumnOptions {
  /** As the table has it. */
  name: string;
  /** "auto" unless given: the kind that the values have; "ignore" leaves the column out. */
  kind?: ColumnSpec["kind"];
  /** What becomes of a missing value; the recipe's rule unless given. */
  missing?: MissingRule;
  /** Of a category. "one-hot", unless given: a feature for each; "ordinal": one feature, 0, 1, 2 … in their order. */
  codes?: CategorySpec["codes"];
  /** The categories in their order; those of the rows that are fitted to, ascending, unless given. */
  order?: readonly string[];
  /** Of a category that was not among those fitted to: "error", unless given, or "code", a code of its own. */
  unseen?: CategorySpec["unseen"];
  /** Of a date: a feature for each part; ["time"] unless parts or cyclic ones are given. */
  parts?: readonly DatePart[];
  /** Of a date: sine and cosine of each part's turn, so that the end of a cycle is beside its beginning; none unless given. */
  cyclic?: readonly CyclicPart[];
  /** Of a date; the recipe's unless given. */
  timeZone?: string;
}

const NAMED = { name: true, kind: true, missing: true } as const;
const CATEGORY: OptionNames<CategorySpec> = { ...NAMED, codes: true, order: true, unseen: true };
const DATE: OptionNames<DateSpec> = { ...NAMED, parts: true, cyclic: true, timeZone: true };
const KINDS = ["auto", "numeric", "category", "boolean", "date", "ignore"] as const;

/** @throws "argument" for an unknown kind, and for options that its kind does not have */
export function readColumnSpec(given: string | ColumnOptions): ColumnSpec {
  const options = typeof given === "string" ? { name: given } : given;
  const name = requireNames([Object(options).name], "columns")[0] as string;
  const of = `column ${JSON.stringify(name)}`;
  const kind = readChoice(options.kind ?? "auto", `kind of ${of}`, KINDS);
  const rule = (rules: readonly MissingRule[]): { readonly missing?: MissingRule } =>
    options.missing === undefined ? {} : { missing: readChoice(options.missing, `missing of ${of}`, rules) };
  switch (kind) {
    case "auto":
      readOptions<object>(options, of, NAMED as OptionNames<object>);
      return { name, kind, ...rule(RECIPE_RULES) };
    case "ignore":
      readOptions<object>(options, of, { name: true, kind: true } as OptionNames<object>);
      return { name, kind };
    case "numeric":
    case "boolean":
      readOptions<object>(options, of, NAMED as OptionNames<object>);
      return { name, kind, ...rule(RULES[kind]) };
    case "category": {
      const { codes = "one-hot", order, unseen = "error" } = readOptions(options, of, CATEGORY as OptionNames<ColumnOptions>);
      return {
        name,
        kind,
        ...rule(RULES.category),
        codes: readChoice(codes, `codes of ${of}`, ["one-hot", "ordinal"]),
        ...(order === undefined ? {} : { order: readTexts(order, `order of ${of}`) }),
        unseen: readChoice(unseen, `unseen of ${of}`, ["error", "code"]),
      };
    }
    case "date": {
      const {
        cyclic = [],
        parts = cyclic.length > 0 ? [] : ["time"],
        timeZone,
      } = readOptions(options, of, DATE as OptionNames<ColumnOptions>);
      return {
        name,
        kind,
        ...rule(RULES.date),
        parts: readTexts(parts, `parts of ${of}`).map((part) => readChoice(part as DatePart, `a part of ${of}`, DATE_PARTS)),
        cyclic: readTexts(cyclic, `cyclic of ${of}`).map((part) => readChoice(part as CyclicPart, `a cyclic part of ${of}`, CYCLIC_PARTS)),
        ...(timeZone === undefined ? {} : { timeZone: requireZone(timeZone) }),
      };
    }
    default:
      return kind satisfies never;
  }
}
