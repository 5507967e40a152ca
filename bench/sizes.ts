import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";

/** What an import costs a page: minified by esbuild, with the core in it, and gzipped. */
export interface Size {
  readonly what: string;
  readonly bytes: number;
}

const ROOT = new URL("../", import.meta.url);

/** The entries and the parts of them that scripts/check-package.mjs has budgets for. */
export async function measureSizes(): Promise<readonly Size[]> {
  const budgets = JSON.parse(readFileSync(new URL("scripts/package/budgets.json", ROOT), "utf8")) as readonly Budget[];
  return Promise.all(budgets.map(async ({ what, source }) => ({ what, bytes: await gzippedSize(source) })));
}

interface Budget {
  readonly what: string;
  readonly source: string;
}

async function gzippedSize(source: string): Promise<number> {
  const stdin = { contents: source, resolveDir: new URL(".", ROOT).pathname };
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    plugins: [ownPackage],
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

/** `mercer/table` is dist/table.js of this checkout. */
const ownPackage: Plugin = {
  name: "own package",
  setup({ onResolve }) {
    onResolve({ filter: /^mercer(\/|$)/ }, ({ path }) => ({
      path: new URL(`dist/${path === "mercer" ? "index" : path.slice("mercer/".length)}.js`, ROOT).pathname,
      // as package.json says of all but the worker
      sideEffects: path === "mercer/worker",
    }));
  },
};
