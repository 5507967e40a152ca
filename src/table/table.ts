/** Named columns of as many values each, read once. */
export interface Table {
  readonly rows: number;
  /** In the order in which an object has them: whole numbers first, ascending; then as they were first met. */
  readonly names: readonly string[];
  /** The values of a column, whatever they are; undefined where a row has none. The table has the column. */
  column(name: string): readonly unknown[];
}

/** A vector of a table: an array, a typed array, or a column that is read by `get`, as Apache Arrow's. */
export type ColumnLike = ArrayLike<unknown> | { readonly length: number; get(index: number): unknown };

/** An Apache Arrow table, as far as it is read. */
export interface ArrowTableLike {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type: unknown }[] };
  getChildAt(index: number): { readonly length: number; get(index: number): unknown } | null;
}

/** An Arquero table, as far as it is read: in its order, and without the rows that it filters out. */
export interface ArqueroTableLike {
  numRows(): number;
  columnNames(): readonly string[];
  array(name: string): ArrayLike<unknown>;
}

/** A Danfo data frame, as far as it is read. */
export interface DanfoFrameLike {
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
  readonly shape: readonly number[];
  column(name: string): unknown;
}

/** Every form in which a table is accepted: an array of objects (d3's CSV among them), an object of columns, Apache Arrow, Arquero, Danfo. */
export type TableLike = readonly object[] | { readonly [name: string]: ColumnLike } | ArrowTableLike | ArqueroTableLike | DanfoFrameLike;
