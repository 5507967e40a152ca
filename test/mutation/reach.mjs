import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { sourceFiles } from "./files.mjs";
import { VitestSession } from "./vitest-session.mjs";

const modified = (path) => statSync(path).mtimeMs;

const newest = (root) =>
  Math.max(...["src", "test"].flatMap((folder) => sourceFiles(root, folder)).map((path) => modified(join(root, path))));

const written = (folder) => readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));

const mapTests = async (tree, slowest, tell) => {
  const folder = mkdtempSync(join(tmpdir(), "mercer-reached-"));
  const session = new VitestSession(tree, { MERCER_REACHED: folder });
  const unusable = [];
  try {
    const files = await session.start();
    for (const [i, file] of files.entries()) {
      const path = relative(tree, file);
      const answer = await session.run([file], [], slowest);
      const reason =
        answer === "timeout" ? `takes more than ${slowest} s` : answer.failed.length > 0 ? "fails without a mutant" : undefined;
      if (reason !== undefined) unusable.push({ path, reason });
      tell(`${i + 1}/${files.length} ${path} ${reason ?? ""}`);
    }
    const bad = new Set(unusable.map(({ path }) => path));
    const found = written(folder).map((one) => ({ ...one, path: relative(tree, one.path) }));
    return { slowest, usable: found.filter(({ path }) => !bad.has(path)), unusable };
  } finally {
    session.stop();
    rmSync(folder, { recursive: true });
  }
};

/**
 * What each test file reaches: { usable: { path, seconds, blocks }[], unusable: { path, reason }[] }.
 *
 * A test file that fails without any mutant judges none, and neither does one that takes more than `slowest` seconds. Kept in
 * `coverage/reach.json`, and made anew after a change of `src/` or `test/`.
 */
export const readReach = async (root, tree, slowest, tell) => {
  const path = join(root, "coverage/reach.json");
  if (existsSync(path) && modified(path) > newest(root)) {
    const kept = JSON.parse(readFileSync(path, "utf8"));
    if (kept.slowest === slowest) return kept;
  }
  const reach = await mapTests(tree, slowest, tell);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(reach));
  return reach;
};
