import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";

/**
 * The compiler of the core of a copy of the tree: resolves to the files that are new, or to null where it refuses the sources.
 *
 * It optimises little, which takes a third of the time and changes no bit of a result. The core for relaxed SIMD stays as it was built.
 */
export const compiler = (root, tree) => {
  mkdirSync(join(tree, "scripts"), { recursive: true });
  for (const name of ["embed-wasm.mjs", "core-parts.mjs"]) cpSync(join(root, "scripts", name), join(tree, "scripts", name));
  const options = ["--target", "release", "--optimizeLevel", "1", "--baseDir", tree];
  return async (path) => {
    const silent = { write: () => {} };
    const { error } = await asc.main(["assembly/index.ts", ...options], { stdout: silent, stderr: silent });
    if (error) return null;
    const { status } = spawnSync(process.execPath, [join(tree, "scripts/embed-wasm.mjs")]);
    if (status !== 0) return null;
    return [path, ...["core-text.js", "core-parts.js", "build-id.js"].map((name) => join(tree, "build", name))];
  };
};
