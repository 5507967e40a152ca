import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";

/** Where a run that maps the code writes what its test files reach; undefined in any other run. */
export const folder = process.env.MERCER_REACHED;

/** When the test file ends, writes what it has reached, and how many seconds of processor it took. */
export function writeReached(found) {
  const start = process.cpuUsage();
  afterAll(() => {
    const { user, system } = process.cpuUsage(start);
    const path = expect.getState().testPath;
    const told = { path, seconds: (user + system) / 1e6, ...found() };
    writeFileSync(join(folder, `${path.replaceAll("/", "-")}.json`), JSON.stringify(told));
  });
}
