/** FNV-1a of all numbers and words in a value, but those that tell of times and memory: a word for its bits. */
export function digestOf(value: unknown): string {
  let hash = 0x811c9dc5;
  const add = (byte: number): void => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  const text = (words: string): void => {
    for (let i = 0; i < words.length; i++) add(words.charCodeAt(i));
  };
  const visit = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) {
      const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
      for (const byte of bytes) add(byte);
    } else if (typeof part === "object" && part !== null) {
      for (const [name, inner] of Object.entries(part)) {
        if (name === "elapsedMs" || name === "bytes" || typeof inner === "function") continue;
        text(name);
        visit(inner);
      }
    } else text(Object.is(part, -0) ? "-0" : String(part));
  };
  visit(value);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
