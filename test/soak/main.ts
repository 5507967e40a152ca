import type { Leak } from "./leaks";
import { watchMemories } from "./memories";
import { type Session, startSession } from "./session";

/** A session, in Node and in a page. */
export function start(workerUrl: string, leak?: Leak): Promise<Session> {
  watchMemories();
  return startSession(workerUrl, leak);
}

export { isEnough, verdict } from "./verdict";
