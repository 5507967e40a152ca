import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/**
 * Hover text: every exported function says what it returns and shows a call that runs, every option says what it means.
 *
 * An example is a program of its own, with the exports of its entry, those of `mercer`, `mercer/pool` and `mercer/statistics`, and the data below in scope. Where it is one line with JSON
 * for a comment, or JSON and a clause, as `add(1, 2) // 3, a sum`, that is the result.
 */
const ENTRIES = ["index", "linalg", "testing", "table", "interchange", "statistics", "jobs", "predict"];
const mercer = built("index");
const pool = built("pool");

const X = Array.from({ length: 20 }, (_, i) => [Math.sin(i), Math.cos(1.7 * i)] as const);
const DATA: Readonly<Record<string, unknown>> = {
  X,
  y: X.map(([a, b], i) => a * a + b + 0.05 * Math.cos(37 * i)),
  Y: X.map(([a, b]) => [a * b, a - b]),
  Z: [
    [0.1, 0.2],
    [-0.5, 0.4],
    [0.9, -0.3],
  ],
  labels: X.map(([a, b]) => (a + b > 0 ? "in" : "out")),
  rows: X.map(([a, b], i) => ({
    mpg: 25 - 8 * a + 3 * b,
    hp: 100 + 40 * a,
    weight: 2500 + 500 * b,
    origin: i % 3 === 0 ? "USA" : "Japan",
  })),
};

const folder = fileURLToPath(new URL("../src/entries/", import.meta.url));
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));
const program = ts.createProgram(
  names.map((name) => `${folder}${name}.ts`),
  {
    noLib: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
  },
);
const checker = program.getTypeChecker();

const functions = [...exportsOf(ENTRIES, (symbol) => (symbol.flags & ts.SymbolFlags.Function) !== 0)];

describe("exported functions", () => {
  it("are found", () => expect(functions.length).toBeGreaterThan(150));

  it.each(functions.map(([symbol, entry]) => ({ name: `${entry}: ${symbol.name}`, symbol, entry })))("$name", async ({ symbol, entry }) => {
    expect(ts.displayPartsToString(symbol.getDocumentationComment(checker)), "docstring").not.toBe("");
    const examples = symbol
      .getJsDocTags(checker)
      .filter((tag) => tag.name === "example")
      .map((tag) => ts.displayPartsToString(tag.text));
    expect(examples, "@example").not.toEqual([]);
    for (const example of examples) await run(example, entry);
  });
});

it("every option says what it means", () => {
  const types = [...exportsOf(names, ({ name, flags }) => name.endsWith("Options") && (flags & ts.SymbolFlags.Type) !== 0).keys()];
  expect(types.length).toBeGreaterThan(30);
  const silent = types.flatMap((type) =>
    optionsOf(checker.getDeclaredTypeOfSymbol(type))
      .filter((option) => option.getDocumentationComment(checker).length === 0)
      .map((option) => `${type.name}.${option.name}`),
  );
  expect(silent).toEqual([]);
});

it("docs/index.md has every function of mercer in its table of verbs, and no name that is none", () => {
  const page = readFileSync(fileURLToPath(new URL("../docs/index.md", import.meta.url)), "utf8");
  const listed = page.match(/(?<=^## What do you want to do\?\n)[\s\S]*?(?=^## )/m)?.[0] ?? "";
  const named = [...listed.matchAll(/`([a-z]\w*)`/gi)].map(([, name]) => name as string).filter((name) => name !== "mercer");
  const known = Object.assign({}, pool, ...ENTRIES.map(built)) as object;
  expect(named.filter((name) => !(name in known))).toEqual([]);
  expect(Object.keys(known).filter((name) => !named.includes(name))).toEqual([]);
});

/** The symbols that the entries export and that pass, each with the first entry that exports it. */
function exportsOf(entries: readonly string[], passes: (symbol: ts.Symbol) => boolean): Map<ts.Symbol, string> {
  const found = new Map<ts.Symbol, string>();
  for (const entry of entries) {
    const file = checker.getSymbolAtLocation(program.getSourceFile(`${folder}${entry}.ts`) as ts.SourceFile) as ts.Symbol;
    for (const exported of checker.getExportsOfModule(file)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      if (passes(symbol) && !found.has(symbol)) found.set(symbol, entry);
    }
  }
  return found;
}

function built(entry: string): object {
  return createRequire(import.meta.url)(`../dist/${entry}.cjs`);
}

/** Those of every member of a union: options may exclude each other. */
function optionsOf(type: ts.Type): ts.Symbol[] {
  return type.isUnion() ? type.types.flatMap(optionsOf) : checker.getPropertiesOfType(type);
}

async function run(example: string, entry: string): Promise<void> {
  const scope = { ...DATA, ...pool, ...mercer, ...built("statistics"), ...built(entry) };
  const [, call, promised] = /^([^\n]*[^\n;]) \/\/ ([^\n]+)$/.exec(example) ?? [];
  const body = `return (async () => {\n${call === undefined ? example : `return ${call};`}\n})();`;
  const result: unknown = await new Function(...Object.keys(scope), body)(...Object.values(scope));
  const value = /^(?:[-\d.e]+|true|false|null|".*"|\[.*\]|\{.*\})(?=$|[,;] \p{L})/u.exec(promised ?? "");
  if (value !== null) expect(plain(result)).toEqual(JSON.parse(value[0]));
}

/** A typed array as JSON has it. */
function plain(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}
