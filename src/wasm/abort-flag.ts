/** A flag in a shared memory: raised, it makes the core skip what is left of its work, the results of which are then to be thrown away. */
export interface AbortFlag {
  readonly memory: WebAssembly.Memory;
  readonly address: number;
}

export function setFlag(flag: AbortFlag, raised: boolean): void {
  Atomics.store(wordsOf(flag), flag.address >> 2, Number(raised));
}

export function isRaised(flag: AbortFlag): boolean {
  return Atomics.load(wordsOf(flag), flag.address >> 2) !== 0;
}

function wordsOf({ memory }: AbortFlag): Int32Array {
  return new Int32Array(memory.buffer);
}
