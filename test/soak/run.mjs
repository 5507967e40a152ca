// npm run soak -- --minutes 60: mixed jobs in a pool and beside it, the memory sampled, and a line fitted to each measure; ends with 1 when one of them grows, or
// a job is wrong. --page for a page in Chromium, --heap for snapshots that tell data from code, --leak objects (buffers, blocks, timers) for something that is lost on purpose, which must be found.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bundle } from "./bundle.mjs";
import { openNode } from "./node.mjs";
import { printSample, printTitle, printVerdict } from "./print.mjs";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    page: { type: "boolean", default: false },
    heap: { type: "boolean", default: false },
    leak: { type: "string" },
  },
});
const minutes = Number(values.minutes);
/** Two hundred samples, or one every half second. */
const period = Math.max(500, (minutes * 60_000) / 200);

const folder = mkdtempSync(join(tmpdir(), "soak-"));
try {
  bundle(folder);
  const { isEnough, verdict } = await import(pathToFileURL(join(folder, "soak.mjs")).href);
  const open = values.page ? (await import("./page.mjs")).openPage : openNode;
  const place = await open(folder, values.leak, values.heap);
  console.log(place.name);
  const started = performance.now();
  const samples = [];
  printTitle();
  while (performance.now() - started < minutes * 60_000 || !isEnough(samples)) {
    const done = await place.run(period);
    const sample = { ...done, ...(await place.sample()), hours: (performance.now() - started) / 3_600_000 };
    samples.push(sample);
    printSample(sample);
  }
  await place.close();
  const { jobs, wrong } = samples.at(-1);
  const rows = verdict(samples);
  printVerdict(rows, { jobs, wrong, minutes });
  process.exitCode = wrong.length > 0 || rows.some(({ grows }) => grows) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// timers that were lost on purpose would keep it alive
process.exit();
