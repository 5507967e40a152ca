/** npm run bench [-- <verb> …]: measures, writes results/latest.json, docs/performance.* and docs/kernel-trick.*. */
import { existsSync } from "node:fs";
import type { Contest, Refusal, Row } from "./contest.ts";
import { hold } from "./harness.ts";
import { commitOf, cpuOf, engineOf, peerVersions } from "./machine.ts";
import { DIST } from "./mercer/dist.ts";
import { measureBandwidth, raiseRoof } from "./peak/roof.ts";
import { closeNative, nativeVersions } from "./peers/native.ts";
import { writeReport } from "./report/report.ts";
import { merge, readResults, writeResults } from "./results.ts";
import { REQUIRED, twinRatios } from "./twin.ts";
import { verbs } from "./verbs/index.ts";
import { smallAfterAll } from "./verbs/small.ts";

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in verbs) && name !== "report");
if (unknown.length > 0) {
  console.error(`no bench is named ${unknown.join(", ")}; there are ${Object.keys(verbs).join(", ")} and report, which measures nothing`);
  process.exit(2);
}

if (!existsSync(new URL("index.js", DIST))) {
  console.error("dist/index.js is not built: run npm run build in the root");
  process.exit(2);
}
if (chosen.includes("report")) {
  const results = readResults();
  if (results) writeReport(results);
} else {
  process.exitCode = await measure(chosen.length > 0 ? chosen : Object.keys(verbs), chosen.length === 0);
}

/** The contests of the benches that are named; what is measured after all of them comes last, and only where none is left out. */
function* contests(names: readonly string[], isWhole: boolean): Generator<Contest<Float64Array>> {
  for (const name of names) yield* verbs[name]?.() ?? [];
  if (isWhole) yield* smallAfterAll();
}

/** Returns the exit code: 1 where the twin fails its own standard. */
async function measure(names: readonly string[], isWhole: boolean): Promise<number> {
  const started = performance.now();
  const stamp = { commit: commitOf(), date: new Date().toISOString() };
  const bandwidth = measureBandwidth();
  const roof = raiseRoof();
  console.log(
    `peak ${roof.gflops().toFixed(1)} GF/s, copy ${bandwidth.copyGBs.toFixed(1)} GB/s, triad ${bandwidth.triadGBs.toFixed(1)} GB/s, read ${bandwidth.readGBs.toFixed(1)} GB/s`,
  );
  const native = await nativeVersions();
  if (!native) console.log("scikit-learn is absent: the native rows are skipped (Debian: python3-sklearn)");
  const rows: Row[] = [];
  const refusals: Refusal[] = [];
  try {
    for (const contest of contests(names, isWhole)) {
      console.log(`${contest.operation}, ${contest.size}`);
      const outcome = await hold(contest, roof, stamp);
      for (const row of outcome.rows) console.log(lineOf(row));
      rows.push(...outcome.rows);
      refusals.push(...outcome.refusals);
    }
  } finally {
    closeNative();
  }
  console.log(`${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
  const header = {
    ...stamp,
    engine: engineOf(),
    cpu: cpuOf(),
    threads: 1,
    peakGflops: Math.max(...Object.values(roof.best)),
    peakPrograms: roof.best,
    ...bandwidth,
    versions: { ...peerVersions(), ...(native as Record<string, string> | null) },
  };
  const results = merge(isWhole ? undefined : readResults(), { header, rows, refusals });
  writeResults(results);
  writeReport(results);
  const slow = twinRatios(rows).filter(({ ratio }) => ratio < REQUIRED);
  for (const { operation, size, ratio } of slow) {
    console.error(
      `the TypeScript twin is only ${ratio.toFixed(2)} times faster than plain loops at ${operation}, ${size}; ${REQUIRED} is required`,
    );
  }
  return slow.length > 0 ? 1 : 0;
}

function lineOf({ implementation, medianMs, spread, percentOfPeak, timesMercer }: Row): string {
  const time = `${medianMs < 0.1 ? `${(medianMs * 1e3).toFixed(2)} µs` : `${medianMs.toFixed(2)} ms`} ±${(spread * 50).toFixed(0)} %`;
  const share = percentOfPeak === undefined ? "" : `${percentOfPeak.toFixed(1)} % of peak`;
  const times = timesMercer === undefined ? "" : `${timesMercer.toFixed(2)} × mercer`;
  return `  ${implementation.padEnd(40)} ${time.padStart(18)} ${share.padStart(16)} ${times.padStart(16)}`;
}
