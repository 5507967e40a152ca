#!/usr/bin/env node
import { createInterface } from "node:readline";
import { jobsOf, print, readPlan, runJob } from "mercer-shards";
import { command, USAGE } from "./command.mjs";
import { openResults } from "./results.mjs";

const HELP = `mercer-map PLAN FOLDER [INDEX… | -] [--tasks N]

Runs the jobs of these indices, from 0 on, and leaves their results in the folder. Without an index it is that of SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX; with - each line of the
input is one. With --tasks N, index i stands for the jobs i, i + N, i + 2N, …
A job whose result is there is not run again. Prints a line for each job: its index, its key, the digest of its result.`;

await command(HELP, { tasks: { type: "string" } }, async ([planPath, folder, ...given], { tasks }) => {
  if (!folder) return USAGE;
  const plan = readPlan(planPath);
  const { jobs } = jobsOf(plan);
  const results = openResults(folder);
  for await (const text of indicesOf(given)) {
    for (const index of jobsOfTask(text, jobs.length, tasks)) await run(plan, jobs[index], index, results);
  }
});

/** @returns the words given, the lines of the input, or what the scheduler says */
async function* indicesOf(given) {
  if (given.length === 1 && given[0] === "-") {
    for await (const line of createInterface({ input: process.stdin })) if (line.trim() !== "") yield line.trim();
    return;
  }
  if (given.length > 0) return yield* given;
  const { SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX } = process.env;
  const index = SLURM_ARRAY_TASK_ID ?? JOB_COMPLETION_INDEX;
  if (index === undefined) throw new RangeError("no index is given, and neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set");
  yield index;
}

function jobsOfTask(text, count, tasks) {
  const index = wholeNumber(text, "the index", 0);
  const step = tasks === undefined ? count : wholeNumber(tasks, "--tasks", 1);
  if (index >= Math.max(count, tasks === undefined ? 0 : step)) throw new RangeError(`the index is ${index}, there are ${count} jobs`);
  return Array.from({ length: Math.max(0, Math.ceil((count - index) / step)) }, (_, k) => index + k * step);
}

function wholeNumber(text, name, least) {
  if (/^\d+$/.test(text) && Number(text) >= least) return Number(text);
  throw new RangeError(`${name} is ${text}; it is a whole number from ${least} on`);
}

async function run(plan, job, index, results) {
  let summary = await results.summaryOf(job.key);
  if (summary === null) {
    const done = await runJob(plan, job);
    summary = done.summary;
    await results.put(job.key, done);
  }
  await print(`${index} ${job.key} ${summary.digest}`);
}
