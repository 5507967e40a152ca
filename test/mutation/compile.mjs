import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";

const silent = { write: () => {} };

/**
 * Compiles the core of a copy of the tree. Resolves to the places that the compiler complains of, { file, at }[]: none where the core is compiled.
 *
 * It optimises little, which takes a third of the time and changes no bit of a result. The core for relaxed SIMD stays as it was built.
 */
export const compileCore = async (root, tree) => {
  mkdirSync(join(tree, "scripts"), { recursive: true });
  for (const name of ["embed-wasm.mjs", "core-parts.mjs"]) cpSync(join(root, "scripts", name), join(tree, "scripts", name));
  const complaints = [];
  const reportDiagnostic = ({ category, range }) => {
    // 3: an error
    if (category === 3) complaints.push({ file: range?.source.normalizedPath ?? "", at: range?.start ?? 0 });
  };
  const options = ["--target", "release", "--optimizeLevel", "1", "--baseDir", tree];
  const { error } = await asc.main(["assembly/index.ts", ...options], { stdout: silent, stderr: silent, reportDiagnostic });
  if (error) return complaints.length > 0 ? complaints : [{ file: "", at: 0 }];
  const { status, stderr } = spawnSync(process.execPath, [join(tree, "scripts/embed-wasm.mjs")]);
  if (status !== 0) throw new Error(`the core is compiled, but not embedded: ${stderr}`);
  return [];
};
