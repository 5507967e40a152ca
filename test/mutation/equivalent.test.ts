import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

interface Place {
  readonly file: string;
  readonly code: string;
  readonly change: string;
}

const here = (name: string): string => new URL(name, import.meta.url).href;
const { equivalent }: { equivalent: readonly Place[] } = await import(here("equivalent.mjs"));
const { mutantsOf }: { mutantsOf(file: string, text: string): readonly Place[] } = await import(here("mutants.mjs"));

const root = fileURLToPath(new URL("../..", import.meta.url));

it.each(equivalent)("names a mutant that may be drawn: $change in $file", ({ file, code, change }) => {
  const mutants = mutantsOf(file, readFileSync(root + file, "utf8"));
  expect(mutants.some((mutant) => mutant.code === code && mutant.change === change)).toBe(true);
});
