#!/usr/bin/env node
import { jobsOf, outcomeOf, print, readPlan, runJob, writeFile } from "mercer-shards";
import { command, MISSING, USAGE } from "./command.mjs";
import { openResults } from "./results.mjs";

const HELP = `mercer-reduce PLAN FOLDER [--out FILE] [--lambda λ]

What the results in the folder come to, as JSON: of statistics the model, of fits the ranking, of predictions the files in their order. Two statistics are in memory at a time.
Exits with 3 where results are missing, and prints their indices, for mercer-map.`;

await command(HELP, { out: { type: "string" }, lambda: { type: "string" } }, async ([planPath, folder, ...rest], { out, lambda }) => {
  if (!folder || rest.length > 0) return USAGE;
  const plan = readPlan(planPath);
  const results = openResults(folder);
  const { jobs, root } = jobsOf(plan);
  const summaries = [];
  for (const { key } of jobs) summaries.push(await results.summaryOf(key));
  const missing = summaries.flatMap((summary, index) => (summary === null ? [index] : []));
  if (missing.length > 0) {
    console.error(`${missing.length} of ${jobs.length} results are missing`);
    await print(missing.join("\n"));
    return MISSING;
  }
  const merged = plan.work === "statistics" ? await mergedBytes(plan, jobs, results) : null;
  const get = (key) => (key === root ? merged : results.get(key));
  const outcome = await outcomeOf(plan, get, lambda === undefined ? {} : { lambda: Number(lambda) });
  const count = (name) => summaries.reduce((sum, summary) => sum + (summary[name] ?? 0), 0);
  const text = JSON.stringify({ plan: plan.key, rows: count("rows"), setAside: count("setAside"), ...outcome });
  if (out) writeFile(out, Buffer.from(text));
  else await print(text);
});

async function mergedBytes(plan, jobs, results) {
  let all = null;
  for (const { key } of jobs) {
    const part = await results.get(key);
    all = all === null ? part : (await runJob(plan, { kind: "mergeJob", of: [] }, { parts: [all, part] })).bytes;
  }
  return all;
}
