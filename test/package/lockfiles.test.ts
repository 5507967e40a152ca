import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const packages = execFileSync("git", ["ls-files", "*package-lock.json"], { cwd: root, encoding: "utf8" }).trim().split("\n").map(dirname);

/** What `npm ci` says of package.json and its lockfile; it installs nothing. */
function dryRun(folder: string): string {
  const { status, stderr } = spawnSync("npm", ["ci", "--dry-run", "--ignore-scripts"], { cwd: folder, encoding: "utf8" });
  return status === 0 ? "installs" : stderr;
}

/** The root's package.json in a folder of its own, with a lockfile that lacks an entry. */
function withoutLocked(entry: string): string {
  const copy = mkdtempSync(join(tmpdir(), "lockfile-"));
  cpSync(join(root, "package.json"), join(copy, "package.json"));
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  delete lock.packages[entry];
  writeFileSync(join(copy, "package-lock.json"), JSON.stringify(lock));
  return copy;
}

describe.each(packages)("the package %s", (name) => {
  const folder = join(root, name);

  it("installs from its lockfile", () => {
    expect(dryRun(folder)).toBe("installs");
  });

  it("locks no address of a registry", () => {
    expect(readFileSync(join(folder, "package-lock.json"), "utf8")).not.toContain('"resolved"');
  });
});

it("a lockfile that lacks a package is told", () => {
  const copy = withoutLocked("node_modules/typescript");
  expect(dryRun(copy)).toContain("Missing: typescript");
  rmSync(copy, { recursive: true });
});
