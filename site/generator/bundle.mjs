// The scripts of the pages, by Vite: one file per kind of page, the worker and what both share beside them.
import { join } from "node:path";
import { build } from "vite";
import { OUT, ROOT, SITE } from "./paths.mjs";

export async function bundle() {
  await build({
    root: SITE,
    configFile: false,
    base: "./",
    logLevel: "warn",
    publicDir: false,
    resolve: { alias: { mercer: join(ROOT, "dist/index.js") } },
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    worker: { format: "es" },
    build: {
      outDir: join(OUT, "assets"),
      emptyOutDir: false,
      target: "es2022",
      assetsInlineLimit: 0,
      assetsDir: ".",
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: { shell: join(SITE, "src/shell/main.ts"), lab: join(SITE, "src/lab/main.tsx"), home: join(SITE, "src/home/main.tsx") },
        output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js", assetFileNames: "[name]-[hash][extname]" },
      },
    },
  });
}
