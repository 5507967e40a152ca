import { type ErrorDetails, isMercerError, mercerError } from "../errors";
import type { FittedRecipe } from "../recipe/fitted";

/** The table behind some points: the names of their features, and which of its rows they are. */
export interface Origin {
  readonly recipe: FittedRecipe;
  readonly rows: Int32Array;
  /** Rows of another table, where the points of a verb are of two: Z. */
  readonly newRows?: Int32Array;
}

/** An error about points, with the row and the column of the table that it is about; any other as it is. */
export function placed(error: unknown, origin: Origin): unknown {
  if (!isMercerError(error)) return error;
  const { code, ...details } = error as unknown as Readonly<Record<string, unknown>> & { readonly code: keyof ErrorDetails };
  const rows = rowsOf(details.argument, origin);
  const row = rows?.[details.row as number];
  const column = rows && details.argument !== "y" ? origin.recipe.features[details.column as number] : undefined;
  const duplicates = Array.isArray(details.duplicates) && rows ? details.duplicates.map((at: number) => rows[at]) : undefined;
  const where = [
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(column === undefined ? [] : [JSON.stringify(column)]),
    ...(duplicates ? [`rows ${duplicates.join(" and ")}`] : []),
  ];
  if (where.length === 0) return error;
  const found = {
    ...(row === undefined ? {} : { row }),
    ...(column === undefined ? {} : { column }),
    ...(duplicates ? { duplicates } : {}),
  };
  return mercerError(code, `${error.message} (in the table: ${where.join(", ")})`, { ...details, ...found } as ErrorDetails[typeof code]);
}

/** The rows that an argument of a verb of points was made of; undefined for any other argument, and where it is not known which. */
function rowsOf(argument: unknown, { rows, newRows }: Origin): Int32Array | undefined {
  switch (argument) {
    case "X":
    case "y":
    case "sampleWeight":
      return rows;
    case "Z":
      return newRows ?? rows;
    case undefined:
      return newRows ? undefined : rows;
    default:
      return undefined;
  }
}

/** What a verb of points returns, or its error with its place in the table. */
export function inTable<T>(origin: Origin, verb: () => T): T {
  try {
    return verb();
  } catch (error) {
    throw placed(error, origin);
  }
}
