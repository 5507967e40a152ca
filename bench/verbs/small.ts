import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Absent, type Contest, type Contestant } from "../contest.ts";
import { normal, type Regression, regression } from "../data.ts";
import * as mercer from "../mercer/library.ts";
import { distance, ridgeMatrix, solutionError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import * as plain from "../plain-loops/kernels.ts";
import { rivals } from "../rivals/rivals.ts";

const N = 20;
const D = 3;

/** What an interactive page feels: a small fit, one prediction, the first fit of a fresh process. */
export function* small(): Generator<Contest<Float64Array>> {
  yield warmFit(regression(N, D));
  yield onePoint(regression(100, D));
  yield firstFit(regression(N, D));
}

function warmFit(problem: Regression): Contest<Float64Array> {
  const { n, d, x, y, lambda } = problem;
  const gamma = 1 / d;
  const batch = 500;
  const truth = ridgeMatrix(problem);
  const inputs = { x: { data: x, shape: [n, d] }, y: { data: y, shape: [n] } };
  return {
    operation: "small fit, warm",
    size: `n = ${n}, d = ${d}`,
    batch,
    contestants: [
      mercer.fit(problem, batch),
      ...rivals({ operation: "fit", problem, batch }, ["ml-regression"]),
      nativeContestant("scikit-learn native", "fit", inputs, { gamma, lambda, batch }),
    ],
    error: (result) => solutionError(n, truth, y, result),
    tolerance: 1e-13,
  };
}

function onePoint(problem: Regression): Contest<Float64Array> {
  const { n, d, x, y, kernel, lambda } = problem;
  const m = 2000;
  const z = normal(m * d, 8);
  const alpha = new Float64Array(n);
  plain.fitRidge(kernel, lambda, n, d, x, y, new Float64Array(n * n), alpha);
  const truth = new Float64Array(m);
  plain.predictRidge(kernel, m, n, d, z, x, alpha, truth);
  return {
    operation: "predict one point",
    size: `n = ${n}, d = ${d}`,
    batch: m,
    contestants: [
      mercer.predictOne(problem, m, z),
      ...rivals({ operation: "predict", problem, alpha, z, pointwise: true }, ["ml-regression"]),
    ],
    error: (result) => distance(result, truth),
    tolerance: 1e-9,
  };
}

/** Milliseconds from before the import to after the first fit, measured inside a process that has done nothing else. */
function firstFit(problem: Regression): Contest<Float64Array> {
  const truth = ridgeMatrix(problem);
  return {
    operation: "import and first fit",
    size: `n = ${problem.n}, d = ${problem.d}`,
    contestants: [fresh("mercer", problem), fresh("ml-regression", problem)],
    error: (result) => solutionError(problem.n, truth, problem.y, result),
    tolerance: 1e-13,
  };
}

function fresh(implementation: "mercer" | "ml-regression", problem: Regression): Contestant<Float64Array> {
  const script = fileURLToPath(new URL("../fresh-process.mjs", import.meta.url));
  let alpha = new Float64Array();
  return {
    implementation,
    arithmetic: "f64 strict",
    prepare: () => {
      if (implementation === "mercer" && !existsSync(fileURLToPath(new URL("../../dist/index.js", import.meta.url)))) {
        throw new Absent("dist/index.js is not built; run npm run build in the root");
      }
      const input = JSON.stringify({ ...problem, x: Array.from(problem.x), y: Array.from(problem.y) });
      return {
        run: () => {
          const output = JSON.parse(execFileSync(process.execPath, [script, implementation], { input, encoding: "utf8" })) as {
            ms: number;
            alpha: number[];
          };
          alpha = Float64Array.from(output.alpha);
          return output.ms;
        },
        result: () => alpha,
      };
    },
  };
}
