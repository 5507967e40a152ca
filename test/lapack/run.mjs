// npm run lapack -- --seeds 20: LAPACK's types of matrices and ratios for so many seeds and for larger sizes; prints the worst of each type.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { seeds: { type: "string", default: "3" } } });
const seeds = Number(values.seeds);
if (!Number.isInteger(seeds) || seeds < 1) throw new Error(`--seeds is ${values.seeds}; a whole number above 0 is needed`);

const root = fileURLToPath(new URL("../..", import.meta.url));
const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const { status } = spawnSync(process.execPath, [vitest, "run", "test/lapack", "--testTimeout", "86400000"], {
  cwd: root,
  env: { ...process.env, MERCER_LAPACK_SEEDS: String(seeds) },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
