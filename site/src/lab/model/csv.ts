/** Columns of numbers under their names. */
export interface NumberTable {
  readonly names: readonly string[];
  /** One array per name. */
  readonly columns: readonly (readonly number[])[];
  /** Rows left out because a cell is no number. */
  readonly skipped: number;
}

/**
 * A table of comma, semicolon or tab separated values. Without a line of names the columns are called by their numbers.
 *
 * @throws Error that says what is missing
 */
export function readCsv(text: string): NumberTable {
  const lines = text
    .trim()
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const [head] = lines;
  if (head === undefined || lines.length < 2) throw new Error("The table needs at least two lines.");
  const separator = [",", ";", "\t"].reduce((best, one) => (head.split(one).length > head.split(best).length ? one : best));
  const cells = lines.map((line) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
  const first = cells[0] as string[];
  const hasNames = first.some((cell) => cell !== "" && !Number.isFinite(Number(cell)));
  const names = first.map((cell, at) => (hasNames && cell !== "" ? cell : `column ${at + 1}`));
  const rows = (hasNames ? cells.slice(1) : cells).map((row) => names.map((_, at) => numberOf(row[at])));
  const usable = names.map((_, at) => rows.filter((row) => Number.isFinite(row[at])).length > rows.length / 2);
  const kept = rows.filter((row) => row.every((value, at) => !usable[at] || Number.isFinite(value)));
  const used = names.flatMap((_, at) => (usable[at] ? [at] : []));
  if (used.length < 2) throw new Error("The table needs at least two columns of numbers.");
  return {
    names: used.map((at) => names[at] as string),
    columns: used.map((at) => kept.map((row) => row[at] as number)),
    skipped: rows.length - kept.length,
  };
}

function numberOf(cell: string | undefined): number {
  return cell === undefined || cell === "" ? Number.NaN : Number(cell);
}
