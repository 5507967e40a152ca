import workerThreads, { type Worker } from "node:worker_threads";

/** The worker threads that a piece of code starts, as the operating system would see them: they can be killed, and counted. */
export interface Workforce {
  /** Those that have not ended. */
  readonly alive: readonly Worker[];
  restore(): void;
}

export function watchWorkers(): Workforce {
  const original = workerThreads.Worker;
  const alive: Worker[] = [];
  class Watched extends original {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      alive.push(this);
      this.on("exit", () => alive.splice(alive.indexOf(this), 1));
    }
  }
  workerThreads.Worker = Watched;
  return {
    alive,
    restore: () => {
      workerThreads.Worker = original;
    },
  };
}
