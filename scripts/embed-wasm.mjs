// Writes the compiled core as a module that holds it in base64, so that the library is one file with nothing to fetch.
import { readFileSync, writeFileSync } from "node:fs";

const bytes = readFileSync(new URL("../build/core.wasm", import.meta.url));
writeFileSync(new URL("../build/core-base64.js", import.meta.url), `export const CORE_BASE64 =\n  "${bytes.toString("base64")}";\n`);
writeFileSync(new URL("../build/core-base64.d.ts", import.meta.url), "export declare const CORE_BASE64: string;\n");
console.log(`core.wasm: ${bytes.length} bytes`);
