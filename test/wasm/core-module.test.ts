import { readFileSync } from "node:fs";
import { afterEach, expect, it, vi } from "vitest";
import { BUILD } from "../../build/build-id";
import { setCoreModule } from "../../src/entries/core";
import { gram, rbf } from "../../src/entries/index";
import { bytesOfCore } from "../../src/wasm/parts";
import { expectError } from "../support/errors";

afterEach(() => {
  vi.unstubAllGlobals();
});

const X = [[0], [1], [3]];
const core = new WebAssembly.Module(readFileSync("build/core.wasm"));
const strict = readFileSync("build/core.wasm");
const another = Buffer.from(strict);
another.write("!", another.length - 1);
const unnamed = strict.subarray(0, strict.lastIndexOf("mercer build") - 3);
const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));

it.each([
  ["nothing", undefined],
  ["bytes", readFileSync("build/core.wasm")],
  ["another module", empty],
  ["a core that does not say of which build it is", new WebAssembly.Module(unnamed)],
])("refuses %s", (_, value) => {
  expectError("argument", () => setCoreModule(value as WebAssembly.Module), { argument: "module" });
});

it("refuses a core of another build, and names both", () => {
  const { message } = expectError("argument", () => setCoreModule(new WebAssembly.Module(another)), { argument: "module" });
  expect(message).toContain(BUILD);
  expect(message).toContain(`${BUILD.slice(0, -1)}!`);
});

it("every build says which it is: the version of the package, and a hash of both cores", () => {
  expect(BUILD).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?-[0-9a-f]{12}$/);
  expect(BUILD.startsWith(JSON.parse(readFileSync("package.json", "utf8")).version)).toBe(true);
  for (const name of ["core", "relaxed"]) {
    const bytes = readFileSync(`build/${name}.wasm`);
    expect(bytes.subarray(-BUILD.length).toString()).toBe(BUILD);
  }
  expect(Buffer.from(bytesOfCore()).subarray(-BUILD.length).toString()).toBe(BUILD);
});

it("with the core handed in nothing is compiled", () => {
  const compiled = vi.fn();
  const Module = new Proxy(WebAssembly.Module, {
    construct: () => {
      compiled();
      throw new WebAssembly.CompileError("code generation disallowed by the embedder");
    },
  });
  vi.stubGlobal("WebAssembly", Object.assign(Object.create(WebAssembly), { Module }));
  expectError("unsupported", () => gram(rbf(), X));
  expect(compiled).toHaveBeenCalledTimes(1);

  setCoreModule(core);
  expect(gram(rbf({ gamma: 0 }), X).data).toEqual(new Float64Array(9).fill(1));
  expect(compiled).toHaveBeenCalledTimes(1);
});

it("a core that comes after the first computation is too late, the same again is not", () => {
  expect(() => setCoreModule(core)).not.toThrow();
  const { message } = expectError("unsupported", () => setCoreModule(new WebAssembly.Module(strict)));
  expect(message).toMatch(/too late.* before the first/);
});
