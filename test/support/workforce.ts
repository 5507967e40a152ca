import workerThreads, { type Worker } from "node:worker_threads";

/** The worker threads that a piece of code starts, as the operating system would see them: they can be killed, and they and their messages be counted. */
export interface Workforce {
  /** Those that have not ended. */
  readonly alive: readonly Worker[];
  /** Acts at the message number `count` from now on, 1 the next: one to a worker when it is sent, one from a worker before anybody else hears it. */
  atMessage(count: number, act: () => void): void;
  restore(): void;
}

export function watchWorkers(): Workforce {
  const original = workerThreads.Worker;
  const alive: Worker[] = [];
  const actions = new Map<number, (() => void)[]>();
  let messages = 0;
  const count = (): void => {
    messages++;
    for (const act of actions.get(messages) ?? []) act();
    actions.delete(messages);
  };
  class Watched extends original {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      alive.push(this);
      this.on("exit", () => alive.splice(alive.indexOf(this), 1));
      this.on("message", count);
    }

    override postMessage(...args: Parameters<Worker["postMessage"]>): void {
      super.postMessage(...args);
      count();
    }
  }
  workerThreads.Worker = Watched;
  return {
    alive,
    atMessage: (later, act) => {
      const at = messages + later;
      actions.set(at, [...(actions.get(at) ?? []), act]);
    },
    restore: () => {
      workerThreads.Worker = original;
    },
  };
}
