// Writes the compiled core, and the one for relaxed SIMD, each as a module that holds it as text, so that the library is one file with nothing to fetch.
//
// The most frequent bytes become one ASCII character each, the others two, the first of which is one of PREFIXES. Byte boundaries survive, so
// gzip finds the same repetitions as in the bytes themselves; base64 hides them and comes out a quarter larger. src/wasm/text.ts reads it.
import { readFileSync, writeFileSync } from "node:fs";

const PREFIXES = 2;
/** No character that a string, a template or a script element would have to escape. */
const ALPHABET = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((character) => !'"\\`$<'.includes(character));

embed("core");
embed("relaxed");

function embed(name) {
  const bytes = readFileSync(new URL(`../build/${name}.wasm`, import.meta.url));
  const marker = Buffer.from("\x06memory\x02");
  const flag = bytes.indexOf(marker) + marker.length;
  if (bytes[flag] !== 1) throw new Error(`${name}.wasm does not import a memory with a maximum`);
  const { text, order } = encode(bytes);
  const constant = (key, value) => `export const ${key} = ${JSON.stringify(value)};\n`;
  writeFileSync(
    new URL(`../build/${name}-text.js`, import.meta.url),
    constant("ALPHABET", ALPHABET.join("")) + constant("ORDER", order) + constant("CORE", text) + constant("MEMORY_FLAG", flag),
  );
  writeFileSync(
    new URL(`../build/${name}-text.d.ts`, import.meta.url),
    "/** The characters in use, the first two of them prefixes. */\nexport declare const ALPHABET: string;\n" +
      "/** The bytes by frequency, in hexadecimal. */\nexport declare const ORDER: string;\n" +
      `/** The bytes of ${name}.wasm, in these characters. */\nexport declare const CORE: string;\n` +
      "/** Where among these bytes it says whether the memory is one that threads share: 3, or one that they do not: 1. */\nexport declare const MEMORY_FLAG: number;\n",
  );
  console.log(`${name}.wasm: ${bytes.length} bytes`);
}

function encode(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const byFrequency = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
  const codes = [];
  byFrequency.forEach((byte, rank) => {
    const single = ALPHABET[rank + PREFIXES];
    const beyond = rank + PREFIXES - ALPHABET.length;
    codes[byte] = single ?? ALPHABET[Math.floor(beyond / ALPHABET.length)] + ALPHABET[beyond % ALPHABET.length];
  });
  return {
    text: Array.from(bytes, (byte) => codes[byte]).join(""),
    order: byFrequency.map((byte) => byte.toString(16).padStart(2, "0")).join(""),
  };
}
