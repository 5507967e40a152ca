// In Chromium: pages that bundlers made of a program with a pool, and the examples for pages, each started as its own page says.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createServer as createViteServer } from "vite";
import { BROWSERS } from "./browsers.mjs";
import { writeBundles } from "./bundles.mjs";
import { check, finish, requireBuild } from "./checks.mjs";
import { startFolderServer } from "./server.mjs";

requireBuild();
const root = fileURLToPath(new URL("../../", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "mercer-bundles-"));
const [{ executable, open }] = BROWSERS;
const browser = await open(executable);
try {
  await visitBundles();
  await visitExamples();
} finally {
  await browser.close();
  rmSync(home, { recursive: true, force: true });
}
finish();

async function visitBundles() {
  const names = await writeBundles(home);
  const server = await startFolderServer(pathToFileURL(`${home}/`));
  for (const name of names) {
    check(`bundled by ${name}`, await browser.outcomeAt(`${server.url}/${name}/index.html`), '{"threads":2,"same":true}');
  }
  server.close();
}

async function visitExamples() {
  const server = spawn(process.execPath, ["examples/web/serve.mjs", "0"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = String(await new Promise((resolve) => server.stdout.once("data", resolve))).split(" ");
  const { origin } = new URL(line);
  const curve = /^800 points, \d+ threads?, \d+ ms; mean training loss 0\.0\d+$/;
  check("example: a page without a bundler", curve.test(await browser.textAt(`${origin}/examples/web/index.html`, "#account")), true);
  const rings = "400 points of two rings, inner and outer: 100 % told apart";
  check("example: a worker by hand", await browser.textAt(`${origin}/examples/web/by-hand.html`, "#account"), rings);
  server.kill();
  const vite = await createViteServer({
    configFile: join(root, "examples/web/vite.config.mjs"),
    logLevel: "error",
    server: { port: 0 },
    cacheDir: join(home, "vite"),
  });
  await vite.listen();
  check("example: a Vite app", curve.test(await browser.textAt(vite.resolvedUrls.local[0], "#account")), true);
  await vite.close();
}
