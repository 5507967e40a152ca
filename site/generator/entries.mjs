import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

/** The entries that have types, from the manifest: `index` for `mercer`. */
export function typedEntries() {
  const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  return Object.values(exports).flatMap((conditions) => /dist\/([\w-]+)\.d\.ts"/.exec(JSON.stringify(conditions))?.[1] ?? []);
}
