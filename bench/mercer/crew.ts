import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Contestant } from "../contest.ts";

const PROGRAM = fileURLToPath(new URL("crew-program.ts", import.meta.url));

/** The factorisation in Wasm memory, by so many threads in a process of their own. */
export function choleskyByThreads(n: number, a: Float64Array, threads: number): Contestant<Float64Array> {
  return {
    implementation: threads === 1 ? "mercer" : `mercer, ${threads} threads`,
    arithmetic: "f64 strict",
    threads,
    prepare: async () => {
      const child = fork(PROGRAM, { execArgv: ["--import", "tsx"], serialization: "advanced" });
      const ask = async <T>(message: unknown): Promise<T> => {
        child.send(message as object);
        const [answer] = (await once(child, "message")) as [T];
        return answer;
      };
      await ask({ threads, n, a });
      return {
        run: () => ask<number>("run"),
        result: () => ask<Float64Array>("result"),
        release: () => void child.send("end"),
      };
    },
  };
}
