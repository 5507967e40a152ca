/** npm run bench [-- <verb> …] [--engine node@24 | --node <path>]: measures, writes results/latest.json, docs/performance.* and docs/kernel-trick.*. */
import { existsSync } from "node:fs";
import { readArguments } from "./arguments.ts";
import type { Contest, Refusal, Row } from "./contest.ts";
import { binaryOf, engineName, OTHER_ENGINES, runIn } from "./engines.ts";
import { hold } from "./harness.ts";
import { commitOf, cpuOf, engineOf, peerVersions } from "./machine.ts";
import { DIST } from "./mercer/dist.ts";
import { measureBandwidth, raiseRoof } from "./peak/roof.ts";
import { closeNative, nativeVersions } from "./peers/native.ts";
import { writeReport } from "./report/report.ts";
import { merge, readResults, writeResults } from "./results.ts";
import { measureSizes } from "./sizes.ts";
import { REQUIRED, twinRatios } from "./twin.ts";
import { APART, verbs } from "./verbs/index.ts";
import { smallAfterAll } from "./verbs/small.ts";

/** Measures nothing. */
const REPORT = "report";

const { names, binary, isGuest } = attempt(() => readArguments(process.argv.slice(2)));
const unknown = names.filter((name) => !(name in verbs) && name !== REPORT);
if (unknown.length > 0) {
  stop(`no bench is named ${unknown.join(", ")}; there are ${Object.keys(verbs).join(", ")} and ${REPORT}, which measures nothing`);
}
if (!existsSync(new URL("index.js", DIST))) stop("dist/index.js is not built: run npm run build in the root");

const isWhole = names.length === 0;
const whole = Object.keys(verbs).filter((name) => !APART.includes(name));
if (names.includes(REPORT)) {
  const results = readResults();
  if (results) writeReport(results);
} else if (binary !== undefined) {
  process.exitCode = runIn(binary, isWhole ? whole : names);
} else {
  const started = performance.now();
  process.exitCode = await measure(isWhole ? whole : names);
  if (isWhole) measureOtherEngines();
  if (!isGuest) console.log(`${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
}

/** Their processes run while this one rests. */
function measureOtherEngines(): void {
  for (const [engine, benches] of Object.entries(OTHER_ENGINES)) {
    try {
      if (runIn(binaryOf("--engine", engine), benches) !== 0) process.exitCode = 1;
    } catch (cause) {
      console.log(`${engine} is skipped: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
}

/** The contests of the benches that are named; what is measured after all of them comes last, and only where none is left out. In another engine, the library alone. */
async function* contests(names: readonly string[]): AsyncGenerator<Contest<Float64Array>> {
  for (const name of names) {
    for await (const contest of verbs[name]?.() ?? []) {
      const { contestants } = contest;
      const own = isGuest ? contestants.filter(({ implementation }) => implementation.startsWith("mercer")) : contestants;
      if (own.length > 0) yield { ...contest, contestants: own };
    }
  }
  if (isWhole) yield* smallAfterAll();
}

/** Returns the exit code: 1 where the twin fails its own standard. */
async function measure(names: readonly string[]): Promise<number> {
  const stamp = { commit: commitOf(), date: new Date().toISOString(), engine: engineName() };
  const bandwidth = measureBandwidth();
  const roof = raiseRoof();
  const { peak, loadFree } = roof.gflops();
  console.log(
    `${engineOf()}: peak ${peak.toFixed(1)} GF/s, without loads ${loadFree.toFixed(1)} GF/s, copy ${bandwidth.copyGBs.toFixed(1)} GB/s, triad ${bandwidth.triadGBs.toFixed(1)} GB/s, read ${bandwidth.readGBs.toFixed(1)} GB/s, first touch ${bandwidth.firstTouchUs.toFixed(2)} µs a page`,
  );
  const native = isGuest ? null : await nativeVersions();
  if (!native && !isGuest) console.log("scikit-learn is absent: the native rows are skipped (Debian: python3-sklearn)");
  const rows: Row[] = [];
  const refusals: Refusal[] = [];
  try {
    for await (const contest of contests(names)) {
      const began = performance.now();
      const outcome = await hold(contest, roof, stamp);
      console.log(`${contest.operation}, ${contest.size} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
      for (const row of outcome.rows) console.log(lineOf(row));
      rows.push(...outcome.rows);
      refusals.push(...outcome.refusals);
    }
  } finally {
    closeNative();
  }
  const before = readResults();
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
  const sizes = isWhole || !before?.sizes ? await measureSizes() : before.sizes;
  const results = merge(isWhole ? undefined : before, { header: isGuest && before ? before.header : header, rows, refusals, sizes });
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

function lineOf({ implementation, medianMs, spread, percentOfPeak, timesMercer, megabytes }: Row): string {
  const time = `${medianMs < 0.1 ? `${(medianMs * 1e3).toFixed(2)} µs` : `${medianMs.toFixed(2)} ms`} ±${(spread * 50).toFixed(0)} %`;
  const share = percentOfPeak === undefined ? "" : `${percentOfPeak.toFixed(1)} % of peak`;
  const times = timesMercer === undefined ? "" : `${timesMercer.toFixed(2)} × mercer`;
  const memory = megabytes === undefined ? "" : `${megabytes.toFixed(0)} MB`;
  return `  ${implementation.padEnd(40)} ${time.padStart(18)} ${share.padStart(16)} ${times.padStart(16)} ${memory.padStart(8)}`.trimEnd();
}

function attempt<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    return stop(cause instanceof Error ? cause.message : String(cause));
  }
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
