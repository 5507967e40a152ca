import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Test files that neither judge mutants nor are asked what they cover. The hashes kill every change of a number, right or wrong, and so
 * hide what the laws and the oracles do not see; the fuzzer and the faults judge everything a little; the others build, bundle, start threads or copy the sources, and take long.
 */
export const excluded = [
  "test/architecture.test.ts",
  "test/docstrings.test.ts",
  "test/engines/**",
  "test/examples/**",
  "test/faults/**",
  "test/fuzz/**",
  "test/lapack/**",
  "test/mutation/**",
  "test/package/**",
  "test/readme.test.ts",
  "test/worker/**",
  "test/wasm/threads.test.ts",
  "test/kernels/adding-a-kernel.test.ts",
  "test/losses/adding-a-loss.test.ts",
];

export const isExcluded = (path) => excluded.some((one) => (one.endsWith("/**") ? path.startsWith(one.slice(0, -2)) : path === one));

/** The TypeScript files of a folder and the folders in it, sorted; those that npm installed left out. */
export const sourceFiles = (tree, folder) =>
  readdirSync(join(tree, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(tree.length + 1))
    .filter((path) => !path.includes("node_modules"))
    .sort();

export const testFiles = (tree) => sourceFiles(tree, "test").filter((path) => path.endsWith(".test.ts"));
