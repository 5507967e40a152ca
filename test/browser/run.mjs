// The built library in Chromium, on the main thread and in a module worker: the same bits as in Node, and a typed error where the
// Content-Security-Policy forbids WebAssembly.
import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";
import { startServer } from "./server.mjs";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  console.error(`no Chromium at ${executablePath}: apt-get install chromium, or set CHROMIUM_PATH`);
  process.exit(1);
}
if (!existsSync(new URL("../../dist/index.js", import.meta.url))) {
  console.error("dist is missing: npm run build");
  process.exit(1);
}

const { report } = await import("./jobs.mjs");
const expected = await report();
if (expected.error) throw new Error(`the jobs fail in Node: ${expected.error}`);

const outcomes = await visitPages();
let passed = 0;
let failed = 0;
check("as many different hashes as jobs", new Set(Object.values(expected.hashes)).size, Object.keys(expected.hashes).length);
for (const thread of ["page", "worker"]) {
  const { hashes = {}, error } = outcomes.open[thread];
  for (const [name, bits] of Object.entries(expected.hashes)) {
    check(`${thread}: ${name}`, hashes[name] ?? error, bits);
  }
  check(`${thread}: no 'wasm-unsafe-eval'`, outcomes.strict[thread].error, "unsupported");
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function visitPages() {
  const server = await startServer();
  try {
    const browser = await puppeteer.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
    });
    try {
      console.log(`${await browser.version()} and Node ${process.version}`);
      return { open: await outcomeAt(browser, server.urlOf("open")), strict: await outcomeAt(browser, server.urlOf("strict")) };
    } finally {
      await browser.close();
    }
  } finally {
    server.close();
  }
}

async function outcomeAt(browser, url) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(`${url}: ${error.message}`));
  await page.goto(url);
  const outcome = await page.evaluate(() => globalThis.outcome);
  if (!outcome) throw new Error(`${url} did not run`);
  return outcome;
}

function check(name, actual, wanted) {
  const ok = actual === wanted;
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? "ok  " : "FAIL"} ${name}  ${String(actual).slice(0, 16)}${ok ? "" : ` instead of ${String(wanted).slice(0, 16)}`}`);
}
