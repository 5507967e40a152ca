import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The session as one file, with the worker of the build and an empty page beside it. */
export function bundle(folder) {
  buildSync({
    entryPoints: [join(root, "test/soak/main.ts")],
    outfile: join(folder, "soak.mjs"),
    bundle: true,
    platform: "neutral",
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
  copyFileSync(join(root, "dist/worker.js"), join(folder, "worker.mjs"));
  writeFileSync(join(folder, "page.html"), '<!doctype html><title>soak</title><script type="module" src="page.mjs"></script>');
  writeFileSync(join(folder, "page.mjs"), 'import { start } from "./soak.mjs";\nglobalThis.start = start;\n');
}
