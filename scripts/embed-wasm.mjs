// Writes the compiled core, and the one for relaxed SIMD, each as a module that holds its hexadecimal digits, so that the library has nothing to fetch.
//
// Engines decode them themselves. Byte boundaries survive, so gzip finds the repetitions of the bytes and comes out an eighth larger; base64 hides
// them and comes out a third larger. src/wasm/hexadecimal.ts reads it.
//
// The text of the core leaves out the parts that few programs call: they are texts of their own (core-parts.mjs). The one for relaxed SIMD is whole.
//
// Each core says in a custom section, at its end, of which build it is: the version of the package, and a hash of both cores without that section.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { cutParts, withWideLength } from "./core-parts.mjs";

/** The name of the section, as src/wasm/load.ts reads it. */
const SECTION = "mercer build";

const NAMES = ["core", "relaxed"];
const cores = NAMES.map((name) => withWideLength(withoutBuild(readFileSync(fileOf(`build/${name}.wasm`)))));
const { version } = JSON.parse(readFileSync(fileOf("package.json"), "utf8"));
const BUILD = `${version}-${createHash("sha256").update(Buffer.concat(cores)).digest("hex").slice(0, 12)}`;
const [core, relaxed] = cores.map((bytes) => Buffer.concat([bytes, sectionOf(BUILD)]));
const { base, sizeAt, parts } = cutParts(core, readFileSync(fileOf("build/core.wat"), "utf8"));
embed("core", core, base);
embed("relaxed", relaxed, relaxed);
writeParts();
writeFileSync(fileOf("build/build-id.js"), `export const BUILD = ${JSON.stringify(BUILD)};\n`);
writeFileSync(
  fileOf("build/build-id.d.ts"),
  "/** What the cores of this build say in their last section: the version, and a hash of both. */\nexport declare const BUILD: string;\n",
);

/** Writes a core, and a text with as much of it as every program has. */
function embed(name, bytes, told) {
  writeFileSync(fileOf(`build/${name}.wasm`), bytes);
  const marker = Buffer.from("\x06memory\x02");
  const flag = bytes.indexOf(marker) + marker.length;
  if (bytes[flag] !== 1) throw new Error(`${name}.wasm does not import a memory with a maximum`);
  writeFileSync(fileOf(`build/${name}-text.js`), constant("CORE", told.toString("hex")) + constant("MEMORY_FLAG", flag));
  writeFileSync(
    fileOf(`build/${name}-text.d.ts`),
    `/** The bytes of ${name}.wasm, as hexadecimal digits${told === bytes ? "" : ", without its parts"}. */\nexport declare const CORE: string;\n` +
      "/** Where among these bytes it says whether the memory is one that threads share: 3, or one that they do not: 1. */\nexport declare const MEMORY_FLAG: number;\n",
  );
  console.log(`${name}.wasm: ${bytes.length} bytes, ${bytes.length - told.length} of them in parts`);
}

/** The parts of the core, and where its code section has its length. */
function writeParts() {
  const texts = parts.map(({ name, holes, bodies }) => constant(name.toUpperCase(), { holes, bodies: bodies.toString("hex") }));
  writeFileSync(fileOf("build/core-parts.js"), constant("CODE_LENGTH_AT", sizeAt) + texts.join(""));
  const types = parts.map(
    ({ name, exports }) => `export declare const ${name.toUpperCase()}: PartText<${exports.map((each) => `"${each}"`).join(" | ")}>;\n`,
  );
  writeFileSync(
    fileOf("build/core-parts.d.ts"),
    "/** Bodies of functions, as hexadecimal digits, and for each where it belongs in the core without its parts, and its length. */\n" +
      "export interface PartText<Name extends string> {\n  readonly holes: readonly (readonly number[])[];\n  readonly bodies: string;\n  /** The exports of the core that need it; only a type. */\n  readonly exports?: Name;\n}\n" +
      "/** Where among the bytes of the core its code section has its length, in five bytes. */\nexport declare const CODE_LENGTH_AT: number;\n" +
      types.join(""),
  );
}

function constant(key, value) {
  return `export const ${key} = ${JSON.stringify(value)};\n`;
}

/** A custom section: 0, its length, the length of its name, the name, and the build; all lengths are below 128. */
function sectionOf(build) {
  const content = Buffer.concat([Buffer.of(SECTION.length), Buffer.from(SECTION), Buffer.from(build)]);
  return Buffer.concat([Buffer.of(0, content.length), content]);
}

/** The bytes as the compiler wrote them, also where the section is there already. */
function withoutBuild(bytes) {
  const at = bytes.lastIndexOf(Buffer.concat([Buffer.of(SECTION.length), Buffer.from(SECTION)]));
  return at < 0 ? bytes : bytes.subarray(0, at - 2);
}

function fileOf(path) {
  return new URL(`../${path}`, import.meta.url);
}
