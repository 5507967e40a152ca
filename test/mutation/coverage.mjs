// npm run coverage: the lines of each room that the tests run. A map, not a gate: a line that runs may still be judged by nothing.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const config = join(root, "test/mutation/coverage.config.mjs");
const vitest = join(root, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "--config", config, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});

const summary = JSON.parse(readFileSync(join(root, "coverage/v8/coverage-summary.json"), "utf8"));
const rooms = new Map();
for (const [path, { lines, branches }] of Object.entries(summary)) {
  if (path === "total") continue;
  const room = relative(root, path).split("/").slice(0, -1).join("/");
  const sums = rooms.get(room) ?? { lines: [0, 0], branches: [0, 0] };
  for (const [sum, { covered, total }] of [
    [sums.lines, lines],
    [sums.branches, branches],
  ]) {
    sum[0] += covered;
    sum[1] += total;
  }
  rooms.set(room, sums);
}

const share = ([covered, total]) => `${covered} of ${total} (${total === 0 ? 100 : Math.floor((100 * covered) / total)} %)`;
console.log("| room | lines | branches |\n| --- | --- | --- |");
for (const [room, { lines, branches }] of [...rooms].sort()) console.log(`| ${room} | ${share(lines)} | ${share(branches)} |`);
process.exitCode = status ?? 1;
