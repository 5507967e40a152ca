import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);

/** Every way to WebAssembly, and every new global name, that loading the entry was seen to use. */
const watchAndLoad = (load: string) => `
  const used = [];
  for (const name of ["Module", "Instance", "Memory", "Table", "Global", "compile", "instantiate", "validate"]) {
    WebAssembly[name] = new Proxy(WebAssembly[name], {
      apply: () => used.push(name),
      construct: () => { used.push(name); return {}; },
    });
  }
  const before = new Set(Reflect.ownKeys(globalThis));
  ${load}
  used.push(...Reflect.ownKeys(globalThis).filter((name) => !before.has(name)).map(String));
  console.log(JSON.stringify(used));
`;

function usedWhile(type: "module" | "commonjs", load: string): unknown {
  return JSON.parse(
    execFileSync(process.execPath, [`--input-type=${type}`, "--eval", watchAndLoad(load)], { cwd: root, encoding: "utf8" }),
  );
}

test.each(["index", "linalg", "core", "predict"])("importing %s compiles nothing and leaves no global", (entry) => {
  expect(usedWhile("module", `await import("./dist/${entry}.js");`)).toEqual([]);
  expect(usedWhile("commonjs", `require("./dist/${entry}.cjs");`)).toEqual([]);
});

test("mercer/predict has no WebAssembly, and loads no other file", () => {
  for (const file of ["predict.js", "predict.cjs"]) {
    expect(readFileSync(new URL(`dist/${file}`, root), "utf8")).not.toMatch(/WebAssembly|\brequire\(|^import\b/m);
  }
});

test("the watch sees the compilation at the first call", () => {
  const call = `const { gram, linear } = require("./dist/index.cjs"); try { gram(linear(), [[1]]); } catch {}`;
  expect(usedWhile("commonjs", call)).toContain("Module");
});
