import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";

/**
 * The compiler of the core of a copy of the tree: resolves to the files that are new, or to null where it refuses the sources.
 *
 * The core for relaxed SIMD stays as it was built.
 */
export const compiler = (root, tree) => {
  const config = JSON.parse(readFileSync(join(tree, "asconfig.json"), "utf8"));
  // The text of the core takes as long to write as the core.
  delete config.targets.release.textFile;
  writeFileSync(join(tree, "asconfig.json"), JSON.stringify(config));
  mkdirSync(join(tree, "scripts"), { recursive: true });
  cpSync(join(root, "scripts/embed-wasm.mjs"), join(tree, "scripts/embed-wasm.mjs"));
  return async (path) => {
    const silent = { write: () => {} };
    const { error } = await asc.main(["assembly/index.ts", "--target", "release", "--baseDir", tree], { stdout: silent, stderr: silent });
    if (error) return null;
    const { status, stderr } = spawnSync(process.execPath, [join(tree, "scripts/embed-wasm.mjs")], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return [path, ...["core-text.js", "build-id.js"].map((name) => join(tree, "build", name))];
  };
};
