import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import * as module from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Absent, type Contestant } from "../contest.ts";
import type { Regression } from "../data.ts";

const SCRIPT = fileURLToPath(new URL("first-fit.mjs", import.meta.url));
const LIMIT_MS = 60_000;

/**
 * Milliseconds from before the import to after the first fit, measured inside a process that has done nothing else; with what another process has
 * compiled, where that is kept (from Node 22 on).
 */
export function firstFit(implementation: "mercer" | "ml-regression", problem: Regression, isCached = false): Contestant<Float64Array> {
  const input = JSON.stringify({ ...problem, x: Array.from(problem.x), y: Array.from(problem.y) });
  let alpha = new Float64Array();
  return {
    implementation: isCached ? `${implementation}, compiled code kept` : implementation,
    arithmetic: "f64 strict",
    prepare: () => {
      if (isCached && !("enableCompileCache" in module)) throw new Absent("this engine keeps no compiled code");
      const cache = isCached ? mkdtempSync(join(tmpdir(), "mercer-bench-")) : undefined;
      const env = cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: cache };
      return {
        run: () => {
          const output = execFileSync(process.execPath, [SCRIPT, implementation], { input, env, encoding: "utf8", timeout: LIMIT_MS });
          const told = JSON.parse(output) as { readonly ms: number; readonly alpha: readonly number[] };
          alpha = Float64Array.from(told.alpha);
          return told.ms;
        },
        result: () => alpha,
        release: () => {
          if (cache !== undefined) rmSync(cache, { recursive: true, force: true });
        },
      };
    },
  };
}
