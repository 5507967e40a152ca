import type { LabState } from "../model/state";
import type { Answer } from "./messages";

/** A worker that is always asked about the newest state: what was asked meanwhile is forgotten. */
export interface Client {
  ask(state: LabState, all: boolean): void;
  /** Ends what is being computed, however long it would take. */
  abort(): void;
}

export function startClient(hear: (answer: Answer, busy: boolean) => void): Client {
  let worker = start();
  let id = 0;
  let busy = false;
  let waiting: { readonly state: LabState; readonly all: boolean } | null = null;

  function start(): Worker {
    const fresh = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    fresh.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.id !== id) return;
      if (data.kind === "end") {
        busy = false;
        const next = waiting;
        waiting = null;
        if (next) send(next.state, next.all);
      }
      hear(data, busy);
    };
    fresh.onerror = (event) =>
      hear({ id, kind: "failure", failure: { code: "worker", message: event.message || "the worker did not start" } }, false);
    return fresh;
  }

  function send(state: LabState, all: boolean): void {
    busy = true;
    worker.postMessage({ id: ++id, state, all });
  }

  return {
    ask(state, all) {
      if (busy) waiting = { state, all };
      else send(state, all);
    },
    abort() {
      worker.terminate();
      waiting = null;
      busy = false;
      worker = start();
      hear({ id, kind: "end" }, false);
    },
  };
}
