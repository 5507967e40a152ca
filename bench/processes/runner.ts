import type { Implementation } from "../jobs/implementation.ts";
import { bundledProgram } from "./bundle.ts";
import { type Child, start } from "./child.ts";
import type { Prepare, Reply, Request } from "./messages.ts";

/** Work in another process. */
export interface Runner {
  /** ms of so many calls */
  run(implementation: Implementation, calls: number): Promise<number>;
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
      return "ms" in reply ? reply.ms : Number.NaN;
    },
    result: async (implementation) => {
      const reply = await ask(child, { kind: "result", implementation });
      return "result" in reply ? reply.result : new Float64Array();
    },
    end: () => child.end(),
  };
}

async function ask(child: Child, request: Request): Promise<Reply> {
  const reply = await child.ask<Reply>(request);
  if ("error" in reply) throw new Error(reply.error);
  return reply;
}
