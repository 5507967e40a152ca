// npm run mutate -- --sample 100 --seed 1 --minutes 10: mutants of the sources; npm run mutate:assembly: those of the core. Each is judged by the tests that come to its place.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleTests } from "./bundles.mjs";
import { testFiles } from "./files.mjs";
import { Judge } from "./judge.mjs";
import { mutantsOf } from "./mutants.mjs";
import { Reach } from "./reach.mjs";
import { sample } from "./sample.mjs";
import { Session } from "./session.mjs";
import { copyTree } from "./tree.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    // How many mutants; "Infinity" for all.
    sample: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    // Only files whose path holds this.
    only: { type: "string", default: "" },
    // No further mutant is begun after so many minutes: what was judged till then is a smaller sample.
    minutes: { type: "string", default: "Infinity" },
    // The seconds of processor that the tests of one mutant may take, as they take without it.
    budget: { type: "string", default: "20" },
    // Test files that take more seconds than this judge no mutant.
    slowest: { type: "string", default: "15" },
  },
});

/** The nearness of tests that are about a file. */
const NEAR = 2;

const [name] = positionals;
const { sourcesOf, isJudge, nearness, build } = await import(`./${name}.mjs`);
const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const all = sourcesOf(root)
  .filter((file) => file.includes(values.only))
  .flatMap((file) => mutantsOf(file, readFileSync(join(root, file), "utf8")));
const drawn = sample(all, Number(values.sample), Number(values.seed)).map((mutant, i) => ({ ...mutant, id: i + 1 }));
const tests = testFiles(root).filter(isJudge);

/** The test files that are at least so near to a mutant. */
const testsNear = ({ file }, least) =>
  tests.map((path) => ({ path, nearness: nearness(path, file) })).filter((test) => test.nearness >= least);

/** By the tests that are near to a mutant, then by all others. */
const judgeOne = async (judge, mutant) => {
  const outcome = await judge.judge(mutant, testsNear(mutant, NEAR));
  return outcome.end === "survived" ? judge.judge(mutant, testsNear(mutant, 0), outcome.ran) : outcome;
};

/** The mutants that are judged in time, the first of those given, with their outcomes. */
const judgeAll = async (judge, mutants) => {
  const end = Date.now() + 60_000 * Number(values.minutes);
  const judged = [];
  for (const mutant of mutants) {
    if (Date.now() > end) break;
    const outcome = await judgeOne(judge, mutant);
    judged.push({ ...mutant, ...outcome });
    const { end: how, by = "", ran, of } = outcome;
    console.log(`${judged.length}/${mutants.length} ${how} ${mutant.file}:${mutant.line} ${mutant.change} ${by} ${ran.length} of ${of}`);
  }
  return judged;
};

const inOrder = (a, b) => a.file.localeCompare(b.file) || a.start - b.start;

const tree = copyTree(root);
const session = new Session(tree);
try {
  const inside = await build(root, tree, drawn);
  console.log(`${inside.length} of ${drawn.length} mutants are behind switches`);
  const bundles = await bundleTests(root, tree, tests, join(tree, "bundles"));
  const kept = join(root, `coverage/${name}.json`);
  const reach = new Reach(session, { bundles, core: join(tree, "build/core.wasm"), slowest: Number(values.slowest), kept });
  const judged = await judgeAll(new Judge(session, bundles, reach, Number(values.budget)), inside);
  const command = `node test/mutation/run.mjs ${process.argv.slice(2).join(" ")}`;
  // read at the end: while a run lasts, reasons of its survivors are found
  const { page } = await import("./survivors.mjs");
  const text = page({ command, total: all.length, drawn: drawn.length, inside: inside.length }, judged.sort(inOrder));
  writeFileSync(join(root, `test/mutation/${name}-survivors.md`), text);
  console.log(text);
} finally {
  session.stop();
  rmSync(tree, { recursive: true });
}
