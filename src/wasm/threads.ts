import { createSharedGround, type Ground, instantiateCore } from "./load";
import { shareMemory } from "./memory";
import type { Signals } from "./signals";

/** What a helper thread is given. */
export interface Post {
  readonly ground: Ground;
  /** 1, 2 …; 0 is the thread that calls. */
  readonly thread: number;
}

/** The threads of a realm: itself, and helpers that are on other threads. */
interface Crew {
  /** One for each helper, which takes it up with `help`, at any time or never: results are the same. */
  readonly posts: readonly Post[];
  readonly signals: Signals;
  /** Of the memory that they share, which never shrinks. */
  bytes(): number;
}

/** From now on the calls of this realm work in one memory, which helpers share. Before the first call, where SharedArrayBuffer exists. */
export function gatherCrew(threads: number): Crew {
  const ground = createSharedGround();
  const { memory } = ground;
  const { core } = shareMemory(ground, threads);
  return {
    posts: Array.from({ length: threads - 1 }, (_, helper) => ({ ground, thread: helper + 1 })),
    signals: { memory, aborted: core.ABORTED.value, closed: core.CLOSED.value, bell: core.BELL.value },
    bytes: () => memory.buffer.byteLength,
  };
}

/** A helper's life: works where there is work, until dismissed. */
export function help({ ground, thread }: Post): void {
  instantiateCore(() => {
    throw new Error("functions of the host are called by their own thread only");
  }, ground).help(thread);
}
