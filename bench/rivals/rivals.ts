import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Contestant } from "../contest.ts";
import { type Implementation, type Peer, PLAIN, type Reply, type Request, TWIN, type Work } from "./work.ts";

const PROGRAM = fileURLToPath(new URL("child.ts", import.meta.url));

/**
 * The twin and the plain loops in one process for each contest, peers in JavaScript in another.
 *
 * Growing a Wasm memory detaches its old buffer, and in an isolate where any buffer has been detached V8 checks every access to a
 * typed array for it: there the twin is 1.4 times slower. Beside a Wasm peer that is so, and even after importing a CommonJS package
 * into an ES module, because Node scans it with Wasm.
 */
export function rivals(work: Work, peers: readonly Peer[] = []): Contestant<Float64Array>[] {
  return [...share(work, [TWIN, PLAIN]), ...(peers.length > 0 ? share(work, peers) : [])];
}

/** Peers where there is no twin. */
export function peersAlone(work: Work, peers: readonly Peer[]): Contestant<Float64Array>[] {
  return share(work, peers);
}

/** Implementations that share a process, which begins with the first and ends with the last. */
function share(work: Work, implementations: readonly Implementation[]): Contestant<Float64Array>[] {
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
    await ask({ kind: "prepare", work, implementations });
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
  return implementations.map(contestant);
}
