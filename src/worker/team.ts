import { isMercerError, type MercerError, mercerError } from "../errors";
import type { Progress } from "../progress";
import { BUILD } from "../wasm/build";
import { dismissHelpers, type Signals, setAborted } from "../wasm/signals";
import { rebuiltError } from "./error-data";
import type { Answer, Job, Role } from "./messages";
import { buffersIn } from "./parcel";
import { type Colleague, canShareMemory, prebundledWorker, startWorker } from "./platform";

/** Where the workers of a pool come from, and how many there are. */
export interface Staffing {
  readonly threads: number;
  readonly workerUrl: string | URL | undefined;
  readonly blob: boolean;
}

interface Result {
  readonly value: unknown;
  /** Of the memory that the threads share. */
  readonly bytes: number;
}

/** A coordinator and its helpers, seen from the page. It does one job at a time. */
export interface Team {
  /** Rejects with the job's own error, or with "worker" when one of the workers is lost; the team is then of no use. */
  work(job: Job, onProgress: (progress: Progress) => void): Promise<Result>;
  /** Asks the job under way to end; false where no memory is shared, so that nobody hears. */
  interrupt(): boolean;
  isLost(): boolean;
  /** Whether the team keeps a Node process alive. */
  hold(held: boolean): void;
  end(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: MercerError) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** What to try when no worker starts. */
const NOT_STARTED =
  "its script, dist/worker.js of the package, must be where it is looked for; say where with startPool({ workerUrl }). " +
  'For Vite in development: optimizeDeps: { exclude: ["mercer"] }';

const LOST =
  "it was ended from outside, or ran out of memory; the next job gets another one: try again, with fewer points or threads if it recurs";

/** @throws "worker" when a worker does not start, or is of another build; "unsupported" when there is no WebAssembly in it */
export async function startTeam(staffing: Staffing): Promise<Team> {
  try {
    return await assemble(staffing);
  } catch (error) {
    const url = prebundledWorker();
    if (staffing.workerUrl !== undefined || url === undefined || !isMercerError(error) || error.code !== "worker") throw error;
    return assemble({ ...staffing, workerUrl: url }).catch(() => {
      throw error;
    });
  }
}

async function assemble({ threads, workerUrl, blob }: Staffing): Promise<Team> {
  const members: Colleague[] = [];
  let waiting: Waiting | null = null;
  let loss: MercerError | null = null;
  let signals: Signals | null = null;
  let started = false;

  const lost = (cause: unknown): void => {
    void end(failure(cause));
  };
  const failure = (cause: unknown): MercerError => {
    const why = cause instanceof Error ? cause.message : String(cause);
    return mercerError(
      "worker",
      `a worker of the pool ${started ? "is lost" : "did not start"} (${why}): ${started ? LOST : NOT_STARTED}`,
      { cause },
    );
  };
  const hire = (role: Role, message: (data: unknown) => void): Colleague => {
    const member = startWorker(workerUrl, blob, { message, lost });
    members.push(member);
    member.post(role);
    return member;
  };
  const hear = (answer: Answer): void => {
    if (answer.kind === "progress") {
      waiting?.onProgress(answer.progress);
      return;
    }
    const { resolve } = waiting ?? {};
    waiting = null;
    resolve?.(answer);
  };
  const answered = (onProgress: Waiting["onProgress"], ask: () => void): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      if (loss) return reject(loss);
      waiting = { resolve, reject, onProgress };
      ask();
    }).then((answer) => {
      if (answer.kind === "error") throw rebuiltError(answer.error);
      return answer;
    });
  const end = async (reason: MercerError = mercerError("worker", "the workers of the pool were ended")): Promise<void> => {
    loss ??= reason;
    waiting?.reject(loss);
    waiting = null;
    if (signals) dismissHelpers(signals);
    await Promise.all(members.map((member) => member.end()));
  };

  try {
    const ready = await answered(
      () => {},
      () => hire({ role: "coordinator", threads: canShareMemory() ? threads : 0 }, (data) => hear(data as Answer)),
    );
    if (ready.kind === "ready") {
      if (ready.build !== BUILD) {
        throw mercerError(
          "worker",
          `the worker's script is of build ${ready.build}, the pool of ${BUILD}; use dist/worker.js of the same version`,
        );
      }
      started = true;
      signals = ready.signals;
      for (const post of ready.posts) hire({ role: "helper", post }, () => {});
    }
  } catch (error) {
    await end();
    throw isMercerError(error) ? error : failure(error);
  }
  const [coordinator] = members as [Colleague, ...Colleague[]];
  return {
    async work(job, onProgress) {
      if (signals) setAborted(signals, false);
      const answer = await answered(onProgress, () => coordinator.post(job, [...buffersIn(job.args)]));
      return answer as Answer & { kind: "result" };
    },
    interrupt() {
      if (signals) setAborted(signals, true);
      return signals !== null;
    },
    isLost: () => loss !== null,
    hold: (held) => {
      for (const member of members) member.hold(held);
    },
    end: () => end(),
  };
}
