import { fileURLToPath } from "node:url";
import type { Contestant } from "../contest.ts";
import { start } from "../processes/child.ts";

const PROGRAM = fileURLToPath(new URL("crew-program.ts", import.meta.url));

/** The factorisation in Wasm memory, by so many threads in a process of their own. */
export function choleskyByThreads(n: number, a: Float64Array, threads: number): Contestant<Float64Array> {
  return {
    implementation: threads === 1 ? "mercer" : `mercer, ${threads} threads`,
    arithmetic: "f64 strict",
    threads,
    prepare: async () => {
      const child = start(PROGRAM, ["--import", "tsx"]);
      await child.ask({ kind: "prepare", threads, n, a });
      return {
        run: () => child.ask<number>({ kind: "run" }),
        result: () => child.ask<Float64Array>({ kind: "result" }),
        release: () => child.end(),
      };
    },
  };
}
