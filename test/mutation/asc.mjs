// The compiler as test files call it, for a process that runs them again and again: with the switches among what it compiles, and each thing once.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import asc from "assemblyscript/asc";
import { SWITCHES } from "./core-switch.mjs";

const keep = (folder) => {
  mkdirSync(folder, { recursive: true });
  return (name, contents) => writeFileSync(join(folder, name), contents);
};

/** Compiles into a folder of the tree, unless it holds what the same arguments have made, and hands on what lies in it. */
const main = async (args, options) => {
  const folder = join("compiled", createHash("sha256").update(args.join(" ")).digest("hex"));
  if (!existsSync(folder)) {
    const entries = existsSync(SWITCHES) ? [SWITCHES] : [];
    const result = await asc.main([...args, ...entries], { ...options, writeFile: keep(folder) });
    if (result.error) return result;
  }
  for (const name of readdirSync(folder)) options.writeFile(name, readFileSync(join(folder, name)));
  return { ...options, error: null };
};

export default { ...asc, main };
