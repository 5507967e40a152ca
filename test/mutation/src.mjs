import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isExcluded, sourceFiles } from "./files.mjs";
import { switched } from "./switches.mjs";

/** The rooms whose tests are judged: what a model is, and how it is found. */
const rooms = ["kernels", "models", "estimators", "solvers"];

export const sourcesOf = (root) => rooms.flatMap((room) => sourceFiles(root, `src/${room}`));

/** Tests of rooms that import none of these, and one of what is built of them. */
const elsewhere = /^test\/((assembly|core|dense|linalg|matrix|wasm)\/|table-model\/in-pool\.)/;

/** Whether a test file judges the sources. */
export const isJudge = (path) => !isExcluded(path) && !elsewhere.test(path);

/** How likely a test file is to find a mutant of a file: by its name, and by its room. */
export const nearness = (test, file) => {
  if (basename(test).startsWith(`${basename(file, ".ts")}.`)) return 3;
  return test.startsWith(`test/${file.split("/")[1]}/`) ? 2 : 0;
};

/** Puts all mutants behind switches into a copy of the tree; resolves to them. */
export const build = async (_root, tree, mutants) => {
  for (const file of new Set(mutants.map((mutant) => mutant.file))) {
    const path = join(tree, file);
    const own = mutants.filter((mutant) => mutant.file === file);
    writeFileSync(
      path,
      switched(readFileSync(path, "utf8"), own, ({ id }) => `mercerMutantIs(${id})`),
    );
  }
  return mutants;
};
