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

/** The test files that judge the assembly: those of the core, then the quickest of those that call it by way of the library. */
export const judges = [
  "test/{assembly,core,dense,gram,linalg,lapack,operator}/**/*.test.ts",
  "test/kernels/{evaluate,rounding,ends-of-range,kept,precise}.test.ts",
  "test/oracles/{eigen,kernels,linear-systems,nist,pivoted-cholesky,pseudo-inverse,torch-gradients}.test.ts",
  "test/landmarks/*.test.ts",
  "test/losses/core.test.ts",
  "test/solvers/support-vector.test.ts",
  "test/solvers/ridge/{alone,mixed,mixed.threads}.test.ts",
  "test/solvers/iterative/threads.test.ts",
  "test/estimators/{kernel-descent,softmax,support-vector-regression}.test.ts",
  "test/gaussian/held-out.test.ts",
];

/** The judges with the seconds that each takes, kept in `coverage/assembly.json`; those that fail without a mutant are left out, and told. */
export const readJudges = async (root, tree, tell) => {
  const path = join(root, "coverage/assembly.json");
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
  const session = new VitestSession(tree, {}, "assembly.config.mjs");
  const usable = [];
  try {
    for (const file of await session.start()) {
      const start = performance.now();
      const answer = await session.run([file], [], 120);
      const seconds = (performance.now() - start) / 1000;
      const fails = answer === "timeout" || answer.failed.length + answer.unhandled > 0;
      if (!fails) usable.push({ path: relative(tree, file), seconds });
      tell(`${relative(tree, file)} ${fails ? "fails without a mutant" : `${seconds.toFixed(1)} s`}`);
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
