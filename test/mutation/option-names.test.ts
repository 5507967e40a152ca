import { expect, it } from "vitest";

const here = (name: string): string => new URL(name, import.meta.url).href;
const { mutantsOf }: { mutantsOf(file: string, text: string): readonly { readonly change: string }[] } = await import(here("mutants.mjs"));

it.each([
  "const OPTIONS: OptionNames<Options> = { kernel: true, lambda: true };",
  "export const FIT = { ...WATCHING, start: true } as const;",
  'const { noise = limit } = readOptions(options, "predict", { noise: true });',
])("lets the names of options be: %s", (text) => {
  expect(mutantsOf("src/some/file.ts", text)).toEqual([]);
});

it.each([
  'const count = readNumber(given, "count", { integer: true });',
  "const sign = { psd: true, negative: isNegative };",
  "function tube() { return { ...box, hinge: true }; }",
])("changes what else is true: %s", (text) => {
  expect(mutantsOf("src/some/file.ts", text).map(({ change }) => change)).toEqual(["`true` → `false`"]);
});
