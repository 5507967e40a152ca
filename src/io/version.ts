import { fault, type Part, shown } from "./fields";

/** The name of the format, in JSON and in bytes alike. */
export const FORMAT = "mercer-model";

/** At index v − 1 what makes a tree of version v + 1 of one of version v. A change of the fields is a version, and appends one. */
export type Migration = (model: unknown) => unknown;
const MIGRATIONS: readonly Migration[] = [];

export const VERSION = 1;

/** The tree of whichever version as one of this version. @throws "format" for a version that there is not, or not yet */
export function migrated(model: Part, version: Part, migrations = MIGRATIONS): Part {
  const { value: written, path } = version;
  const latest = migrations.length + 1;
  if (!Number.isInteger(written) || (written as number) < 1 || (written as number) > latest) {
    const newer =
      typeof written === "number" && written > latest ? ": the file was written by a newer mercer, update this one to read it" : "";
    throw fault(path, `must be ${latest === 1 ? "1" : `1 to ${latest}`}; it is ${shown(written)}${newer}`);
  }
  return { ...model, value: migrations.slice((written as number) - 1).reduce((tree, migrate) => migrate(tree), model.value) };
}
