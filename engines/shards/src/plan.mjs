import { readFileSync } from "node:fs";
import { fitJobs, jobKey, mergeJobs, predictionJobs, statisticJobs } from "mercer/jobs";
import { fromJSON } from "mercer/predict";
import { emptyStatistic, statisticFromJSON, statisticToJSON } from "mercer/statistics";
import { rowsOf } from "./blocks.mjs";
import { DataError } from "./errors.mjs";
import { openSource } from "./source.mjs";
import { fromText, toText } from "./text.mjs";
import { writeFile } from "./write-file.mjs";

/** Rows that landmarks are chosen among, unless told: from so many places of the data. */
const SAMPLE = { rows: 8000, places: 4 };

/**
 * A plan as plain data: all that a worker needs to run any of its jobs, with a key of its own content.
 *
 * - { work: "statistics", estimator, data, parts, fanIn?, sample? }: sums over all rows;
 * - { work: "fits", candidates, data, folds?, seed? }: each candidate fitted for each fold;
 * - { work: "predictions", model, data, parts }: the predictions of a model, as `toJSON` wrote it, of all rows.
 *
 * @throws DataError "source" for another kind of work; as `openSource`
 */
export async function makePlan({ work, data, ...options }) {
  const source = await openSource(data);
  const plan = { format: "mercer-plan", version: 1, work, source, ...(await contentOf(work, source, options)) };
  const { files, ...content } = source;
  return { ...plan, key: jobKey({ ...plan, source: { ...content, points: source.points?.sha256 ?? null } }) };
}

async function contentOf(work, source, options) {
  switch (work) {
    case "statistics": {
      const { estimator, parts, fanIn = 8, sample = SAMPLE } = options;
      const X = await sampleOf(source, sample);
      const targets = Array.isArray(source.y) ? { targets: source.y.length } : {};
      return { none: statisticToJSON(emptyStatistic(estimator, X, targets)), parts, fanIn };
    }
    case "fits": {
      const { candidates, folds = 5, seed = 0 } = options;
      return { candidates, folds, seed };
    }
    case "predictions": {
      const { model, parts } = options;
      const { kind } = fromJSON(model);
      if (kind === "classifierModel")
        throw new DataError("source", "the model is a classifier; predictions are a file of numbers, and labels are none");
      return { model, parts };
    }
    default:
      throw new DataError("source", `work is ${work}; it is "statistics", "fits" or "predictions"`);
  }
}

/** Points from some places of the data, equally far apart. */
async function sampleOf(source, { rows, places }) {
  const each = Math.min(Math.ceil(rows / places), source.rows);
  const parts = [];
  for (let place = 0; place < places; place++) {
    const from = Math.min(Math.floor((place * source.rows) / places), source.rows - each);
    parts.push((await rowsOf({ ...source, y: null, weight: null }, { from, to: from + each })).X);
  }
  const data = Float64Array.from(parts.flatMap((part) => Array.from(part.data)));
  return { rows: data.length / parts[0].cols, cols: parts[0].cols, data };
}

/**
 * The jobs of a plan, the same wherever it is read: { jobs, merges, root }, the last two for statistics alone.
 *
 * @param {any} plan
 * @returns {{ jobs: readonly any[], merges: readonly import("mercer/jobs").MergeJob[], root: string | null }}
 */
export function jobsOf(plan) {
  const { source } = plan;
  switch (plan.work) {
    case "statistics": {
      const jobs = statisticJobs(statisticFromJSON(plan.none), { rows: source.rows, parts: plan.parts, data: source.digest });
      const { jobs: merges, root } = mergeJobs(
        jobs.map(({ key }) => key),
        { fanIn: plan.fanIn },
      );
      return { jobs, merges, root };
    }
    case "fits":
      return { jobs: fitJobs(plan.candidates, { folds: plan.folds, seed: plan.seed, data: source.digest }), merges: [], root: null };
    default:
      return { jobs: predictionJobs(plan.model, { rows: source.rows, parts: plan.parts, data: source.digest }), merges: [], root: null };
  }
}

/** A plan as bytes, for `readPlan`. */
export function writePlanBytes(plan) {
  return Buffer.from(toText(plan));
}

/** @throws DataError "file" where it cannot be written */
export function writePlan(path, plan) {
  writeFile(path, writePlanBytes(plan));
}

/** @throws DataError "file" for what is no plan */
export function readPlan(pathOrBytes) {
  const bytes = typeof pathOrBytes === "string" ? readFileSync(pathOrBytes) : Buffer.from(pathOrBytes);
  try {
    const plan = fromText(bytes.toString());
    if (plan.format === "mercer-plan" && plan.version === 1) return plan;
  } catch {
    // told below
  }
  throw new DataError("file", `${typeof pathOrBytes === "string" ? pathOrBytes : "the plan"} is no plan of this version`);
}
