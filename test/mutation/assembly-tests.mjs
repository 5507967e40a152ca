import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { compiler } from "./compile.mjs";
import { sourceFiles } from "./files.mjs";
import { functionAround, markFunctions } from "./reached-functions.mjs";
import { copyTree } from "./tree.mjs";
import { VitestSession } from "./vitest-session.mjs";

/** The test files that judge the assembly: those of the core, then the quickest of those that call it by way of the library. */
export const judges = [
  "test/{assembly,core,dense,gram,linalg,lapack,operator}/**/*.test.ts",
  "test/kernels/{evaluate,ends-of-range,kept,precise,periodic-per-feature}.test.ts",
  "test/oracles/{eigen,kernels,linear-systems,nist,pivoted-cholesky,pseudo-inverse,torch-gradients}.test.ts",
  "test/landmarks/*.test.ts",
  "test/losses/core.test.ts",
  "test/solvers/support-vector.test.ts",
  "test/solvers/ridge/{alone,mixed,mixed.threads}.test.ts",
  "test/solvers/iterative/{threads,certificate,edges}.test.ts",
  "test/estimators/{kernel-descent,softmax,support-vector-regression}.test.ts",
  "test/gaussian/held-out.test.ts",
  "test/models/predict-gradient.test.ts",
  "test/series/{limits,progress,structured}.test.ts",
  "test/statistics/laws.test.ts",
];

/** Runs every judge that is not known once on a core whose functions are marked; { path, functions: null } where it cannot judge. */
const mapJudges = async (root, known, slowest, tell) => {
  const tree = copyTree(root);
  const folder = mkdtempSync(join(tmpdir(), "mercer-reached-"));
  const session = new VitestSession(tree, { MERCER_REACHED: folder }, "assembly.config.mjs");
  try {
    const names = markFunctions(tree, sourceFiles(tree, "assembly"));
    if ((await compiler(root, tree)("")) === null) throw new Error("the marked core does not compile");
    const bad = new Set();
    for (const file of await session.start()) {
      if (known.has(relative(tree, file))) continue;
      const answer = await session.run([file], [], slowest);
      const fails = answer === "timeout" || answer.failed.length + answer.unhandled > 0;
      if (fails) bad.add(file);
      tell(`${relative(tree, file)}${answer === "timeout" ? ` takes more than ${slowest} s` : fails ? " fails without a mutant" : ""}`);
    }
    const found = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
    const judging = found.filter(({ path }) => !bad.has(path));
    return [
      ...judging.map(({ path, seconds, numbers }) => ({ path: relative(tree, path), seconds, functions: numbers.map((id) => names[id]) })),
      ...[...bad].map((path) => ({ path: relative(tree, path), functions: null })),
    ];
  } finally {
    session.stop();
    for (const made of [tree, folder]) rmSync(made, { recursive: true });
  }
};

/**
 * The judges: { path, seconds, functions }[], the functions of the assembly that each reaches. A judge that fails without a mutant, or takes more than
 * `slowest` seconds, judges none. Kept in `coverage/assembly.json`, where new judges are added: remove it after a change of the assembly.
 */
export const readJudges = async (root, slowest, tell) => {
  const path = join(root, "coverage/assembly.json");
  const kept = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
  const all = [...kept, ...(await mapJudges(root, new Set(kept.map((one) => one.path)), slowest, tell))];
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(all));
  return all.filter(({ functions }) => functions !== null);
};

/** How likely a test file is to find a mutant of a file of the assembly: by its name and its room. */
const nearness = (test, file) => {
  if (basename(test).startsWith(`${basename(file, ".ts")}.`)) return 30;
  if (test.startsWith(`test/assembly/${file.split("/")[1]}/`)) return 10;
  return test.startsWith("test/assembly/") ? 3 : 1;
};

/** Tests of single maps compile these themselves, which leaves no marks. */
const compilesItself = (test, file) => file.startsWith("assembly/math/") && test.startsWith("test/assembly/math/");

/** The judges that reach the function of a mutant, or any of its file where it is in none; the most telling second first. */
export const tellingTests = (root, usable) => {
  const text = new Map();
  const read = (file) => {
    if (!text.has(file)) text.set(file, readFileSync(join(root, file), "utf8"));
    return text.get(file);
  };
  return ({ file, start }) => {
    const name = functionAround(file, read(file), start);
    const reaches = ({ path, functions }) =>
      compilesItself(path, file) || functions.some((one) => (name ? one === name : one.startsWith(`${file}:`)));
    const reaching = usable.filter(reaches);
    // constants, of which no function is known
    const tests = name === undefined && reaching.length === 0 ? usable : reaching;
    return tests
      .map((test) => ({ test, worth: nearness(test.path, file) / (test.seconds + 1) }))
      .sort((a, b) => b.worth - a.worth)
      .map(({ test }) => test);
  };
};
