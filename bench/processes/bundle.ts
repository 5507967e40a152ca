import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const FOLDER = fileURLToPath(new URL("../build/processes/", import.meta.url));
const PROGRAM = fileURLToPath(new URL("program.ts", import.meta.url));

let bundled: Promise<string> | undefined;

/** The path of program.ts as JavaScript, made once a run: its processes need no loader of TypeScript, which would run beside what is measured. */
export function bundledProgram(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  await build({
    entryPoints: [PROGRAM],
    outdir: FOLDER,
    bundle: true,
    // Each implementation in a chunk of its own, loaded where it takes part.
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning",
  });
  return `${FOLDER}program.js`;
}
