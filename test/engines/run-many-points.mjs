// The example of many points in every browser engine: a fit with a proof in a pool, one that is aborted under way, and one after it. Prints how long the page
// went without a frame and without a timer, and how long an abort took. `--points 100000` for what the example is about, `--only Firefox` for one engine.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BROWSERS } from "./browsers.mjs";
import { check, finish, requireBuild } from "./checks.mjs";

requireBuild();
const given = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : null);
const [only, points] = [given("--only"), Number(given("--points") ?? 5000)];
const root = fileURLToPath(new URL("../../", import.meta.url));
const server = spawn(process.execPath, ["examples/web/serve.mjs", "0"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
try {
  const [line] = String(await new Promise((resolve) => server.stdout.once("data", resolve))).split(" ");
  const url = `${new URL(line).origin}/many-points.html?tour&points=${points}`;
  for (const { name, executable, open } of BROWSERS) {
    if (only !== null && name !== only) continue;
    if (existsSync(executable)) await visit(name, await open(executable), url);
    else console.log(`     ${name} is not there`);
  }
} finally {
  server.kill();
}
finish();

async function visit(name, browser, url) {
  try {
    const { isolated, threads, seconds, iterations, errorBound, frame, timer, aborted, latency, after } = JSON.parse(
      await browser.outcomeAt(url),
    );
    console.log(
      `     ${name}, ${points} points, ${threads} threads: ${seconds.toFixed(1)} s, ${iterations} steps, proven to within ${errorBound.toPrecision(2)}; ` +
        `longest time without a frame ${frame.toFixed(0)} ms, without a timer ${timer.toFixed(0)} ms; aborted within ${latency.toFixed(1)} ms`,
    );
    check(`${name}: the page of many points is isolated`, isolated, true);
    check(`${name}: many points are fitted with a proof`, errorBound > 0 && errorBound < 1e-2, true);
    check(`${name}: the abort is heard`, aborted, "aborted");
    check(`${name}: the pool fits again`, after > 0, true);
  } catch (error) {
    check(`${name} runs`, error.message, "no error");
  } finally {
    await browser.close();
  }
}
