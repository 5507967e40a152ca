import { describeValue, mercerError } from "../errors";
import { readList } from "../input";
import { booleanOf, isDate, isDateText, isDecimal } from "./values";

/** A kind that was inferred, or none, and the rule. */
export interface InferredKind {
  readonly kind: "numeric" | "category" | "boolean" | "date" | "ignore";
  readonly reason: string;
}

/** A text of which there are more kinds than this, and in more than half of the rows another, is a name and no category. */
const FEW = 20;

/** A whole number with a leading zero is a code. */
const LEADING_ZERO = /^[+-]?0\d/;

/**
 * The kind of a column by its values, those that are missing aside; the first that holds for all of them:
 *
 *     boolean    true, false
 *     numeric    numbers, BigInts, decimal text without leading zeros
 *     date       Dates, text as 2026-03-09, 2026/03/09 or 2026-03-09T12:30:00Z
 *     boolean    text "true" or "false"
 *     category   any other text
 *
 * Left out: a column without a value, and one of text that names its rows, since it has more than 20 different ones and more than half as many as rows. The order of the rows does not matter.
 *
 * @throws "argument" for values of two types, and for others than these
 * @example inferKind(["1.5", "2"], "area").kind // "numeric"
 */
export function inferKind(values: readonly unknown[], name: string): InferredKind {
  const given = readList(values, "values", "a list");
  const first: unknown = given[0];
  if (given.length === 0) return { kind: "ignore", reason: "it has no value" };
  const at = given.findIndex((value) => typeOf(value) !== typeOf(first) || typeOf(value) === "other");
  if (at >= 0) throw mixed(name, first, given[at]);
  switch (typeOf(first)) {
    case "boolean":
      return { kind: "boolean", reason: "every value is true or false" };
    case "number":
      return { kind: "numeric", reason: "every value is a number" };
    case "date":
      return { kind: "date", reason: "every value is a date" };
    default:
      return ofTexts(given as readonly string[]);
  }
}

function ofTexts(texts: readonly string[]): InferredKind {
  if (texts.every((text) => isDecimal(text) && !LEADING_ZERO.test(text.trim())))
    return { kind: "numeric", reason: "every text is a number" };
  if (texts.every(isDateText)) return { kind: "date", reason: "every text is a date" };
  if (texts.every((text) => booleanOf(text) !== undefined && !isDecimal(text))) {
    return { kind: "boolean", reason: "every text is true or false" };
  }
  const different = new Set(texts).size;
  if (different > FEW && 2 * different > texts.length)
    return { kind: "ignore", reason: "its texts differ from row to row: they are names" };
  return { kind: "category", reason: "it has text" };
}

function typeOf(value: unknown): "boolean" | "number" | "date" | "text" | "other" {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number" || typeof value === "bigint") return "number";
  if (isDate(value)) return "date";
  return typeof value === "string" ? "text" : "other";
}

function mixed(name: string, first: unknown, other: unknown): Error {
  const shown = typeOf(first) === "other" ? describeValue(first) : `${describeValue(first)} and ${describeValue(other)}`;
  const message = `column ${typeof name === "string" ? JSON.stringify(name) : describeValue(name)} has ${shown}, so that its kind cannot be inferred; name its kind in the recipe, "ignore" to leave it out`;
  return mercerError("argument", message, { argument: "rows", column: name, value: other });
}
