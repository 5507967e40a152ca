// After tsup: joins what it has split, writes CommonJS with its declarations, and takes out white space.
//
// tsup makes a chunk of every set of modules that the same entries use. A program loads them one after the other, half a millisecond each, so all that
// `mercer` uses becomes one chunk, which the other entries share: however many of them a program imports, there is one core, one memory and one kind of error.
// Names stay as they are, for stack traces; so there are no source maps.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { rollup } from "rollup";
import { parseAst } from "rollup/parseAst";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));

/** Node prints the line of an error that nobody catches: it must not be the whole file. */
const LINE = 160;

await joinAll();

async function joinAll() {
  await joinChunks(DIST, ["es", "cjs"]);
  await joinChunks(join(DIST, "edge"), ["es"]);
  for (const name of readdirSync(DIST)) if (name.endsWith(".d.ts")) declareForCommonJs(join(DIST, name));
  for (const folder of [DIST, join(DIST, "edge")]) {
    for (const name of scriptsIn(folder)) await shorten(join(folder, name));
  }
}

/** In place of all entries and chunks of a folder, the same in fewer files; `alone` are those that share nothing. */
async function joinChunks(folder, formats, alone = ["predict.js", "predict.cjs", "worker.js"]) {
  const before = scriptsIn(folder).filter((name) => !alone.includes(name));
  const entries = before.filter((name) => name.endsWith(".js") && !name.startsWith("chunk-"));
  const external = (id) => /^core\.wasm\?module$|\.wasm\?module$/.test(id);
  const input = entries.map((name) => join(folder, name));
  const bundle = await rollup({ input, external, treeshake: { moduleSideEffects: false } });
  const outputs = [];
  for (const format of formats) {
    const ending = format === "es" ? "js" : "cjs";
    const { output } = await bundle.generate({
      format,
      exports: "named",
      entryFileNames: `[name].${ending}`,
      chunkFileNames: `chunk-[hash].${ending}`,
      hashCharacters: "base36",
      manualChunks: (id, { getModuleInfo }) => (isUsedBy(join(folder, "index.js"), id, getModuleInfo) ? "mercer" : undefined),
    });
    outputs.push(...output);
  }
  await bundle.close();
  for (const name of before) rmSync(join(folder, name));
  for (const { fileName, code } of outputs) writeFileSync(join(folder, fileName), code);
}

/**
 * What a module computes when it is loaded becomes a call that is marked as pure, since no module has side effects: bundlers then leave out what nobody uses,
 * constant by constant, as they left out whole chunks.
 */
function markPure(code) {
  const computed = parseAst(code)
    .body.flatMap((statement) => (statement.type === "VariableDeclaration" ? statement.declarations : []))
    .flatMap(({ init }) => (init && computes(init) ? [init] : []));
  let at = 0;
  const parts = computed.flatMap(({ start, end }) => {
    const before = code.slice(at, start);
    at = end;
    return [before, `/* @__PURE__ */(()=>(${code.slice(start, end)}))()`];
  });
  return parts.join("") + code.slice(at);
}

/** Whether evaluating an expression runs code, as bundlers see it: a call, a getter, an operator on what may be an object. */
function computes(node) {
  if (Array.isArray(node)) return node.some(computes);
  if (node === null || typeof node !== "object" || /Function/.test(node.type)) return false;
  if (/^(Call|New|Member|Binary|TaggedTemplate)Expression$|^SpreadElement$/.test(node.type)) return true;
  return Object.values(node).some(computes);
}

/** The same declarations for CommonJS, which imports those for CommonJS. */
function declareForCommonJs(file) {
  const declarations = readFileSync(file, "utf8").replace(/(from '\.\/[^']+)\.js'/g, "$1.cjs'");
  writeFileSync(file.replace(/\.d\.ts$/, ".d.cts"), declarations);
}

/** Whether a module is the user, or imported by it, or by what it imports. */
function isUsedBy(user, id, getModuleInfo, seen = new Set()) {
  if (user === id) return true;
  if (seen.has(user)) return false;
  seen.add(user);
  return (getModuleInfo(user)?.importedIds ?? []).some((each) => isUsedBy(each, id, getModuleInfo, seen));
}

/** Without white space, and with short names inside of functions; those of a module's own functions stay, as stack traces show them. */
async function shorten(file) {
  const code = readFileSync(file, "utf8");
  const options = { minifyWhitespace: true, minifySyntax: true, lineLimit: LINE, target: "es2022", loader: "js" };
  // esbuild renames what a module declares, but not what a script does; import.meta makes it a module
  const start = /^((import|export) [^;]*;\s*)*/.exec(code)[0].length;
  const end = Math.max(start, code.includes("\nexport {") ? code.lastIndexOf("\nexport {") : code.length);
  const minifyIdentifiers = !code.includes("import.meta");
  const { code: lines } = await transform(code.slice(start, end), { ...options, minifyIdentifiers });
  // a text that was broken, as that of the core, is whole again: broken it compresses worse
  const body = lines.replace(/(?<!\\)((?:\\\\)*)\\\n/g, "$1");
  writeFileSync(file, markPure(code.slice(0, start) + body + code.slice(end).trimStart()));
}

function scriptsIn(folder) {
  return readdirSync(folder).filter((name) => /\.c?js$/.test(name));
}
