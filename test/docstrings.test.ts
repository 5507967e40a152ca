import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import * as mercer from "../src/entries/index";
import * as interchange from "../src/entries/interchange";
import * as linalg from "../src/entries/linalg";
import * as predict from "../src/entries/predict";
import * as table from "../src/entries/table";
import * as testing from "../src/entries/testing";

/**
 * Hover text: every exported function says what it returns and shows a call that runs, every option says what it means.
 *
 * An example is a program with the exports of its entry, then those of `mercer`, and the data below in scope.
 */
const ENTRIES: Readonly<Record<string, object>> = { index: mercer, linalg, predict, testing, table, interchange };

const X = Array.from({ length: 20 }, (_, i) => [Math.sin(i), Math.cos(1.7 * i)]);
const y = X.map(([a = 0, b = 0], i) => a * a + b + 0.05 * Math.cos(37 * i));
const DATA: Readonly<Record<string, unknown>> = {
  X,
  y,
  Y: X.map(([a = 0, b = 0]) => [a * b, a - b]),
  Z: [
    [0.1, 0.2],
    [-0.5, 0.4],
    [0.9, -0.3],
  ],
  labels: X.map(([a = 0, b = 0]) => (a + b > 0 ? "in" : "out")),
  rows: X.map(([a = 0, b = 0], i) => ({ area: 50 + 20 * a, town: ["Ulm", "Jena", "Kiel"][i % 3], rent: 700 + 200 * a + 50 * b })),
};

const folder = fileURLToPath(new URL("../src/entries/", import.meta.url));
const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));
const program = ts.createProgram(
  names.map((name) => `${folder}${name}.ts`),
  { noLib: true, types: [], module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ES2022 },
);
const checker = program.getTypeChecker();

const functions = [...exportsOf(Object.keys(ENTRIES), (symbol) => (symbol.flags & ts.SymbolFlags.Function) !== 0)];

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

/** Those of every member of a union: options may exclude each other. */
function optionsOf(type: ts.Type): ts.Symbol[] {
  return type.isUnion() ? type.types.flatMap(optionsOf) : checker.getPropertiesOfType(type);
}

async function run(example: string, entry: string): Promise<void> {
  const scope = { ...DATA, ...mercer, ...ENTRIES[entry] };
  const source = ts.transpile(`(async () => {\n${example}\n})();`, { target: ts.ScriptTarget.ES2022 });
  await new Function(...Object.keys(scope), `return ${source}`)(...Object.values(scope));
}
