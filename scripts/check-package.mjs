// The package as its users get it, after a build: what is packed, what the linters of packages say, how large it is in a bundle, and
// whether one program runs the same through Node, TypeScript, esbuild, Rollup and Vite.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build as esbuild } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { rollup } from "rollup";
import { build as vite } from "vite";

/** Bytes with Wasm, minified and gzipped, that no change may exceed unnoticed: every entry, what a page that fits and predicts takes, and one that serves. */
const BUDGETS = JSON.parse(readFileSync(new URL("package/budgets.json", import.meta.url), "utf8"));
const PROGRAMS = ["consumer", "pooled", "served"];
/** What `scripts/package/consumer.mts` prints: two predictions, the four entries of L, a code. */
const CONSUMER_OUTPUT = /^\[(-?\d+(\.\d+)?(e-\d+)?,){2}2,0,1,2,"shape"\]$/;

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const home = mkdtempSync(join(tmpdir(), "mercer-package-"));
let passed = 0;
let failed = 0;
try {
  const { tarball, files } = pack();
  await check("packed files", () => requirePackedFiles(files));
  await check("publint", () => requireNoAdvice(tarball));
  await check("are the types wrong", () =>
    run(
      bin("attw"),
      tarball,
      "--profile",
      "node16",
      "--exclude-entrypoints",
      "worker",
      "core.wasm",
      "model.schema.json",
      "--no-color",
      "--no-emoji",
    ),
  );
  installConsumer(tarball);
  for (const budget of BUDGETS) await check(`size of ${budget.what} at most ${kB(budget.bytes)}`, () => requireBudget(budget));
  let expected;
  await check("TypeScript, node16", () => tsc("node16", "--outDir", "."));
  await check("TypeScript, bundler", () => tsc("bundler", "--noEmit"));
  await check("import", () => {
    expected = runConsumer("consumer.mjs");
    if (!CONSUMER_OUTPUT.test(expected)) throw new Error(`printed ${expected}`);
  });
  await check("require", () => requireSame(runConsumer("consumer.cjs"), expected));
  await check("a pool, import", () => requireSame(runConsumer("pooled.mjs"), "true"));
  await check("a pool, require", () => requireSame(runConsumer("pooled.cjs"), "true"));
  await check("a model served, import", () => requireSame(runConsumer("served.mjs"), "true"));
  await check("a model served, require", () => requireSame(runConsumer("served.cjs"), "true"));
  await check("esbuild", async () => requireSame(await bundledByEsbuild(), expected));
  await check("Rollup", async () => {
    writeFileSync(join(home, "rollup.mjs"), await bundledByRollup(readFileSync(join(home, "consumer.mjs"), "utf8")));
    requireSame(runConsumer("rollup.mjs"), expected);
  });
  await check("Vite", async () => requireSame(await bundledByVite(), expected));
} finally {
  rmSync(home, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function check(name, body) {
  try {
    await body();
    passed++;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n${error.stdout ?? ""}${error.stderr ?? ""}${error.message}`);
  }
}

function pack() {
  const [{ filename, files }] = JSON.parse(run("npm", "pack", root, "--json", "--ignore-scripts", "--loglevel", "error"));
  return { tarball: join(home, filename), files: files.map(({ path }) => path) };
}

/**
 * Four files for each entry of `exports`, one more where edge runtimes have their own, the chunks they share, the worker of a pool, the core, the schema of
 * model files, the bill of materials, what is run in Python, and the pages about the package: no more, no less.
 */
function requirePackedFiles(files) {
  const pages = ["package.json", "README.md", "LICENSE", "LICENSE-pbf", "CHANGELOG.md"];
  const entries = entryNames().flatMap((name) => ["js", "cjs", "d.ts", "d.cts"].map((ending) => `dist/${name}.${ending}`));
  const edge = entryNames("workerd").map((name) => `dist/edge/${name}.js`);
  const python = ["python/mercer_export.py", "python/mercer_read.py"];
  const expected = [
    ...pages,
    ...python,
    ...entries,
    ...edge,
    "dist/worker.js",
    "dist/core.wasm",
    "dist/model.schema.json",
    "dist/sbom.json",
  ];
  const chunk = /^dist\/(edge\/)?(chunk-\w+\.c?js|[\w-]+-[\w-]{8}\.d\.c?ts)$/;
  const missing = expected.filter((file) => !files.includes(file));
  const unexpected = files.filter((file) => !expected.includes(file) && !chunk.test(file));
  if (missing.length + unexpected.length > 0) throw new Error(`missing: ${missing.join(", ")}\nunexpected: ${unexpected.join(", ")}`);
  for (const file of files) {
    if (readFileSync(join(root, file), "utf8").includes("sourceMappingURL=")) throw new Error(`${file} names a source map`);
  }
}

async function requireNoAdvice(tarball) {
  const { messages } = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer }, strict: true });
  if (messages.length > 0) throw new Error(messages.map((message) => formatMessage(message, manifest, { color: false })).join("\n"));
}

function installConsumer(tarball) {
  writeFileSync(join(home, "package.json"), '{ "private": true, "type": "module" }\n');
  run("npm", "install", tarball, "--prefix", home, "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error");
  for (const ending of ["mts", "cts"]) {
    for (const program of PROGRAMS) cpSync(join(root, `scripts/package/${program}.mts`), join(home, `${program}.${ending}`));
  }
}

async function requireBudget({ what, source, bytes, bundler }) {
  const size = await gzippedSize(source, bundler);
  console.log(`size ${kB(size)} ${what}`);
  if (size > bytes) throw new Error(`${what} is ${kB(size)}`);
}

async function gzippedSize(source, bundler = "esbuild") {
  const stdin = { contents: bundler === "rollup" ? await bundledByRollup(source) : source, resolveDir: home };
  const { outputFiles } = await esbuild({ stdin, bundle: true, minify: true, format: "esm", target: "es2022", write: false });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

function tsc(moduleResolution, ...options) {
  const module = moduleResolution === "node16" ? "node16" : "esnext";
  const endings = moduleResolution === "node16" ? ["mts", "cts"] : ["mts"];
  const sources = PROGRAMS.flatMap((program) => endings.map((ending) => `${program}.${ending}`));
  const libraries = ["--target", "es2022", "--lib", "es2022,dom"];
  run(bin("tsc"), ...sources, "--strict", "--module", module, "--moduleResolution", moduleResolution, ...libraries, ...options);
}

/** As a classic script, in which a top-level await would be an error. */
async function bundledByEsbuild() {
  const outfile = join(home, "esbuild.cjs");
  await esbuild({
    entryPoints: [join(home, "consumer.mjs")],
    outfile,
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    logLevel: "error",
  });
  return runConsumer(basename(outfile));
}

/** A program that imports nothing but entries of the package, as one module. */
async function bundledByRollup(source) {
  const fileOf = (id) => join(home, "node_modules/mercer", manifest.exports[id.replace("mercer", ".")].import.default);
  const entry = {
    name: "entry",
    resolveId: (id) => (id === "entry" ? id : id.startsWith("mercer") ? fileOf(id) : undefined),
    load: (id) => (id === "entry" ? source : undefined),
  };
  const bundle = await rollup({ input: "entry", plugins: [entry] });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  return output[0].code;
}

async function bundledByVite() {
  await vite({
    root: home,
    configFile: false,
    logLevel: "error",
    build: {
      outDir: "vite",
      rollupOptions: { input: join(home, "consumer.mjs"), output: { entryFileNames: "consumer.mjs" } },
    },
  });
  return runConsumer("vite/consumer.mjs");
}

function runConsumer(file) {
  return run(process.execPath, file).trim();
}

function requireSame(actual, expected) {
  if (actual !== expected) throw new Error(`printed ${actual} instead of ${expected}`);
}

/** The names of the modules that package.json exports: index, linalg … */
function entryNames(condition = "import") {
  return Object.values(manifest.exports)
    .filter((target) => target[condition])
    .map((target) => basename(target[condition].default, ".js"));
}

function bin(name) {
  return join(root, "node_modules/.bin", name);
}

function run(command, ...args) {
  return execFileSync(command, args, { cwd: home, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function kB(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
