// Writes the compiled core as a module that holds it as text, so that the library is one file with nothing to fetch.
//
// The most frequent bytes become one ASCII character each, the others two, the first of which is one of PREFIXES. Byte boundaries survive, so
// gzip finds the same repetitions as in the bytes themselves; base64 hides them and comes out a quarter larger. src/wasm/text.ts reads it.
import { readFileSync, writeFileSync } from "node:fs";

const PREFIXES = 2;
/** No character that a string, a template or a script element would have to escape. */
const ALPHABET = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((character) => !'"\\`$<'.includes(character));

const bytes = readFileSync(new URL("../build/core.wasm", import.meta.url));
const counts = new Array(256).fill(0);
for (const byte of bytes) counts[byte]++;
const byFrequency = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
const codes = [];
byFrequency.forEach((byte, rank) => {
  const single = ALPHABET[rank + PREFIXES];
  const beyond = rank + PREFIXES - ALPHABET.length;
  codes[byte] = single ?? ALPHABET[Math.floor(beyond / ALPHABET.length)] + ALPHABET[beyond % ALPHABET.length];
});

const literal = (name, value) => `export const ${name} = "${value}";\n`;
const text = Array.from(bytes, (byte) => codes[byte]).join("");
const order = byFrequency.map((byte) => byte.toString(16).padStart(2, "0")).join("");
writeFileSync(
  new URL("../build/core-text.js", import.meta.url),
  literal("ALPHABET", ALPHABET.join("")) + literal("ORDER", order) + literal("CORE", text),
);
writeFileSync(
  new URL("../build/core-text.d.ts", import.meta.url),
  "/** The characters in use, the first two of them prefixes. */\nexport declare const ALPHABET: string;\n" +
    "/** The bytes by frequency, in hexadecimal. */\nexport declare const ORDER: string;\n" +
    "/** The bytes of core.wasm, in these characters. */\nexport declare const CORE: string;\n",
);
console.log(`core.wasm: ${bytes.length} bytes`);
