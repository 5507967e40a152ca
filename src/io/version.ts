import { fault, type Part, readPositive } from "./fields";

/** The name of the format, in JSON and in bytes alike. */
export const FORMAT = "mercer-model";

/** The name of the format of a model with the recipe of its table. */
export const TABLE_FORMAT = "mercer-table";

/** At index v − 1 what makes a tree of version v + 1 of one of version v. A change of the fields is a version, and appends one. */
type Migration = (model: unknown) => unknown;
const MIGRATIONS: readonly Migration[] = [];

export const VERSION = 1;

/** The tree of whichever version as one of this version. @throws "format" for a version that there is not, or not yet */
export function migrated(model: Part, given: Part, migrations = MIGRATIONS): Part {
  const { value: written, path } = given;
  const latest = migrations.length + 1;
  if (typeof written === "number" && written > latest)
    throw fault(path, `is ${written}: written by a newer mercer, update this one to read it`);
  const version = readPositive(given);
  return { ...model, value: migrations.slice(version - 1).reduce((tree, migrate) => migrate(tree), model.value) };
}
