export { blocksOf, rowsOf } from "./blocks.mjs";
export { DataError } from "./errors.mjs";
export { outcomeOf } from "./outcome.mjs";
export { jobsOf, makePlan, readPlan, writePlan, writePlanBytes } from "./plan.mjs";
export { print } from "./print.mjs";
export { checkResult, digestOf, runJob } from "./run.mjs";
export { openSource } from "./source.mjs";
export { fileStore } from "./store.mjs";
export { writeFile } from "./write-file.mjs";
