// npm run mutate:assembly -- --sample 100 --seed 1 --minutes 10: mutants of the assembly, each compiled, and judged by the quickest telling tests.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readJudges, tellingTests } from "./assembly-tests.mjs";
import { compiler } from "./compile.mjs";
import { sourceFiles } from "./files.mjs";
import { Judge } from "./judge.mjs";
import { mutantsOf } from "./mutants.mjs";
import { sample } from "./sample.mjs";
import { assemblyPage } from "./survivors.mjs";
import { copyTree } from "./tree.mjs";

const { values } = parseArgs({
  options: {
    // How many mutants of the whole assembly.
    sample: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    // No further mutant is begun after so many minutes: what was judged till then is a smaller sample.
    minutes: { type: "string", default: "Infinity" },
    // The seconds of processor that the tests of one mutant may take, as they took without it.
    budget: { type: "string", default: "20" },
    // Test files that take more seconds than this judge no mutant.
    slowest: { type: "string", default: "20" },
    // Only files whose path holds this.
    only: { type: "string", default: "" },
  },
});

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const files = sourceFiles(root, "assembly").filter((file) => file.includes(values.only));
const all = files.flatMap((file) => mutantsOf(file, readFileSync(join(root, file), "utf8")));
const drawn = sample(all, Number(values.sample), Number(values.seed));

const tree = copyTree(root);
let judge;
try {
  const usable = await readJudges(root, Number(values.slowest), console.log);
  judge = new Judge(tree, tellingTests(root, usable), Number(values.budget), compiler(root, tree), "assembly.config.mjs");
  const end = Date.now() + 60_000 * Number(values.minutes);
  const judged = [];
  for (const mutant of drawn) {
    if (Date.now() > end) break;
    const outcome = await judge.judge(mutant);
    judged.push({ ...mutant, ...outcome });
    console.log(`${judged.length}/${drawn.length} ${outcome.end} ${mutant.file}:${mutant.line} ${mutant.change} ${outcome.by ?? ""}`);
  }
  judged.sort((a, b) => a.file.localeCompare(b.file) || a.start - b.start);
  const text = assemblyPage(["npm run mutate:assembly --", ...process.argv.slice(2)].join(" "), all.length, judged);
  writeFileSync(join(root, "test/mutation/assembly-survivors.md"), text);
  console.log(text);
} finally {
  judge?.stop();
  rmSync(tree, { recursive: true });
}
