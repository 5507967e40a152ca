/**
 * What is wrong with data, and where: `code` is "row" for a value, "file" for a file that cannot be read or is another than planned, "source" for a description that does not fit.
 * `file`, `group` (a row group, a record batch, a stretch of a CSV file) and `row` (of the file, from 0) say where, as far as it is known.
 */
export class DataError extends Error {
  constructor(code, message, where = {}, cause = undefined) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "DataError";
    this.code = code;
    Object.assign(this, where);
  }
}

/** @returns a DataError that names its place */
export function rowError(reason, { file, group, row, column }) {
  return new DataError("row", `${file}, row group ${group}, row ${row}, column ${column}: ${reason}`, { file, group, row, column });
}
