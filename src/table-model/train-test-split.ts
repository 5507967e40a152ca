import type { Split } from "../selection/splits/split";
import { trainTestSplit as splitRows, type TrainTestOptions } from "../selection/splits/train-test-split";
import { readTable } from "../table/read-table";
import type { TableLike } from "../table/table";

/** Two parts of a table: of an array of objects arrays of the same objects, of any other table objects of its columns. */
export interface TableSplit<P> {
  readonly train: P;
  readonly test: P;
  /** Which rows of the table these are. */
  readonly rows: Split;
}

/** Columns by name. */
type Columns = Readonly<Record<string, readonly unknown[]>>;

/**
 * One split of the rows of a table, shuffled: the nearest whole number to n · testShare of them to test, at least one on either side.
 *
 * @throws "argument" for a share that is not between 0 and 1, and for fewer than two rows
 * @example
 * const { train, test } = trainTestSplit(rows, { testShare: 0.2, seed: 7 });
 */
export function trainTestSplit<R extends object>(rows: readonly R[], options?: TrainTestOptions): TableSplit<R[]>;
export function trainTestSplit(rows: TableLike, options?: TrainTestOptions): TableSplit<Columns>;
export function trainTestSplit(rows: TableLike, options?: TrainTestOptions): TableSplit<object[] | Columns> {
  const table = readTable(rows);
  const split = splitRows(table.rows, options);
  const part = (some: Int32Array): object[] | Columns => {
    if (Array.isArray(rows)) return Array.from(some, (row) => rows[row] as object);
    const columns = table.names.map((name) => [name, table.column(name)] as const);
    return Object.fromEntries(columns.map(([name, values]) => [name, Array.from(some, (row) => values[row])]));
  };
  return { train: part(split.train), test: part(split.test), rows: split };
}
