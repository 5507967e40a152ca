/** npm run bench:compare -- <commit or dist> [<commit or dist>] [<part of a case's name> …]: the second build, or this one, against the first. */
import { existsSync } from "node:fs";
import { DIST } from "../mercer/dist.ts";
import { duration } from "../report/tables.ts";
import { tell } from "./agreement.ts";
import { buildOf } from "./builds.ts";
import { cases } from "./cases.ts";
import { duel, type Verdict } from "./duel.ts";

const [first, second, ...rest] = process.argv.slice(2);
if (first === undefined)
  stop("what to compare with is missing: npm run bench:compare -- <commit or dist> [<commit or dist>] [<part of a case's name> …]");
const otherDist = buildOf(first) ?? stop(`${first} is neither a commit nor a folder with a build`);
const named = second === undefined ? undefined : buildOf(second);
const ownDist = named ?? DIST;
if (!existsSync(new URL("index.js", ownDist))) stop("this checkout is not built; run npm run build, or name a second commit");
const names = second === undefined || named ? rest : [second, ...rest];
const chosen = cases().filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
if (chosen.length === 0) {
  stop(
    `no case is named like ${names.join(" or ")}; there are ${cases()
      .map(({ name }) => name)
      .join(", ")}`,
  );
}

console.log("| case | first | second | second / first | lowest … highest | results |\n| --- | --: | --: | --: | --: | --- |");
for (const each of chosen) {
  try {
    console.log(lineOf(await duel(each, otherDist, ownDist)));
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
