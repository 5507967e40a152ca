import { fileURLToPath } from "node:url";
import type { Contestant } from "../contest.ts";
import type { Points } from "../data.ts";
import { start } from "../processes/child.ts";

export interface GaussianPoints extends Points {
  readonly kernel: { readonly kind: "rbf"; readonly gamma: number };
}

/** The factorisation in Wasm memory, by so many threads in a process of their own. */
export function choleskyByThreads(n: number, a: Float64Array, threads: number): Contestant<Float64Array> {
  return byCrew("crew-program.ts", threads, { n, a });
}

/** Kv by so many threads, K never stored. */
export function productByThreads(
  points: GaussianPoints,
  v: Float64Array,
  precision: "double" | "single",
  threads: number,
): Contestant<Float64Array> {
  return byCrew("product-program.ts", threads, { points, v, precision });
}

function byCrew(program: string, threads: number, task: object): Contestant<Float64Array> {
  return {
    implementation: threads === 1 ? "mercer" : `mercer, ${threads} threads`,
    arithmetic: "f64 strict",
    threads,
    prepare: async () => {
      const child = start(fileURLToPath(new URL(program, import.meta.url)), ["--import", "tsx"]);
      await child.ask({ kind: "prepare", threads, ...task });
      return {
        run: () => child.ask<number>({ kind: "run" }),
        result: () => child.ask<Float64Array>({ kind: "result" }),
        release: () => child.end(),
      };
    },
  };
}
