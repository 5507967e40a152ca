// npm run mutate -- --room kernels --sample 100 --seed 1 --budget 60: mutants of the rooms, judged by the tests.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { rooms, sourceFiles } from "./files.mjs";
import { Judge } from "./judge.mjs";
import { mutantsOf } from "./mutants.mjs";
import { readReach } from "./reach.mjs";
import { sample } from "./sample.mjs";
import { page, reasonOf } from "./survivors.mjs";
import { copyTree } from "./tree.mjs";

const { values } = parseArgs({
  options: {
    room: { type: "string", multiple: true, default: rooms },
    // How many mutants of each room: one number, or "kernels=60" for one of them.
    sample: { type: "string", multiple: true, default: ["100"] },
    all: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    // The seconds that the tests of one mutant may take, as they took without it.
    budget: { type: "string", default: "60" },
    // Test files that take more seconds than this judge no mutant.
    slowest: { type: "string", default: "20" },
  },
});

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

const count = (room) => {
  if (values.all) return Number.POSITIVE_INFINITY;
  const own = values.sample.find((one) => one.startsWith(`${room}=`));
  return Number(own?.split("=")[1] ?? values.sample.find((one) => !one.includes("=")) ?? 100);
};

const judgeRoom = async (judge, name) => {
  const all = sourceFiles(root, `src/${name}`).flatMap((file) => mutantsOf(file, readFileSync(join(root, file), "utf8")));
  const chosen = sample(all, count(name), Number(values.seed));
  const judged = [];
  for (const mutant of chosen) {
    const outcome = await judge.judge(mutant);
    judged.push({ ...mutant, ...outcome });
    console.log(
      `${name} ${judged.length}/${chosen.length} ${outcome.end} ${mutant.file}:${mutant.line} ${mutant.change} ${outcome.by ?? ""}`,
    );
  }
  return { name, total: all.length, judged: judged.sort((a, b) => a.file.localeCompare(b.file) || a.start - b.start) };
};

const tree = copyTree(root);
let judge;
try {
  const { usable, unusable } = await readReach(root, tree, Number(values.slowest), console.log);
  for (const { path, reason } of unusable) console.log(`${path} judges no mutant: it ${reason}`);
  judge = new Judge(tree, usable, Number(values.budget));
  const results = [];
  for (const name of values.room) results.push(await judgeRoom(judge, name));
  const command = ["npm run mutate --", ...process.argv.slice(2)].join(" ");
  const text = page(command, results);
  writeFileSync(join(root, "test/mutation/survivors.md"), text);
  console.log(text);
  const known = results
    .flatMap(({ judged }) => judged)
    .filter((one) => reasonOf(one) !== undefined && (one.end === "killed" || one.end === "timeout"));
  for (const { file, line, by } of known) console.log(`${file}:${line} is listed as equivalent, but ${by} finds it`);
} finally {
  judge?.stop();
  rmSync(tree, { recursive: true });
}
