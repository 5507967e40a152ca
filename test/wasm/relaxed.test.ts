import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";
import { setCoreModule } from "../../src/entries/core";
import { fit, kernelRidge, rbf } from "../../src/entries/index";
import { hasRelaxedSimd, useRelaxedSimd } from "../../src/wasm/relaxed";
import { expectError } from "../support/errors";
import { EPSILON } from "../support/precision";

const bytes = readFileSync(new URL("../../build/relaxed.wasm", import.meta.url));
const strict = readFileSync(new URL("../../build/core.wasm", import.meta.url));

/** The instruction f64x2.relaxed_madd: prefix 0xfd, then 0x107 in LEB128. */
const RELAXED_MADD = Buffer.from([0xfd, 0x87, 0x02]);

it("the relaxed build has the instruction, the strict one has not", () => {
  expect(bytes.includes(RELAXED_MADD)).toBe(true);
  expect(strict.includes(RELAXED_MADD)).toBe(false);
});

it("is used where the engine has it, refused where not; the library works either way", () => {
  expect(hasRelaxedSimd()).toBe(WebAssembly.validate(bytes));
  if (hasRelaxedSimd()) useRelaxedSimd();
  else expectError("unsupported", useRelaxedSimd);
  const { report } = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), [[0], [1], [3]], [1, 2, 4]);
  expect(report.backwardError).toBeLessThan(1e-15);
});

it("differs from the strict core by rounding: n ε κ of the coefficients, where the engine has to be told to have it as well", () => {
  const told = hasRelaxedSimd() ? [] : ["--experimental-wasm-relaxed-simd"];
  const program = fileURLToPath(new URL("../engines/relaxed.mjs", import.meta.url));
  const departure = JSON.parse(execFileSync(process.execPath, [...told, program], { encoding: "utf8" })) as number | null;
  // K + λI of 200 points, λ = 0.1, k(x, x) = 1: its condition number is at most 200/λ + 1
  expect(departure).toBeLessThanOrEqual(200 * EPSILON * (200 / 0.1 + 1));
  // Zero would be the strict core's: the processors of the last ten years round x·y + z once
  expect(departure).toBeGreaterThan(0);
});

it("is too late after the first computation, unless it is in use", () => {
  if (hasRelaxedSimd()) expect(useRelaxedSimd).not.toThrow();
  const { message } = expectError("unsupported", () => setCoreModule(new WebAssembly.Module(strict)));
  expect(message).toContain("too late");
});

it("asked for after a computation with the strict core leaves that in use", async () => {
  vi.resetModules();
  const library = await import("../../src/entries/index");
  const late = await import("../../src/wasm/relaxed");
  const first = library.gram(rbf({ gamma: 0.3 }), [[0], [1], [3]]);
  expectError("unsupported", late.useRelaxedSimd);
  expect(library.gram(rbf({ gamma: 0.3 }), [[0], [1], [3]])).toEqual(first);
});
