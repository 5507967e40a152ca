import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Contestant } from "../contest.ts";
import { type Implementation, PLAIN, type Reply, type Request, TWIN, type Work } from "./work.ts";

const PROGRAM = fileURLToPath(new URL("child.ts", import.meta.url));

/**
 * The twin, the plain loops and peers in JavaScript, in a process of their own for each contest.
 *
 * Growing a Wasm memory detaches its old buffer, and in an isolate where any buffer has been detached V8 checks every access to a
 * typed array for it: beside the Wasm peers the twin would be 1.45 times slower than a user without Wasm finds it.
 */
export function rivals(work: Work, peers: readonly Implementation[] = []): Contestant<Float64Array>[] {
  let child: ChildProcess | undefined;
  let users = 0;
  const ask = async (request: Request): Promise<Reply> => {
    if (!child) throw new Error("the process of the rivals has ended");
    const answered = once(child, "message") as Promise<[Reply]>;
    child.send(request);
    const [reply] = await answered;
    if ("error" in reply) throw new Error(reply.error);
    return reply;
  };
  const open = async () => {
    users++;
    if (child) return;
    child = fork(PROGRAM, { execArgv: ["--expose-gc", "--no-flush-bytecode", "--import", "tsx"], serialization: "advanced" });
    await ask({ kind: "prepare", work, peers });
  };
  const close = () => {
    if (--users > 0) return;
    child?.disconnect();
    child = undefined;
  };
  const contestant = (implementation: Implementation): Contestant<Float64Array> => ({
    implementation,
    arithmetic: "f64 strict",
    prepare: async () => {
      await open();
      return {
        run: async () => {
          const reply = await ask({ kind: "run", implementation });
          return "ms" in reply ? reply.ms : Number.NaN;
        },
        result: async () => {
          const reply = await ask({ kind: "result", implementation });
          return "result" in reply ? reply.result : new Float64Array();
        },
        release: close,
      };
    },
  });
  return ([TWIN, PLAIN, ...peers] as const).map(contestant);
}
