import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/**
 * The documentation runs. Every ```js and ```ts block is a module of its own, run by node against the built package; a comment `// → text`
 * is a line that the block must print, in this order. Blocks may use the data below, as the pages that use it say.
 */
const DATA = `{
  const X = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(1.7 * i)]);
  const y = X.map(([a, b], i) => a * a + b + 0.05 * Math.cos(37 * i));
  const Y = X.map(([a, b]) => [a * b, a - b]);
  const Z = [[0.1, 0.2], [-0.5, 0.4], [0.9, -0.3]];
  Object.assign(globalThis, { X, y, Y, Z });
}`;

const root = fileURLToPath(new URL("../", import.meta.url));
const pages = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/co2/README.md", "examples/kriging/README.md"].map((page) =>
    join(root, page),
  ),
  ...markdownIn(join(root, "docs")),
];

describe.each(pages.map((page) => ({ page, name: relative(root, page) })))("$name", ({ page }) => {
  const text = readFileSync(page, "utf8");

  it.each(blocksOf(text))("runs the block at line $line", ({ code }) => {
    const source = `${DATA}\n${ts.transpile(code, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 })}`;
    const run = spawnSync(process.execPath, ["--input-type=module", "--eval", source], { cwd: root, encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
    const promised = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line);
    if (promised.length > 0) expect(run.stdout.trimEnd().split("\n")).toEqual(promised);
  });

  it("links to files that exist", () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path]) => path as string);
    const missing = links.filter((path) => !existsSync(join(dirname(page), path)));
    expect(missing).toEqual([]);
  });
});

interface CodeBlock {
  readonly line: number;
  readonly code: string;
}

function blocksOf(text: string): CodeBlock[] {
  return [...text.matchAll(/^```(?:js|ts)\n([\s\S]*?)^```$/gm)].map((match) => ({
    line: text.slice(0, match.index).split("\n").length,
    code: match[1] as string,
  }));
}

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => join(folder, name));
}
