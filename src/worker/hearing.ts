/** Those who wait for the abort of a signal: one listener for all, as long as there is anybody, since many at one signal are taken for a leak. */
interface Audience {
  readonly members: Set<() => void>;
  readonly listener: () => void;
}

const audiences = new WeakMap<AbortSignal, Audience>();

/** Calls `abort` when the signal is aborted, until `ignore`. */
export function listen(signal: AbortSignal, abort: () => void): void {
  const { members, listener } = audiences.get(signal) ?? assemble(signal);
  if (members.size === 0) signal.addEventListener("abort", listener);
  members.add(abort);
}

export function ignore(signal: AbortSignal, abort: () => void): void {
  const { members, listener } = audiences.get(signal) ?? assemble(signal);
  if (members.delete(abort) && members.size === 0) signal.removeEventListener("abort", listener);
}

function assemble(signal: AbortSignal): Audience {
  const members = new Set<() => void>();
  const listener = (): void => {
    for (const abort of [...members]) abort();
  };
  audiences.set(signal, { members, listener });
  return { members, listener };
}
