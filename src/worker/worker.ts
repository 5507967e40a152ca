import { mercerError } from "../errors";
import { requireEveryKind } from "../estimators/every-kind";
import type { FitOptions } from "../estimators/fit-options";
import { isRecord } from "../input";
import { BUILD } from "../wasm/build";
import { isAborted } from "../wasm/signals";
import { gatherCrew, help } from "../wasm/threads";
import { errorData } from "./error-data";
import type { Answer, Job, Role } from "./messages";
import { buffersIn } from "./parcel";
import { ownPort, type Port } from "./platform";
import { VERBS, WATCHED } from "./verbs";

/** The program of every worker of a pool: the coordinator, which runs the verbs, or one of its helpers. The first message says which. */
const port = ownPort();
// jobs bring their estimators as plain data
requireEveryKind();
let begun = false;
port.onMessage((data) => {
  if (begun) return;
  begun = true;
  const role = data as Role;
  if (role.role === "helper") return help(role.post);
  try {
    coordinate(port, role.threads);
  } catch (error) {
    port.post({ kind: "error", error: errorData(error) } satisfies Answer);
  }
});

function coordinate(port: Port, threads: number): void {
  const answer = (message: Answer): void => port.post(message, [...buffersIn(message)]);
  const crew = threads > 0 ? gatherCrew(threads) : null;
  const aborted = (): boolean => crew !== null && isAborted(crew.signals);
  port.onMessage((data) => {
    try {
      const value = run(data as Job, aborted, (progress) => answer({ kind: "progress", progress }));
      answer({ kind: "result", value, bytes: crew?.bytes() ?? 0 });
    } catch (error) {
      answer({ kind: "error", error: errorData(error) });
    }
  });
  answer({ kind: "ready", build: BUILD, posts: crew?.posts ?? [], signals: crew?.signals ?? null });
}

/** Runs a verb; what was computed after an abort is not a result. */
function run({ verb, args, watched }: Job, aborted: () => boolean, onProgress: NonNullable<FitOptions["onProgress"]>): unknown {
  const signal = {
    get aborted() {
      return aborted();
    },
  } as AbortSignal;
  const given = [...args];
  const at = WATCHED[verb];
  // what are no options is for the verb to refuse
  if (at !== undefined && (given[at] === undefined || isRecord(given[at]))) {
    given[at] = { ...(given[at] as object | undefined), signal, ...(watched ? { onProgress } : {}) };
  }
  const value = VERBS[verb](...(given as never[]));
  if (aborted()) throw mercerError("aborted", "the job was aborted");
  return value;
}
