import type { LabState } from "../model/state";
import type { Answer } from "./messages";

/** A worker that is always asked about the newest state: what was asked meanwhile is forgotten. */
export interface Client {
  ask(state: LabState, all: boolean): void;
  /** Ends what is being computed, however long it would take. */
  abort(): void;
}

/** How long the views of a state that has passed may go on, in ms: beyond it a fresh worker is there sooner. */
const PATIENCE = 600;

/** @param hear is told every answer, whether another question is under way, and the state that was asked about */
export function startClient(hear: (answer: Answer, busy: boolean, asked: LabState | null) => void): Client {
  let worker = start();
  let id = 0;
  let busy = false;
  let asked: LabState | null = null;
  /** When the fit of the question under way was there; null before. */
  let fitted: number | null = null;
  let waiting: { readonly state: LabState; readonly all: boolean } | null = null;

  function start(): Worker {
    const fresh = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    fresh.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.id !== id) return;
      const about = asked;
      if (data.kind === "fit") fitted = performance.now();
      if (data.kind === "end") {
        busy = false;
        const next = waiting;
        waiting = null;
        if (next) send(next.state, next.all);
      }
      hear(data, busy, about);
    };
    fresh.onerror = (event) =>
      hear({ id, kind: "failure", failure: { code: "worker", message: event.message || "the worker did not start" } }, false, asked);
    return fresh;
  }

  function send(state: LabState, all: boolean): void {
    busy = true;
    fitted = null;
    asked = state;
    worker.postMessage({ id: ++id, state, all });
  }

  function restart(): void {
    worker.terminate();
    // what it has said and is not heard yet counts no more
    id++;
    waiting = null;
    busy = false;
    worker = start();
  }

  return {
    ask(state, all) {
      if (busy && fitted !== null && performance.now() - fitted > PATIENCE) restart();
      if (busy) waiting = { state, all };
      else send(state, all);
    },
    abort() {
      restart();
      hear({ id, kind: "end" }, false, asked);
    },
  };
}
