import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { marked } from "./blocks.mjs";
import { elsewhere, excluded, rooms } from "./files.mjs";

const root = process.env.MERCER_TREE;

/** Marks the blocks of the rooms, in the run that maps them. */
const marks = {
  name: "mercer-marks",
  enforce: "pre",
  transform(code, id) {
    const path = relative(root, id);
    return rooms.some((room) => path.startsWith(`src/${room}/`)) ? { code: marked(path, code), map: null } : undefined;
  },
};

export default defineConfig({
  root,
  plugins: process.env.MERCER_REACHED === undefined ? [] : [marks],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...excluded, ...elsewhere, "**/node_modules/**"],
    setupFiles: [fileURLToPath(new URL("setup.mjs", import.meta.url))],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 1,
    execArgv: ["--expose-gc"],
    bail: process.env.MERCER_REACHED === undefined ? 1 : 0,
    reporters: [{}],
  },
});
