import { setEnvironmentData } from "node:worker_threads";

/** Where the jobs of `workers/gated.mjs` wait, in workers that are started later; it is shut at first. */
export interface Gate {
  open(): void;
  shut(): void;
}

export function createGate(): Gate {
  const state = new Int32Array(new SharedArrayBuffer(4));
  setEnvironmentData("gate", state);
  return {
    open: () => {
      Atomics.store(state, 0, 1);
      Atomics.notify(state, 0);
    },
    shut: () => void Atomics.store(state, 0, 0),
  };
}
