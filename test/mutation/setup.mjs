import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";

// In the run that maps the blocks, every test file writes which blocks it reached, and how long it took.
const folder = process.env.MERCER_REACHED;
if (folder !== undefined) {
  const start = performance.now();
  globalThis.mercerReached = new Set();
  afterAll(() => {
    const path = expect.getState().testPath;
    const found = { path, seconds: (performance.now() - start) / 1000, blocks: [...globalThis.mercerReached] };
    writeFileSync(join(folder, `${path.replaceAll("/", "-")}.json`), JSON.stringify(found));
  });
}
