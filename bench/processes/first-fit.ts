import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Contestant } from "../contest.ts";
import type { Regression } from "../data.ts";

const SCRIPT = fileURLToPath(new URL("first-fit.mjs", import.meta.url));
const LIMIT_MS = 60_000;

/** Milliseconds from before the import to after the first fit, measured inside a process that has done nothing else. */
export function firstFit(implementation: "mercer" | "ml-regression", problem: Regression): Contestant<Float64Array> {
  const input = JSON.stringify({ ...problem, x: Array.from(problem.x), y: Array.from(problem.y) });
  let alpha = new Float64Array();
  return {
    implementation,
    arithmetic: "f64 strict",
    prepare: () => ({
      run: () => {
        const output = execFileSync(process.execPath, [SCRIPT, implementation], { input, encoding: "utf8", timeout: LIMIT_MS });
        const told = JSON.parse(output) as { readonly ms: number; readonly alpha: readonly number[] };
        alpha = Float64Array.from(told.alpha);
        return told.ms;
      },
      result: () => alpha,
    }),
  };
}
