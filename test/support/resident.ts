import { setImmediate as macrotask } from "node:timers/promises";
import { withBlocks } from "../../src/wasm/memory";

/** The resident instance: bytes of its memory, and the mark up to which they are given out. */
export function resident(): { readonly bytes: number; readonly mark: number } {
  return withBlocks({}, (_, { core, top }) => ({ bytes: core.memory.buffer.byteLength, mark: top }));
}

/** What `call` throws; undefined if it does not. */
export function caught(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Lets the collector run until `done`, up to 40 times. */
export async function collectUntil(done: () => boolean): Promise<void> {
  if (!globalThis.gc) throw new Error("these tests need node --expose-gc");
  for (let round = 0; round < 40 && !done(); round++) {
    // A reference that `done` looked at counts as live until its task ends.
    await macrotask();
    globalThis.gc();
    await macrotask();
  }
}

/** Bytes outside the JavaScript heap, Wasm memories among them, when the collector has nothing more to give back. */
export async function settledBytes(): Promise<number> {
  let bytes = Number.POSITIVE_INFINITY;
  let calm = 0;
  await collectUntil(() => {
    const { external } = process.memoryUsage();
    calm = external < bytes ? 0 : calm + 1;
    bytes = Math.min(bytes, external);
    return calm > 5;
  });
  return bytes;
}
