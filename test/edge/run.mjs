// The library in workerd, the runtime of Cloudflare's workers, which compiles no bytes: by the export condition, with the core handed in, and as
// mercer/predict. Everywhere the bits of hashes.json.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { fit, kernelRidge, predict, rbf, toJSON } from "../../dist/index.js";
import { check, checkHashes, finish, requireBuild } from "../engines/checks.mjs";
import { serve } from "./workerd.mjs";

requireBuild();
const root = fileURLToPath(new URL("../..", import.meta.url));
const core = readFileSync(new URL("../../dist/core.wasm", import.meta.url));
const { addresses, stop } = await serve({
  workerd: await bundle("by-condition", ["workerd"]),
  "edge-light": await bundle("by-condition", ["edge-light"]),
  "handed in": await bundle("handed-in", []),
  serving: await bundle("serving", []),
});
try {
  checkHashes("by the condition workerd", await answer("workerd"));
  checkHashes("by the condition edge-light", await answer("edge-light"));

  const { before, after } = await answer("handed in");
  check("without a core the runtime refuses to compile", before.error, "unsupported");
  checkHashes("with the core handed in", after);

  const X = [[0], [1], [2.5], [4]];
  const Z = [[0.3], [3]];
  const model = fit(kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 }), X, [0, 1, 4, 16]);
  const served = await answer("serving", { file: toJSON(model), Z });
  check("mercer/predict", served.join(), predict(model, Z).join());
} finally {
  await stop();
}
finish();

/** A worker and what it imports, as a bundler for the edge leaves it: one file, and the core beside it. */
async function bundle(name, conditions) {
  const files = {};
  const fromPackage = {
    name: "from the package",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^mercer(\/[a-z]+)?$/ }, ({ path, pluginData }) =>
        pluginData ? undefined : resolve(path, { kind: "import-statement", resolveDir: root, pluginData: "from the root" }),
      );
      onResolve({ filter: /core\.wasm(\?module)?$/ }, ({ path }) => {
        const [file] = path.split("/").slice(-1);
        files[file] = core;
        return { path: `./${file}`, external: true };
      });
    },
  };
  const entry = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const options = { bundle: true, format: "esm", write: false, logLevel: "error" };
  const { outputFiles } = await build({ entryPoints: [entry], ...options, conditions, plugins: [fromPackage] });
  return { "worker.js": outputFiles[0].text, ...files };
}

/** What a worker answers, as JSON; a question is sent along. */
async function answer(worker, question) {
  const response = await fetch(addresses[worker], question && { method: "POST", body: JSON.stringify(question) });
  const text = await response.text();
  if (!response.ok) return { error: text };
  return JSON.parse(text);
}
