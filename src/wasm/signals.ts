/** Words of a memory that threads share, by which those who do not work there tell those who do; byte addresses. */
export interface Signals {
  readonly memory: WebAssembly.Memory;
  /** 1: the core skips what is left of its work, the results of which are then to be thrown away. */
  readonly aborted: number;
  /** 1: helpers leave. */
  readonly closed: number;
  /** What helpers that sleep wait for. */
  readonly bell: number;
}

export function setAborted(signals: Signals, aborted: boolean): void {
  Atomics.store(wordsOf(signals), signals.aborted >> 2, Number(aborted));
}

export function isAborted(signals: Signals): boolean {
  return Atomics.load(wordsOf(signals), signals.aborted >> 2) !== 0;
}

/** Lets the helpers go: a thread that sleeps in WebAssembly cannot be ended everywhere. */
export function dismissHelpers(signals: Signals): void {
  const words = wordsOf(signals);
  Atomics.store(words, signals.closed >> 2, 1);
  Atomics.add(words, signals.bell >> 2, 1);
  Atomics.notify(words, signals.bell >> 2);
}

function wordsOf({ memory }: Signals): Int32Array {
  return new Int32Array(memory.buffer);
}
