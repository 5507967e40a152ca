import { type ChildProcess, fork } from "node:child_process";

/** An answer takes seconds, of a large fit minutes; one that takes longer than this will never come. */
const LIMIT_MS = 900_000;

/** A process that answers one question at a time. */
export interface Child {
  /** Rejects if the process ends or is silent for a quarter of an hour, after which it is ended. */
  ask<T>(question: object): Promise<T>;
  end(): void;
}

export function start(program: string, execArgv: readonly string[]): Child {
  const child = fork(program, { execArgv: [...execArgv], serialization: "advanced" });
  return { ask: (question) => ask(child, question), end: () => void child.kill("SIGKILL") };
}

function ask<T>(child: ChildProcess, question: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (settle: () => void) => {
      clearTimeout(timer);
      child.off("message", answered);
      child.off("exit", ended);
      settle();
    };
    const answered = (answer: unknown) => stop(() => resolve(answer as T));
    const ended = (code: number | null, signal: string | null) =>
      stop(() => reject(new Error(`the process ended (${signal ?? `code ${code}`}) before it had answered`)));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      stop(() => reject(new Error(`no answer for ${LIMIT_MS / 1000} s`)));
    }, LIMIT_MS);
    child.on("message", answered);
    child.on("exit", ended);
    if (child.connected) child.send(question);
    else ended(child.exitCode, child.signalCode);
  });
}
