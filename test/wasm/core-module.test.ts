import { readFileSync } from "node:fs";
import { afterEach, expect, it, vi } from "vitest";
import { gram, rbf } from "../../src";
import { setCoreModule } from "../../src/core";
import { expectError } from "../support/errors";

afterEach(() => {
  vi.unstubAllGlobals();
});

const X = [[0], [1], [3]];
const core = new WebAssembly.Module(readFileSync("build/core.wasm"));
const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));

it.each([
  ["nothing", undefined],
  ["bytes", readFileSync("build/core.wasm")],
  ["another module", empty],
])("refuses %s", (_, value) => {
  expectError("argument", () => setCoreModule(value as WebAssembly.Module), { argument: "module" });
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
