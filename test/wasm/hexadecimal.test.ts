import { afterEach, expect, it, vi } from "vitest";
import { bytesOfHex } from "../../src/wasm/hexadecimal";

const bytes = Uint8Array.from({ length: 256 }, (_, i) => (i * 167) % 256);
const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

class WithDecoder extends Uint8Array {
  static fromHex = vi.fn(() => new Uint8Array(bytes));
}
class WithoutDecoder extends Uint8Array {}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("asks the engine's own decoder", () => {
  vi.stubGlobal("Uint8Array", WithDecoder);
  expect(Array.from(bytesOfHex(digits))).toEqual(Array.from(bytes));
  expect(WithDecoder.fromHex).toHaveBeenCalledExactlyOnceWith(digits);
});

it("asks Node's where there is none", () => {
  const from = vi.spyOn(Buffer, "from");
  vi.stubGlobal("Uint8Array", Object.assign(WithoutDecoder, { fromHex: undefined }));
  expect(Array.from(bytesOfHex(digits))).toEqual(Array.from(bytes));
  expect(from).toHaveBeenCalledWith(digits, "hex");
});

it("reads the digits itself where there is neither", () => {
  vi.stubGlobal("Uint8Array", Object.assign(WithoutDecoder, { fromHex: undefined }));
  vi.stubGlobal("Buffer", undefined);
  expect(Array.from(bytesOfHex(digits))).toEqual(Array.from(bytes));
});
