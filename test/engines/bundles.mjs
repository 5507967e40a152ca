// The page of bundled.mjs by every bundler: those that see the worker's URL bundle it themselves, beside the others' output it is copied.
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";

const entry = fileURLToPath(new URL("bundled.mjs", import.meta.url));
const worker = fileURLToPath(new URL("../../dist/worker.js", import.meta.url));

const BUNDLERS = {
  async Vite(outDir) {
    const output = { entryFileNames: "main.js" };
    await vite({
      root: outDir,
      base: "./",
      configFile: false,
      logLevel: "error",
      build: { outDir, emptyOutDir: false, rollupOptions: { input: entry, output } },
    });
  },
  async webpack(outDir) {
    await new Promise((resolve, reject) => {
      webpack({ mode: "production", entry, output: { path: outDir, filename: "main.js" } }, (error, stats) => {
        const fault = error ?? (stats.hasErrors() ? new Error(stats.toString("errors-only")) : null);
        if (fault) reject(fault);
        else resolve();
      });
    });
  },
  async esbuild(outDir) {
    await esbuild({ entryPoints: [entry], bundle: true, minify: true, format: "esm", outfile: join(outDir, "main.js"), logLevel: "error" });
    copyFileSync(worker, join(outDir, "worker.js"));
  },
  async Rollup(outDir) {
    const bundle = await rollup({ input: entry });
    await bundle.write({ file: join(outDir, "main.js"), format: "es" });
    await bundle.close();
    copyFileSync(worker, join(outDir, "worker.js"));
  },
};

/** Writes a folder with the package as it is installed, and the page of bundled.mjs that imports it by its name. */
export function writeInstalled(folder) {
  const home = join(folder, "node_modules/mercer");
  mkdirSync(home, { recursive: true });
  cpSync(fileURLToPath(new URL("../../dist", import.meta.url)), join(home, "dist"), { recursive: true });
  copyFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), join(home, "package.json"));
  writeFileSync(
    join(folder, "main.js"),
    readFileSync(entry, "utf8").replace("../../dist/index.js", "mercer").replace("../../dist/pool.js", "mercer/pool"),
  );
  writePage(folder);
}

/** Writes a folder for each bundler, with an index.html that loads its bundle, and returns their names. */
export async function writeBundles(home) {
  for (const [name, bundle] of Object.entries(BUNDLERS)) {
    const folder = join(home, name);
    mkdirSync(folder);
    writePage(folder);
    await bundle(folder);
  }
  return Object.keys(BUNDLERS);
}

function writePage(folder) {
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><meta charset="utf-8"><title>bundled</title><script type="module" src="./main.js"></script>',
  );
}
