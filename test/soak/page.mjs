import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import puppeteer from "../engines/node_modules/puppeteer-core/lib/esm/puppeteer/puppeteer-core.js";
import { startFolderServer } from "../engines/server.mjs";
import { heapOf } from "./heap.mjs";

/** A session in an isolated page of Chromium. */
export async function openPage(folder, leak, heap) {
  const server = await startFolderServer(pathToFileURL(`${folder}/`));
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
    protocolTimeout: 1_200_000,
  });
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error.message));
  await page.goto(`${server.url}/page.html`);
  await page.waitForFunction(() => globalThis.start);
  await page.evaluate(async (lost) => {
    globalThis.session = await globalThis.start(new URL("worker.mjs", location.href).href, lost ?? undefined);
  }, leak ?? null);
  const devtools = await page.createCDPSession();
  await devtools.send("Performance.enable");
  return {
    name: `${await browser.version()}, isolated: ${await page.evaluate(() => globalThis.crossOriginIsolated)}`,
    run: (milliseconds) => page.evaluate((time) => globalThis.session.run(time), milliseconds),
    async sample() {
      for (let round = 0; round < 3; round++) await devtools.send("HeapProfiler.collectGarbage");
      const { metrics } = await devtools.send("Performance.getMetrics");
      return {
        rss: residentOf(browser.process().pid),
        heap: metrics.find(({ name }) => name === "JSHeapUsedSize").value,
        ...(heap && (await heapOf(await snapshotOf(devtools)))),
      };
    },
    async close() {
      await page.evaluate(() => globalThis.session.close());
      await browser.close();
      server.close();
    },
  };
}

/** The text of a heap snapshot, in parts. */
async function snapshotOf(devtools) {
  const parts = [];
  const take = ({ chunk }) => parts.push(chunk);
  devtools.on("HeapProfiler.addHeapSnapshotChunk", take);
  await devtools.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  devtools.off("HeapProfiler.addHeapSnapshotChunk", take);
  return parts;
}

/** Bytes of a process and of all that it has started, pages and workers among them: of pages that several of them have, each its share. */
function residentOf(root) {
  const processes = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = new Set([root]);
  for (let grown = -1; grown !== family.size; ) {
    grown = family.size;
    for (const [pid, parent] of processes) if (family.has(parent)) family.add(pid);
  }
  return 1024 * Array.from(family, proportional).reduce((sum, kilobytes) => sum + kilobytes, 0);
}

function proportional(pid) {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    // it has ended since
    return 0;
  }
}
