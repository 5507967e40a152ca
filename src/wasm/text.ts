/** Characters that begin a code of two. */
const PREFIXES = 2;

/**
 * Bytes from the text that scripts/embed-wasm.mjs writes: byte number r of `order` (hexadecimal, by frequency) is character r + 2 of `alphabet`, or,
 * past its end, one of the first two characters and another.
 */
export function bytesOfText(text: string, alphabet: string, order: string): Uint8Array<ArrayBuffer> {
  const ranks = new Uint8Array(128);
  for (let rank = 0; rank < alphabet.length; rank++) ranks[alphabet.charCodeAt(rank)] = rank;
  const byRank = Uint8Array.from({ length: order.length / 2 }, (_, rank) => Number.parseInt(order.slice(2 * rank, 2 * rank + 2), 16));
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    let rank = ranks[text.charCodeAt(at)] as number;
    if (rank < PREFIXES) rank = (rank + 1) * alphabet.length + (ranks[text.charCodeAt(++at)] as number);
    bytes[length++] = byRank[rank - PREFIXES] as number;
  }
  return bytes.slice(0, length);
}
