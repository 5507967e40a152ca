// A share of a plan in a process without a queue: node plain.mjs PLAN SHARE OF. Says when it is ready, begins at a line of the input, and prints what it took.
import { once } from "node:events";
import { addRows, digestStatistic, statisticFromJSON } from "mercer/statistics";
import { blocksOf, jobsOf, readPlan, runJob } from "mercer-shards";

const plan = readPlan(process.argv[2]);
const [share, of] = process.argv.slice(3).map(Number);
console.log("ready");
await once(process.stdin, "data");
process.stdin.destroy();
const began = performance.now();
const value = plan.work === "statistics" ? await sums() : await fits();
const { user, system } = process.cpuUsage();
const bytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ value, seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6, bytes }));

/** Of rows one after the other. */
async function sums() {
  const blocks = Math.ceil(plan.source.rows / 4096);
  const [from, to] = [share, share + 1].map((k) => Math.min(plan.source.rows, 4096 * Math.floor((blocks * k) / of)));
  let statistic = statisticFromJSON(plan.none);
  for await (const block of blocksOf(plan.source, { from, to })) statistic = addRows(statistic, block.X, block.y, { from: block.from });
  return digestStatistic(statistic);
}

async function fits() {
  const { jobs } = jobsOf(plan);
  for (let i = share; i < jobs.length; i += of) await runJob(plan, jobs[i]);
  return null;
}
