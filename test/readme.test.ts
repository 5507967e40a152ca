import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";

/**
 * The documentation runs. Every ```js and ```ts block is a module of its own, run by node against the built package, those of a page one after the other in
 * a process, but for those that take another core; a comment `// → text` is a line that the block must print, in this order. Blocks may use the data that docs/index.md tells; those of recipes
 * have their own.
 */
const root = fileURLToPath(new URL("../", import.meta.url));
const told = /^const X = [\s\S]*?(?=^```$)/m.exec(readFileSync(join(root, "docs/index.md"), "utf8"))?.[0] as string;
const DATA = `{ ${told} Object.assign(globalThis, { X, y, Y, Z }); }`;
const WHOLE = ["docs/recipes.md"];
const SCRIPTS = new Set(Object.keys(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts));
/** Another core can be taken before the first computation only. */
const FIRST = /"mercer\/(core|relaxed)"/;
const pages = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/co2/README.md", "examples/kriging/README.md"].map((page) =>
    join(root, page),
  ),
  ...markdownIn(join(root, "docs")),
];

it.each(["README.md", "docs/tour.md"])("%s shows the data that its examples use", (page) => {
  const text = readFileSync(join(root, page), "utf8");
  const lines = told.trim().split("\n");
  // the examples of the first page have no Y
  expect(lines.filter((line) => !text.includes(line)).map((line) => line.slice(0, 7))).toEqual(page === "README.md" ? ["const Y"] : []);
});

describe.each(pages.map((page) => ({ page, name: relative(root, page) })))("$name", ({ page }) => {
  const text = readFileSync(page, "utf8");

  const blocks = blocksOf(text);
  let outputs: Output[] = [];
  beforeAll(() => {
    const sources = blocks.map(({ code }) => sourceOf(code, WHOLE.includes(relative(root, page))));
    const together = run(sources.filter((source) => !FIRST.test(source)));
    outputs = sources.map((source) => (FIRST.test(source) ? run([source]) : together).shift() as Output);
  });

  it.each(blocks.map((block, at) => ({ ...block, at })))("runs the block at line $line", ({ code, at }) => {
    const { stdout, stderr } = outputs[at] as Output;
    expect(stderr).toBe("");
    const promised = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line);
    if (promised.length > 0) expect(stdout.trimEnd().split("\n")).toEqual(promised);
  });

  it("names commands that exist", () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name as string).filter((name) => !name.startsWith("--"));
    expect(named.filter((name) => !SCRIPTS.has(name))).toEqual([]);
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

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** The module of a block. */
function sourceOf(code: string, whole: boolean): string {
  return `${whole ? "" : DATA}\n${ts.transpile(code, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 })}`;
}

/** What modules print, one after the other in a process that ends by itself. */
function run(modules: readonly string[]): Output[] {
  const runner = join(root, "test/support/run-blocks.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [runner], { cwd: root, encoding: "utf8", input: JSON.stringify(modules) });
  expect([status, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
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
