import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { VitestSession } from "./vitest-session.mjs";

/** Folders whose tests run a room of the assembly, besides those of the same name. */
const telling = {
  blas: ["linalg", "lapack", "core", "dense"],
  factor: ["linalg", "lapack", "core", "dense", "oracles"],
  gram: ["gram", "kernels", "operator", "oracles"],
  iterate: ["losses", "estimators", "landmarks", "solvers", "gaussian"],
  math: ["kernels", "gram", "oracles"],
  parallel: ["operator", "solvers", "gram"],
  single: ["solvers", "operator", "lapack"],
};

/** Which test files are about files of other names. */
const about = [
  [/gram\/(adjoints|reverse|derivative|chain|tape|contract|owed|feature-sums|weights)\./, /derivative|gradients|contract/],
  [/gram\/(pairs|squared-sines)\.|cross-products/, /periodic-per-feature|gram\/evaluate/],
  [/gram\/(chi-squares|anova|maps|joins|point-leaves|evaluate|packed)\./, /gram\/evaluate|precise|oracles\/kernels|extremes/],
  [/gram\/(row-sums|column|tile-vector|triangle|visit|assemble)\./, /gram\/assemble|operator\/operators/],
  [/factor\/(merge|secular|eigen|tridiagonal|unit-scale|columns)\./, /eigh|eigen|lapack\//],
  [/factor\/(ldl|eliminate-rows)\./, /factorisations|lapack\//],
  [/factor\/(pivoted-cholesky|random-pivots)\./, /pivoted-cholesky/],
  [/iterate\/smo\./, /support-vector|pairs/],
  [/iterate\/(descent|mini-batch)\./, /descent/],
  [/iterate\/vecchia\./, /certificate|edges|nearest-predecessors/],
  [/single\/(radial|radial-maps|block-rows|exp2|tiles)\./, /single-radial|alone/],
];

/** The test files that judge the assembly: those of the core, then the quickest of those that call it by way of the library. */
export const judges = [
  "test/{assembly,core,dense,gram,linalg,lapack,operator}/**/*.test.ts",
  "test/kernels/{evaluate,rounding,ends-of-range,kept,precise,periodic-per-feature}.test.ts",
  "test/oracles/{eigen,kernels,linear-systems,nist,pivoted-cholesky,pseudo-inverse,torch-gradients}.test.ts",
  "test/landmarks/*.test.ts",
  "test/losses/core.test.ts",
  "test/solvers/support-vector.test.ts",
  "test/solvers/ridge/{alone,mixed,mixed.threads}.test.ts",
  "test/solvers/iterative/{threads,certificate,edges}.test.ts",
  "test/estimators/{kernel-descent,softmax,support-vector-regression}.test.ts",
  "test/gaussian/held-out.test.ts",
];

/** The judges with the seconds that each takes, kept in `coverage/assembly.json`; those that fail without a mutant are left out, and told. */
export const readJudges = async (root, tree, tell) => {
  const path = join(root, "coverage/assembly.json");
  const kept = new Map(existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).map((one) => [one.path, one]) : []);
  const session = new VitestSession(tree, {}, "assembly.config.mjs");
  const usable = [];
  try {
    for (const file of await session.start()) {
      const name = relative(tree, file);
      const start = performance.now();
      const answer = kept.has(name) ? null : await session.run([file], [], 120);
      const seconds = kept.get(name)?.seconds ?? (performance.now() - start) / 1000;
      const fails = answer !== null && (answer === "timeout" || answer.failed.length + answer.unhandled > 0);
      if (!fails) usable.push({ path: name, seconds });
      if (answer !== null) tell(`${name} ${fails ? "fails without a mutant" : `${seconds.toFixed(1)} s`}`);
    }
  } finally {
    session.stop();
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(usable));
  return usable;
};

/** How likely a test file is to find a mutant of a file of the assembly: by its name, by its room, and by the rooms that call it. */
const nearness = (test, file) => {
  const [, room] = file.split("/");
  if (basename(test).startsWith(`${basename(file, ".ts")}.`)) return 30;
  if (about.some(([files, tests]) => files.test(file) && tests.test(test))) return 30;
  if (test.startsWith(`test/assembly/${room}/`)) return 10;
  const rooms = telling[room] ?? [];
  return rooms.some((name) => test.startsWith(`test/${name}/`)) ? 4 : test.startsWith("test/assembly/") ? 1 : 0.3;
};

/** All judges, the most telling second first. */
export const tellingTests =
  (usable) =>
  ({ file }) =>
    usable
      .map((test) => ({ test, worth: nearness(test.path, file) / test.seconds }))
      .sort((a, b) => b.worth - a.worth)
      .map(({ test }) => test);
