import type { random } from "./generator";

type Source = ReturnType<typeof random>;

/** A file with a few bytes changed, cut out, put in or repeated, or cut off. */
export function mutatedBytes(file: Uint8Array, source: Source): Uint8Array {
  let bytes = Array.from(file);
  for (let changes = source.integer(1, 3); changes > 0; changes--) {
    const at = source.integer(0, Math.max(0, bytes.length - 1));
    const length = source.integer(1, 8);
    const way = source.integer(0, 5);
    if (way === 0) bytes[at] = (bytes[at] as number) ^ (1 << source.integer(0, 7));
    else if (way === 1) bytes.splice(at, length);
    else if (way === 2) bytes.splice(at, 0, ...bytes.slice(at, at + length));
    else if (way === 3) bytes.splice(at, 0, ...Array.from({ length }, () => source.integer(0, 255)));
    else if (way === 4) bytes = bytes.slice(0, at);
    else bytes[at] = source.integer(0, 255);
  }
  return Uint8Array.from(bytes);
}
