import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { sha256 } from "../../src/provenance/sha256";
import { random } from "../support/generator";

const expected = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

it("is that of node:crypto for every length about the blocks, in however many parts", () => {
  const source = random(5);
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({ length }, () => source.integer(0, 255));
    const cut = source.integer(0, length);
    expect(sha256([bytes])).toBe(expected(bytes));
    expect(sha256([bytes.subarray(0, cut), new Uint8Array(), bytes.subarray(cut)])).toBe(expected(bytes));
  }
});

it("is that of the standard's own examples, and of a million bytes", () => {
  const text = (words: string): Uint8Array => new TextEncoder().encode(words);
  expect(sha256([text("abc")])).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256([new Uint8Array(1e6).fill(0x61)])).toBe("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
});
