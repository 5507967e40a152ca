import { folder, writeReached } from "./reached.mjs";

// In the run that maps the blocks, every test file tells which blocks it reached.
if (folder !== undefined) {
  globalThis.mercerReached = new Set();
  writeReached(() => ({ blocks: [...globalThis.mercerReached] }));
}
