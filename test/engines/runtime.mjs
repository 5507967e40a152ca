// What a runtime finds, as one line of JSON: run by run-runtimes.mjs in each of them.
import { createRequire } from "node:module";
import * as esm from "../../dist/index.js";
import { startPool } from "../../dist/pool.js";
import { pooledReport, report } from "./jobs.mjs";

const require = createRequire(import.meta.url);
const found = { main: await report(), pools: {} };
for (const threads of [1, 2, 3, 4]) found.pools[threads] = await pooledReport(startPool, { threads });
found.pools.required = await pooledReport(require("../../dist/pool.cjs").startPool, { threads: 2 });
found.required = sameBits(esm, require("../../dist/index.cjs"));
console.log(JSON.stringify(found));

/** Whether two copies of the library predict the same. */
function sameBits(...copies) {
  const [a, b] = copies.map(({ fit, kernelRidge, predict, rbf }) => {
    const model = fit(kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 }), [[0], [1], [3]], [1, 2, 4]);
    return predict(model, [[0.5], [2]]);
  });
  return a.every((value, i) => value === b[i]);
}
