import { expect, it } from "vitest";

const { asMutant, takeReached, switchesText, switchNames } = await import(new URL("core-switch.mjs", import.meta.url).href);

/** A module that exports the variable `mutant`, whose first value is the one that the switches are compiled with. */
const MODULE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x06, 0x09, 0x01, 0x7f, 0x01, 0x41, 0xa1, 0x86, 0x95, 0x3b, 0x0b],
  ...[0x07, 0x0a, 0x01, 0x06, ...Buffer.from("mutant"), 0x03, 0x00],
);

const firstValue = (bytes: Uint8Array): unknown => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
  return (exports.mutant as WebAssembly.Global).value;
};

it("compiles the switches with the value that it looks for", () => {
  expect(switchesText([])).toContain(` ${firstValue(MODULE)};`);
});

it.each([0, 1, 63, 64, 127, 128, 600, 11_669, 16_384, 2 ** 21 + 5])("is mutant %i from its first instruction on", (mutant) => {
  expect(firstValue(asMutant(MODULE, mutant))).toBe(mutant);
  expect(firstValue(asMutant(MODULE.buffer, mutant))).toBe(mutant);
});

it("leaves a module without switches as it is", () => {
  const other = MODULE.slice(0, 8);
  expect([...asMutant(other, 3)]).toEqual([...other]);
});

it("tells whose places an instance has come to since it was last asked", () => {
  const variable = (value: number): WebAssembly.Global => new WebAssembly.Global({ value: "i32", mutable: true }, value);
  expect(switchNames([{ id: 7 }, { id: 8 }])).toEqual(["mutant", "reached7", "reached8"]);
  const instance = { exports: { mutant: variable(1), reached7: variable(1), reached8: variable(0) } };
  expect(takeReached(instance)).toEqual([7]);
  expect(takeReached(instance)).toEqual([]);
  instance.exports.reached8.value = 1;
  expect(takeReached(instance)).toEqual([8]);
});
