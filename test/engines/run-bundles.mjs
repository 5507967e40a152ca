// In Chromium: pages that bundlers made of a program with a pool, and the examples for pages, each started as its own page says.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createServer as createViteServer, version as viteVersion } from "vite";
import { createServer as createVite6Server, version as vite6Version } from "vite-6";
import { BROWSERS } from "./browsers.mjs";
import { writeBundles, writeInstalled } from "./bundles.mjs";
import { check, finish, requireBuild } from "./checks.mjs";
import { ISOLATED, startFolderServer } from "./server.mjs";

requireBuild();
const root = fileURLToPath(new URL("../../", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "mercer-bundles-"));
const [{ executable, open }] = BROWSERS;
const browser = await open(executable);
try {
  await visitBundles();
  await visitDevelopment();
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

/** Vite in development bundles the package on its own, up to version 7 without the pool's worker; with and without the option for that. */
async function visitDevelopment() {
  const folder = join(home, "development");
  writeInstalled(folder);
  for (const [createServer, version] of [
    [createViteServer, viteVersion],
    [createVite6Server, vite6Version],
  ]) {
    for (const exclude of [[], ["mercer"]]) {
      const vite = await createServer({
        root: folder,
        configFile: false,
        logLevel: "silent",
        cacheDir: join(folder, "node_modules/.vite"),
        optimizeDeps: { exclude, force: true },
        server: { port: 0, headers: ISOLATED },
      });
      await vite.listen();
      const name = `Vite ${version} in development${exclude.length > 0 ? ", with exclude" : ""}`;
      check(name, await browser.outcomeAt(vite.resolvedUrls.local[0]), '{"threads":2,"same":true}');
      await vite.close();
    }
  }
}

async function visitExamples() {
  const server = spawn(process.execPath, ["examples/web/serve.mjs", "0"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = String(await new Promise((resolve) => server.stdout.once("data", resolve))).split(" ");
  const { origin } = new URL(line);
  const curve = /^800 points, \d+ threads?, \d+ ms; mean training loss 0\.0\d+$/;
  for (const path of ["/", "/examples/web/index.html"]) {
    check(`example: a page without a bundler, at ${path}`, curve.test(await browser.textAt(`${origin}${path}`, "#account")), true);
  }
  const rings = "400 points of two rings, inner and outer: 100 % told apart";
  check("example: a worker by hand", await browser.textAt(`${origin}/by-hand.html`, "#account"), rings);
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
