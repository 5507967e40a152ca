import { createRequire } from "node:module";
import { report } from "./jobs/index.mjs";
import { ownReport } from "./reports.mjs";

const require = createRequire(import.meta.url);

/** What the jobs find with each of the two copies of the library: by import, and by require. */
export async function reportsOfCopies() {
  const library = {
    ...require("../../dist/index.cjs"),
    ...require("../../dist/linalg.cjs"),
    jobs: require("../../dist/jobs.cjs"),
    serving: require("../../dist/predict.cjs"),
    statistics: require("../../dist/statistics.cjs"),
    tables: require("../../dist/table.cjs"),
  };
  return { import: await ownReport(), require: await report(library) };
}
