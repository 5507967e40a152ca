// npm run fuzz -- --seconds 60 --seed 1: random calls of every verb, each judged; ends with 1 when one of them is wrong.
// --from 1234 --calls 1 for one case of a seed, --verb mercer.fit for one verb, --save for files of what was found in test/fuzz/corpus.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    calls: { type: "string", default: "Infinity" },
    verb: { type: "string" },
    // each hostile or extreme value in each place of one case of each verb, instead of calls at random
    everywhere: { type: "boolean", default: false },
    save: { type: "boolean", default: false },
  },
});

const root = fileURLToPath(new URL("../..", import.meta.url));
const outfile = join(root, `build/fuzz-${process.pid}.mjs`);
const workerFile = join(root, `build/fuzz-worker-${process.pid}.mjs`);
/** Seconds of a processor that one case may take before it is said to hang. */
const PATIENCE = 60;

const processorSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

await build({
  entryPoints: [join(root, "test/fuzz/main.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "error",
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
});

await build({
  entryPoints: [join(root, "src/worker/worker.ts")],
  outfile: workerFile,
  bundle: true,
  platform: "neutral",
  format: "esm",
  target: "es2022",
  logLevel: "error",
});

const current = new SharedArrayBuffer(8);
const at = new Int32Array(current);
const seed = Number(values.seed);
const job = {
  seed,
  seconds: Number(values.seconds),
  from: Number(values.from),
  calls: Number(values.calls),
  everywhere: values.everywhere,
  current,
};
// a run that is interrupted tells its counts
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => Atomics.store(at, 1, 1));
const worker = new Worker(outfile, {
  env: { ...process.env, MERCER_FUZZ_WORKER: pathToFileURL(workerFile).href },
  workerData: values.verb === undefined ? job : { ...job, only: values.verb },
});

let faults = 0;
let last = -1;
let since = processorSeconds();
const watch = setInterval(() => {
  const index = Atomics.load(at, 0);
  if (index !== last) {
    last = index;
    since = processorSeconds();
  } else if (processorSeconds() - since > PATIENCE) {
    console.log(`case ${index} of seed ${seed} hangs: npm run fuzz -- --seed ${seed} --from ${index} --calls 1`);
    process.exit(1);
  }
}, 1000);

worker.on("message", (message) => {
  if (message.found) {
    faults++;
    const { index, verb, args, fault, evidence } = message.found;
    console.log(`case ${index}: ${verb}: ${fault}: ${evidence}\n  ${JSON.stringify(args)}`);
    if (values.save) save({ verb, args, was: fault }, index);
  } else print(message);
});
worker.on("error", (error) => {
  console.log(`case ${Atomics.load(at, 0)} of seed ${seed} ends the thread:`, error);
  process.exitCode = 1;
});
worker.on("exit", () => {
  clearInterval(watch);
  rmSync(outfile, { force: true });
  rmSync(workerFile, { force: true });
  if (faults > 0) process.exitCode = 1;
});

function save(found, index) {
  const folder = join(root, "test/fuzz/corpus");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${found.verb}-${seed}-${index}.json`), `${JSON.stringify(found)}\n`);
}

function print({ tallies, codes, kinds, ran, bytes }) {
  const row = (name, { accepted, refused, unprepared, thrown, wrong }) =>
    `${name.padEnd(32)}${[accepted, refused, unprepared, thrown, wrong].map((count) => String(count).padStart(10)).join("")}`;
  console.log(`${"verb".padEnd(32)}  accepted   refused  unprepared  thrown     wrong`);
  const total = { accepted: 0, refused: 0, unprepared: 0, thrown: 0, wrong: 0 };
  for (const [name, tally] of Object.entries(tallies).sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(row(name, tally));
    for (const end of Object.keys(total)) total[end] += tally[end];
  }
  console.log(row(`${Object.keys(tallies).length} verbs, ${ran} calls`, total));
  console.log("codes", JSON.stringify(codes), `memory ${(bytes / 2 ** 20).toFixed(0)} MB`);
  for (const [kind, count] of Object.entries(kinds).sort(([, a], [, b]) => b - a)) console.log(`${String(count).padStart(7)} ${kind}`);
}
