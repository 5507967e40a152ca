import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";

const secondsSince = (start) => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

// In the run that maps the blocks, every test file writes which blocks it reached, and how many seconds of processor it took.
const folder = process.env.MERCER_REACHED;
if (folder !== undefined) {
  const start = process.cpuUsage();
  globalThis.mercerReached = new Set();
  afterAll(() => {
    const path = expect.getState().testPath;
    const found = { path, seconds: secondsSince(start), blocks: [...globalThis.mercerReached] };
    writeFileSync(join(folder, `${path.replaceAll("/", "-")}.json`), JSON.stringify(found));
  });
}
