#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { jobsOf, makePlan, print, writePlan } from "mercer-shards";
import { command, USAGE } from "./command.mjs";

const HELP = `mercer-plan WORK PLAN

Reads what is to be done, a JSON file or a module whose default export says it, looks at the data once, and writes the plan. Prints how many jobs there are.`;

await command(HELP, {}, async ([work, plan, ...rest]) => {
  if (!plan || rest.length > 0) return USAGE;
  const said = work.endsWith(".json") ? JSON.parse(readFileSync(work, "utf8")) : (await import(pathToFileURL(resolve(work)).href)).default;
  const made = await makePlan(said);
  writePlan(plan, made);
  await print(String(jobsOf(made).jobs.length));
});
