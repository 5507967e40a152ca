import { createSharedGround, type Ground, instantiateCore } from "./load";
import { shareMemory, type Workspace } from "./memory";

/** What a helper thread is given. */
export interface Post {
  readonly ground: Ground;
  /** 1, 2 …; 0 is the thread that calls. */
  readonly thread: number;
}

/** The threads of a realm: itself, and helpers that are on other threads. */
export interface Crew {
  /** One for each helper, which takes it up with `help`, at any time or never: results are the same. */
  readonly posts: readonly Post[];
  /** A flag in shared memory: 1 makes work under way end as soon as it can, with results that are to be thrown away. */
  readonly abort: { readonly memory: WebAssembly.Memory; readonly address: number };
  /** Lets the helpers go. */
  dismiss(): void;
}

/** From now on the calls of this realm work in one memory, which helpers share. Before the first call, where SharedArrayBuffer exists. */
export function gatherCrew(threads: number): Crew {
  const ground = createSharedGround();
  const { core }: Workspace = shareMemory(ground, threads);
  return {
    posts: Array.from({ length: threads - 1 }, (_, helper) => ({ ground, thread: helper + 1 })),
    abort: { memory: ground.memory, address: core.ABORTED.value },
    dismiss: () => core.close(),
  };
}

/** A helper's life: works where there is work, until dismissed. Blocks its thread. */
export function help({ ground, thread }: Post): void {
  instantiateCore(() => {
    throw new Error("functions of the host are called by their own thread only");
  }, ground).help(thread);
}
