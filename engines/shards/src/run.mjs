import { createHash } from "node:crypto";
import { toNpy } from "mercer/interchange";
import { runFitJob, runStatisticJob } from "mercer/jobs";
import { fromJSON, predict } from "mercer/predict";
import { mergeStatistics, statisticFromBytes, statisticFromJSON, statisticToBytes } from "mercer/statistics";
import { blocksOf, rowsOf } from "./blocks.mjs";
import { DataError } from "./errors.mjs";

/**
 * Runs one job: { bytes, summary }. The bytes are the same wherever and how often it is run, but for the times in the report of a fit; the summary is what a queue keeps of it.
 *
 * @param {any} plan
 * @param {any} job
 * @param {object} [options]
 * @param {Uint8Array[]} [options.parts] for a merge: the bytes of each of `job.of`, in their order
 * @param {(rows: number) => void} [options.onRows] told how many rows are done, after each block
 */
export async function runJob(plan, job, { parts = [], onRows = () => {} } = {}) {
  switch (job.kind) {
    case "statisticJob": {
      const none = noneOf(plan);
      let done = 0;
      const told = async function* () {
        for await (const block of blocksOf(plan.source, job)) {
          yield block;
          done += block.X.rows + block.setAside;
          onRows(done);
          // lets messages through
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      const { statistic, rows, setAside } = await runStatisticJob(job, none, told());
      return finished(statisticToBytes(statistic), { rows, setAside });
    }
    case "mergeJob": {
      const bytes = statisticToBytes(parts.map(statisticFromBytes).reduce(mergeStatistics));
      return finished(bytes, { merged: parts.length });
    }
    case "fitJob": {
      const { X, y, sampleWeight, setAside } = await rowsHeld(plan);
      const { key, score, report } = runFitJob(job, X, y, sampleWeight ? { sampleWeight } : {});
      return finished(Buffer.from(JSON.stringify({ key, score, report })), { rows: X.rows, setAside, score });
    }
    case "predictionJob":
      return predicted(plan, job, onRows);
    default:
      throw new DataError("source", `no job is of the kind ${job.kind}`);
  }
}

function finished(bytes, summary) {
  return { bytes, summary: { ...summary, digest: digestOf(bytes), bytes: bytes.length } };
}

export function digestOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** @throws DataError "file" for bytes that are not those of a result */
export function checkResult(key, bytes, { digest }) {
  if (digestOf(bytes) === digest) return bytes;
  throw new DataError("file", `the result of ${key} has not the digest that was told`);
}

let none = { key: null, statistic: null };

function noneOf(plan) {
  if (none.key !== plan.key) none = { key: plan.key, statistic: statisticFromJSON(plan.none) };
  return none.statistic;
}

let held = { key: null, rows: null };

/** All rows of a search, read once for each thread. */
function rowsHeld(plan) {
  if (held.key !== plan.key) {
    const rows = rowsOf(plan.source);
    held = { key: plan.key, rows };
    // what failed is read anew
    rows.catch(() => {
      held = { key: null, rows: null };
    });
  }
  return held.rows;
}

/** An .npy file of a column for each target, a row for each row: NaN where a row was set aside. */
async function predicted(plan, job, onRows) {
  const model = /** @type {import("mercer").RegressionModel} */ (fromJSON(plan.model));
  let [Y, done, setAside] = [null, 0, 0];
  for await (const { X, from, kept, setAside: left } of blocksOf({ ...plan.source, y: null, weight: null }, job)) {
    if (X.rows > 0) {
      const said = predict(model, X);
      const part = said instanceof Float64Array ? { rows: said.length, cols: 1, data: said } : said;
      Y ??= { rows: job.to - job.from, cols: part.cols, data: new Float64Array((job.to - job.from) * part.cols).fill(Number.NaN) };
      kept.forEach((place, i) => {
        Y.data.set(part.data.subarray(i * Y.cols, (i + 1) * Y.cols), (from - job.from + place) * Y.cols);
      });
    }
    done += X.rows;
    setAside += left;
    onRows(done + setAside);
  }
  Y ??= { rows: job.to - job.from, cols: 1, data: new Float64Array(job.to - job.from).fill(Number.NaN) };
  return finished(npyOf(Y), { rows: done, setAside });
}

/** An .npy file, which may hold NaN. */
function npyOf({ rows, cols, data }) {
  const bytes = toNpy({ rows, cols, data: new Float64Array(rows * cols) });
  bytes.set(new Uint8Array(data.buffer), bytes.length - data.byteLength);
  return bytes;
}
