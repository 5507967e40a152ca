// npm run mutate -- --room kernels --sample 100 --seed 1 --budget 20: mutants of the rooms, judged by the tests.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { rooms, sourceFiles } from "./files.mjs";
import { Judge, reaching } from "./judge.mjs";
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
    // The seconds of processor that the tests of one mutant may take, as they took without it.
    budget: { type: "string", default: "20" },
    // No further mutant is begun after so many minutes: what was judged till then is a smaller sample.
    minutes: { type: "string", default: "Infinity" },
    // Test files that take more seconds than this judge no mutant.
    slowest: { type: "string", default: "15" },
  },
});

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

const count = (room) => {
  if (values.all) return Number.POSITIVE_INFINITY;
  const own = values.sample.find((one) => one.startsWith(`${room}=`));
  return Number(own?.split("=")[1] ?? values.sample.find((one) => !one.includes("=")) ?? 100);
};

const draw = (name) => {
  const all = sourceFiles(root, `src/${name}`).flatMap((file) => mutantsOf(file, readFileSync(join(root, file), "utf8")));
  return { name, total: all.length, drawn: sample(all, count(name), Number(values.seed)), judged: [] };
};

/** The mutants of all rooms in the order of their judgement: each room is as far through its sample as the others. */
const inTurn = (drawn) => {
  const placed = drawn.flatMap((room) => room.drawn.map((mutant, i) => ({ room, mutant, place: i / room.drawn.length })));
  return placed.sort((a, b) => a.place - b.place);
};

const judgeAll = async (judge, drawn) => {
  const end = Date.now() + 60_000 * Number(values.minutes);
  const queue = inTurn(drawn);
  for (const [i, { room, mutant }] of queue.entries()) {
    if (Date.now() > end) return;
    const outcome = await judge.judge(mutant);
    room.judged.push({ ...mutant, ...outcome });
    console.log(`${i + 1}/${queue.length} ${outcome.end} ${mutant.file}:${mutant.line} ${mutant.change} ${outcome.by ?? ""}`);
  }
};

const inOrder = (a, b) => a.file.localeCompare(b.file) || a.start - b.start;

const tree = copyTree(root);
let judge;
try {
  const { usable, unusable } = await readReach(root, tree, Number(values.slowest), console.log);
  for (const { path, reason } of unusable) console.log(`${path} judges no mutant: it ${reason}`);
  judge = new Judge(tree, reaching(usable), Number(values.budget));
  const results = values.room.map(draw);
  await judgeAll(judge, results);
  for (const { judged } of results) judged.sort(inOrder);
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
