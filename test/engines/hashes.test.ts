import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the bits are those of the table; `npm run hashes` writes it anew where they are meant to change", () => {
  const program = fileURLToPath(new URL("hashes.mjs", import.meta.url));
  let printed: string;
  try {
    printed = execFileSync(process.execPath, [program], { encoding: "utf8" });
  } catch (error) {
    printed = (error as { readonly stdout: string }).stdout;
  }
  expect(printed.trimEnd().split("\n").at(-1), printed).toMatch(/^\d+ passed, 0 failed$/);
});
