// Writes the compiled core, and the one for relaxed SIMD, each as a module that holds its hexadecimal digits, so that the library has nothing to fetch.
//
// Engines decode them themselves. Byte boundaries survive, so gzip finds the repetitions of the bytes and comes out an eighth larger; base64 hides
// them and comes out a third larger. src/wasm/hexadecimal.ts reads it.
//
// Each core says in a custom section, at its end, of which build it is: the version of the package, and a hash of both cores without that section.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

/** The name of the section, as src/wasm/load.ts reads it. */
const SECTION = "mercer build";

const NAMES = ["core", "relaxed"];
const cores = NAMES.map((name) => withoutBuild(readFileSync(fileOf(`build/${name}.wasm`))));
const { version } = JSON.parse(readFileSync(fileOf("package.json"), "utf8"));
const BUILD = `${version}-${createHash("sha256").update(Buffer.concat(cores)).digest("hex").slice(0, 12)}`;
NAMES.forEach((name, at) => {
  embed(name, Buffer.concat([cores[at], sectionOf(BUILD)]));
});
writeFileSync(fileOf("build/build-id.js"), `export const BUILD = ${JSON.stringify(BUILD)};\n`);
writeFileSync(
  fileOf("build/build-id.d.ts"),
  "/** What the cores of this build say in their last section: the version, and a hash of both. */\nexport declare const BUILD: string;\n",
);

function embed(name, bytes) {
  writeFileSync(fileOf(`build/${name}.wasm`), bytes);
  const marker = Buffer.from("\x06memory\x02");
  const flag = bytes.indexOf(marker) + marker.length;
  if (bytes[flag] !== 1) throw new Error(`${name}.wasm does not import a memory with a maximum`);
  const constant = (key, value) => `export const ${key} = ${JSON.stringify(value)};\n`;
  writeFileSync(fileOf(`build/${name}-text.js`), constant("CORE", bytes.toString("hex")) + constant("MEMORY_FLAG", flag));
  writeFileSync(
    fileOf(`build/${name}-text.d.ts`),
    `/** The bytes of ${name}.wasm, as hexadecimal digits. */\nexport declare const CORE: string;\n` +
      "/** Where among these bytes it says whether the memory is one that threads share: 3, or one that they do not: 1. */\nexport declare const MEMORY_FLAG: number;\n",
  );
  console.log(`${name}.wasm: ${bytes.length} bytes`);
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
