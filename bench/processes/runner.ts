import type { Implementation } from "../jobs/implementation.ts";
import type { Time } from "../jobs/job.ts";
import { bundledProgram } from "./bundle.ts";
import { type Child, start } from "./child.ts";
import type { Prepare, Reply, Request } from "./messages.ts";

/** Work in another process. */
export interface Runner {
  /** of so many calls */
  run(implementation: Implementation, calls: number): Promise<Time>;
  result(implementation: Implementation): Promise<Float64Array>;
  /** Ends the process. */
  end(): void;
}

/** A new process that has prepared the work, and has done nothing else. */
export async function startRunner(prepare: Omit<Prepare, "kind">): Promise<Runner> {
  const child = start(await bundledProgram(), ["--expose-gc", "--no-flush-bytecode"]);
  try {
    await ask(child, { kind: "prepare", ...prepare });
  } catch (cause) {
    child.end();
    throw cause;
  }
  return {
    run: async (implementation, calls) => {
      const reply = await ask(child, { kind: "run", implementation, calls });
      if ("time" in reply) return reply.time;
      throw new Error("a run was not answered by a time");
    },
    result: async (implementation) => {
      const reply = await ask(child, { kind: "result", implementation });
      if ("result" in reply) return reply.result;
      throw new Error("the result was asked for, and not given");
    },
    end: () => child.end(),
  };
}

async function ask(child: Child, request: Request): Promise<Reply> {
  const reply = await child.ask<Reply>(request);
  if ("error" in reply) throw new Error(reply.error);
  return reply;
}
