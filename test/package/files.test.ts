import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import * as esm from "../../dist/index.js";
import * as esmLinalg from "../../dist/linalg.js";
import * as esmTable from "../../dist/table.js";

const require = createRequire(import.meta.url);
const [cjs, cjsLinalg, cjsTable]: [typeof esm, typeof esmLinalg, typeof esmTable] = [
  require("../../dist/index.cjs"),
  require("../../dist/linalg.cjs"),
  require("../../dist/table.cjs"),
];

test.each(["index", "linalg", "table", "pool", "interchange", "testing", "relaxed", "core"])("%s is one file beside one chunk", (entry) => {
  for (const ending of ["js", "cjs"]) {
    const named = importsOf(`${entry}.${ending}`);
    expect(named, `${entry}.${ending}`).toHaveLength(1);
    expect(importsOf(named[0] as string)).toEqual([]);
  }
});

test("entries that are loaded together are one library, by import and by require", () => {
  for (const other of [esmLinalg, esmTable]) expect(other.isMercerError).toBe(esm.isMercerError);
  for (const other of [cjsLinalg, cjsTable]) expect(other.isMercerError).toBe(cjs.isMercerError);
});

test("a stack trace names the functions of the library", () => {
  const stack = stackOf(() => esm.fit(esm.kernelRidge({ kernel: esm.rbf() }), [[1], [2]], [1]));
  expect(stack).toMatch(/^MercerError: y has 1 /);
  for (const name of ["readProblem", "fitKernelRidge", "fitInUnits"]) expect(stack).toMatch(new RegExp(`^ +at ${name} \\(.*chunk-`, "m"));
});

/** The files of the package that a file imports, by their names. */
function importsOf(file: string): string[] {
  const text = readFileSync(new URL(`../../dist/${file}`, import.meta.url), "utf8");
  const found = [...text.matchAll(/(?:\bfrom\s*|\brequire\()["']\.\/([\w.-]+)["']/g)].map(([, name]) => name as string);
  return [...new Set(found)];
}

function stackOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).stack ?? "";
  }
  return "";
}
