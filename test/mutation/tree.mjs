import { cpSync, mkdtempSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const copied = ["src", "test", "assembly", "build", "docs", "asconfig.json", "package.json", "tsconfig.json"];

/** A copy of the repository in a temporary folder, where files may be changed. The caller removes it. */
export const copyTree = (root) => {
  const tree = realpathSync(mkdtempSync(join(tmpdir(), "mercer-mutation-")));
  for (const name of copied) {
    cpSync(join(root, name), join(tree, name), { recursive: true, filter: (path) => !path.includes("node_modules") });
  }
  symlinkSync(realpathSync(join(root, "node_modules")), join(tree, "node_modules"));
  return tree;
};
