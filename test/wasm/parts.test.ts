import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as parts from "../../build/core-parts";
import { CORE } from "../../build/core-text";
import { bytesOfHex } from "../../src/wasm/hexadecimal";
import { bytesOfCore, coreWith, derivatives } from "../../src/wasm/parts";

const texts = [parts.DERIVATIVES, parts.DESCENTS, parts.PAIRWISE];

it("puts the parts back: the bytes are those of core.wasm", () => {
  expect(readFileSync("build/core.wasm").equals(bytesOfCore())).toBe(true);
});

it("without its parts the core is a module with the same exports, whose holes trap", () => {
  const module = new WebAssembly.Module(bytesOfHex(CORE));
  const whole = new WebAssembly.Module(readFileSync("build/core.wasm"));
  expect(WebAssembly.Module.exports(module)).toEqual(WebAssembly.Module.exports(whole));
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536 });
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, host: { custom: () => undefined } });
  for (const name of ["gramDerivative", "descend", "softmax", "minimizePairs"]) {
    expect(() => (exports[name] as () => void)(), name).toThrow(WebAssembly.RuntimeError);
  }
  const address = 65536;
  (exports.exp as (n: number, a: number, address: number) => void)(4, 1, address);
  expect(Array.from(new Float64Array(memory.buffer, address, 4))).toEqual([1, 1, 1, 1]);
});

it("no body belongs to two parts, and all are what is missing", () => {
  const places = texts.flatMap(({ holes }) => holes.map(([at]) => at));
  expect(new Set(places).size).toBe(places.length);
  const missing = texts.reduce((sum, { holes, bodies }) => sum + bodies.length / 2 - 4 * holes.length, 0);
  expect(CORE.length / 2 + missing).toBe(readFileSync("build/core.wasm").length);
});

it("a part that is not in the bundle cannot be asked for", () => {
  const part = { text: { ...parts.DERIVATIVES } };
  expect(() => coreWith({} as Parameters<typeof coreWith>[0], part)).toThrow("not in the bundle");
  expect(() => coreWith({} as Parameters<typeof coreWith>[0], derivatives)).not.toThrow();
});
