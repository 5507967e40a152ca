import { type OptionNames, readNumber, readOptions } from "../input";
import { BLOCK_ROWS } from "../solvers/nystrom/sums";

/** Rows [from, to) of the data. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

const OPTIONS: OptionNames<{ parts: number }> = { parts: true };

/**
 * So many rows as ranges that can be added to a statistic each by itself, by whichever worker: they begin at multiples of 4096 and are as equal as that allows, no more of them than blocks.
 *
 * @throws "argument" for numbers that are not whole, or below 1
 * @example rowRanges(10000, { parts: 2 }).map(({ from }) => from) // [0, 8192]
 */
export function rowRanges(rows: number, options: { parts: number }): readonly RowRange[] {
  const n = readNumber(rows, "rows", { minimum: 1, integer: true });
  const { parts } = readOptions(options, "rowRanges", OPTIONS);
  const blocks = Math.ceil(n / BLOCK_ROWS);
  const count = Math.min(readNumber(parts, "parts", { minimum: 1, integer: true }), blocks);
  const start = (part: number): number => Math.min(n, Math.ceil((blocks * part) / count) * BLOCK_ROWS);
  return Array.from({ length: count }, (_, part) => ({ from: start(part), to: start(part + 1) }));
}
