import { basename } from "node:path";
import { sourceFiles } from "./files.mjs";

export { compileSwitched as build } from "./switched-core.mjs";

export const sourcesOf = (root) => sourceFiles(root, "assembly");

/** Those of the core, then the quickest of those that call it by way of the library. */
const judges = [
  /^test\/(assembly|core|dense|gram|linalg|lapack|operator|landmarks)\//,
  /^test\/kernels\/(evaluate|ends-of-range|kept|precise|periodic-per-feature)\./,
  /^test\/oracles\/(eigen|kernels|linear-systems|nist|pivoted-cholesky|pseudo-inverse|torch-gradients)\./,
  /^test\/losses\/core\./,
  /^test\/solvers\/support-vector\./,
  /^test\/solvers\/ridge\/(alone|mixed|mixed\.threads)\./,
  /^test\/solvers\/iterative\/(threads|certificate|edges)\./,
  /^test\/estimators\/(kernel-descent|softmax|support-vector-regression)\./,
  /^test\/gaussian\/held-out\./,
  /^test\/models\/predict-gradient\./,
  /^test\/series\/(limits|progress|structured)\./,
  /^test\/statistics\/laws\./,
];

/** Whether a test file judges the assembly. */
export const isJudge = (path) => judges.some((pattern) => pattern.test(path));

/** How likely a test file is to find a mutant of a file of the assembly: by its name and its room. */
export const nearness = (test, file) => {
  const [, room] = file.split("/");
  if (basename(test).startsWith(`${basename(file, ".ts")}.`)) return 4;
  if (test.startsWith(`test/assembly/${room}/`)) return 3;
  if (test.startsWith("test/assembly/")) return 2;
  return test.startsWith(`test/${room}/`) ? 1 : 0;
};
