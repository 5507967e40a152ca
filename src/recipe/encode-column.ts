import { booleanAt, type Cells, clockAt, kindError, missingError, numberAt, remedyFor, textAt } from "./cells";
import { partOf, turnOf } from "./date-parts";
import { featuresOf } from "./features";
import type { FittedCategory, FittedColumn } from "./fitted";
import { isMissing } from "./missing";

/**
 * The features of a column at some rows, one array for each.
 *
 * @throws "argument" with row and column for a value that is not of its kind, a missing one without a rule, and a category that was not seen
 */
export function encodeColumn(column: FittedColumn, cells: Cells, rows: Int32Array, words: readonly string[]): readonly Float64Array[] {
  const features = featuresOf(column).map(() => new Float64Array(rows.length));
  rows.forEach((row, i) => {
    const isHole = isMissing(cells.values[row], words);
    if (isHole && (column.missing === "error" || column.missing === "drop")) throw missingError(cells, row, remedyFor(column));
    encodeCell(column, cells, { row, isHole }, (feature, value) => {
      (features[feature] as Float64Array)[i] = value;
    });
  });
  return features;
}

interface Place {
  readonly row: number;
  readonly isHole: boolean;
}

function encodeCell(column: FittedColumn, cells: Cells, { row, isHole }: Place, set: (feature: number, value: number) => void): void {
  switch (column.kind) {
    case "numeric":
    case "boolean":
      if (isHole) set(0, column.fill as number);
      else set(0, column.kind === "numeric" ? numberAt(cells, row) : booleanAt(cells, row));
      if (isHole && column.missing === "code") set(1, 1);
      return;
    case "category": {
      const code = isHole ? codeOfMissing(column) : codeOf(column, cells, row);
      if (column.codes === "ordinal") set(0, code);
      else set(code, 1);
      return;
    }
    case "date": {
      const clock = clockAt(cells, row, column.timeZone);
      column.parts.forEach((part, at) => {
        set(at, partOf(clock, part));
      });
      column.cyclic.forEach((part, at) => {
        const [sine, cosine] = turnOf(clock, part);
        set(column.parts.length + 2 * at, sine);
        set(column.parts.length + 2 * at + 1, cosine);
      });
      return;
    }
    default:
      column satisfies never;
  }
}

/** The feature of a missing value comes after those of the categories; its number, of ordinal codes, is before them. */
function codeOfMissing({ codes, categories }: FittedCategory): number {
  return codes === "ordinal" ? -1 : categories.length;
}

function codeOf(column: FittedCategory, cells: Cells, row: number): number {
  const { categories, unseen, codes, missing } = column;
  const at = categories.indexOf(textAt(cells, row));
  if (at >= 0) return at;
  if (unseen === "code") return categories.length + (codes === "one-hot" && missing === "code" ? 1 : 0);
  const listed = categories.length > 8 ? `${categories.slice(0, 8).join(", ")}, …` : categories.join(", ");
  throw kindError(cells, row, `the categories are ${listed}; let the recipe have a code for others, unseen: "code", or leave the row out`);
}
