/**
 * SHA-256 of bytes, part after part, in hexadecimal digits.
 *
 * Source: NIST, FIPS 180-4 (2015), sections 4.1.2, 4.2.2, 5.1.1 and 6.2.
 */
export function sha256(parts: readonly Uint8Array[]): string {
  const state = Uint32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
  const block = new Uint8Array(BLOCK);
  const [view, words] = [new DataView(block.buffer), new Uint32Array(64)];
  const constants = Uint32Array.from(CONSTANTS.split(" "), (digits) => Number.parseInt(digits, 16));
  const whole = (): void => compress(state, view, words, constants);
  let filled = 0;
  for (const bytes of parts) {
    for (let at = 0; at < bytes.length; ) {
      const taken = bytes.subarray(at, at + BLOCK - filled);
      block.set(taken, filled);
      at += taken.length;
      filled += taken.length;
      if (filled < BLOCK) break;
      whole();
      filled = 0;
    }
  }
  // a bit of 1, zeros, and the length in bits
  block.fill(0, filled)[filled] = 0x80;
  if (filled >= BLOCK - 8) {
    whole();
    block.fill(0);
  }
  const length = parts.reduce((sum, bytes) => sum + bytes.length, 0);
  view.setBigUint64(BLOCK - 8, BigInt(length) * 8n);
  whole();
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** Bytes of a block. */
const BLOCK = 64;

function compress(state: Uint32Array, block: DataView, w: Uint32Array, constants: Uint32Array): void {
  for (let t = 0; t < 16; t++) w[t] = block.getUint32(4 * t);
  for (let t = 16; t < 64; t++) {
    const [near, far] = [w[t - 2] as number, w[t - 15] as number];
    const s1 = rotated(near, 17) ^ rotated(near, 19) ^ (near >>> 10);
    const s0 = rotated(far, 7) ^ rotated(far, 18) ^ (far >>> 3);
    w[t] = (s1 + (w[t - 7] as number) + s0 + (w[t - 16] as number)) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const one = (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + choice + (constants[t] as number) + (w[t] as number)) | 0;
    const two = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) state[at] = (state[at] as number) + word;
}

function rotated(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const CONSTANTS =
  "428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174 " +
  "e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 " +
  "27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 " +
  "19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2";
