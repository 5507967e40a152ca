#!/usr/bin/env node
import { parseArgs } from "node:util";
import { print, readPlan, writeFile } from "mercer-shards";
import { drive } from "./drive.mjs";
import { connectionOf, SETTINGS } from "./settings.mjs";

const HELP = `mercer-drive PLAN [--out FILE] [--window JOBS] [--quiet]

Drives a plan of mercer-plan to its end, and prints its outcome as JSON. May be ended and started again at any time.
${SETTINGS}`;

const options = /** @type {const} */ ({
  out: { type: "string" },
  window: { type: "string", default: "1000" },
  quiet: { type: "boolean" },
  help: { type: "boolean" },
});
const {
  values,
  positionals: [path],
} = parseArgs({ options, allowPositionals: true });
if (values.help || !path) console.log(HELP);
else await run();

async function run() {
  let connection;
  try {
    connection = connectionOf(process.env);
    await drive(connection, readPlan(path), {
      window: Number(values.window),
      ...(values.quiet ? {} : { onProgress: telling() }),
      deliver: (outcome) => deliver(JSON.stringify(outcome), /** @type {string | undefined} */ (values.out)),
    });
  } catch (error) {
    console.error(`${error.code ?? error.name}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    await connection?.close();
  }
}

async function deliver(text, out) {
  if (out) writeFile(out, Buffer.from(text));
  else await print(text);
}

/** Progress once a second. */
function telling() {
  let last = 0;
  return ({ jobs, jobsDone, rows, rowsDone, rowsPerSecond }) => {
    if (performance.now() - last < 1000) return;
    last = performance.now();
    console.error(`${jobsDone} of ${jobs} jobs, ${rowsDone} of ${rows} rows, ${Math.round(rowsPerSecond)} a second`);
  };
}
