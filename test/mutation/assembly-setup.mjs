import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";

const secondsSince = (start) => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

// In the run that maps the functions, every test file writes which numbers its cores have marked, and how many seconds of processor it took.
const folder = process.env.MERCER_REACHED;
if (folder !== undefined) {
  const start = process.cpuUsage();
  const reached = [];
  /** The instances that may still be called: a test that makes hundreds has no hundreds at a time. */
  const recent = [];
  const read = (instance) => {
    for (const [name, global] of Object.entries(instance.exports)) {
      const [, word] = /^reached(\d+)$/.exec(name) ?? [];
      if (word !== undefined) reached[word] = (reached[word] ?? 0n) | BigInt.asUintN(64, global.value);
    }
  };
  const Original = globalThis.WebAssembly.Instance;
  globalThis.WebAssembly.Instance = class extends Original {
    constructor(...args) {
      super(...args);
      recent.push(this);
      if (recent.length > 8) read(recent.shift());
    }
  };
  afterAll(() => {
    recent.forEach(read);
    const numbers = reached.flatMap((bits, word) =>
      [...Array(64).keys()].filter((k) => (bits >> BigInt(k)) & 1n).map((k) => 64 * word + k),
    );
    const path = expect.getState().testPath;
    const found = { path, seconds: secondsSince(start), numbers };
    writeFileSync(join(folder, `${path.replaceAll("/", "-")}.json`), JSON.stringify(found));
  });
}
