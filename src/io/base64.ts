/** Characters of the base64 text of `count` float64 numbers. */
export function encodedLength(count: number): number {
  return 4 * Math.ceil((8 * count) / 3);
}

/** Float64 numbers, little-endian, as base64. */
export function encodeNumbers(numbers: Float64Array): string {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  let text = "";
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(text);
}

/** The reverse; null for text that is not base64. */
export function decodeNumbers(text: string): Float64Array | null {
  try {
    const characters = atob(text);
    const bytes = new Uint8Array(characters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
    return new Float64Array(bytes.buffer);
  } catch {
    return null;
  }
}

/** Arguments of one call: engines limit their number. */
const CHUNK = 8192;
