/** npm run --prefix bench compare -- <dist of another checkout> [<part of a case's name> …]: this build against another. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DIST } from "../mercer/dist.ts";
import { duration } from "../report/tables.ts";
import { tell } from "./agreement.ts";
import { cases } from "./cases.ts";
import { duel, type Verdict } from "./duel.ts";

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) stop("the dist folder of another checkout is missing: npm run --prefix bench compare -- ../other/dist");
// npm runs scripts in the folder of the package; the path is meant from where npm was called.
const otherDist = `${pathToFileURL(resolve(process.env.INIT_CWD ?? process.cwd(), folder)).href}/`;
for (const dist of [otherDist, DIST]) {
  const file = new URL("index.js", dist);
  if (!existsSync(file)) stop(`${file.pathname} does not exist; run npm run build in that checkout`);
}
const chosen = cases().filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
if (chosen.length === 0) {
  stop(
    `no case is named like ${names.join(" or ")}; there are ${cases()
      .map(({ name }) => name)
      .join(", ")}`,
  );
}

console.log("| case | other | this | this / other | lowest … highest | results |\n| --- | --: | --: | --: | --: | --- |");
for (const each of chosen) {
  try {
    console.log(lineOf(await duel(each, otherDist, DIST)));
  } catch (cause) {
    console.log(`| ${each.name} | not compared: ${cause instanceof Error ? cause.message : String(cause)} |`);
    process.exitCode = 1;
  }
}

function lineOf({ name, otherMs, thisMs, ratios, agreement }: Verdict): string {
  const [lowest, middle, highest] = [ratios[0], ratios[ratios.length >> 1], ratios[ratios.length - 1]].map((ratio) => ratio.toFixed(3));
  return `| ${[name, duration(otherMs), duration(thisMs), middle, `${lowest} … ${highest}`, tell(agreement)].join(" | ")} |`;
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
