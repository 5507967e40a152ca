import type { instantiate } from "../../build/core";
import { ALPHABET, CORE, ORDER } from "../../build/core-text";
import { mercerError } from "../errors";
import { bytesOfText } from "./text";

/** The exports of the compiled core, with the types the compiler wrote. */
export type Core = Awaited<ReturnType<typeof instantiate>>;

let compiled: WebAssembly.Module | undefined;

/** Fills m × n values of function `index`, for the pairs from (i, j) on, into the tile at a byte address. */
export type CustomTile = (index: number, i: number, j: number, m: number, n: number, tile: number) => void;

/** A new instance with a memory of its own, which asks `custom` for tiles. The module is compiled once, at the first call. */
export function instantiateCore(custom: CustomTile): Core {
  try {
    compiled ??= new WebAssembly.Module(bytesOfText(CORE, ALPHABET, ORDER));
    return new WebAssembly.Instance(compiled, { host: { custom } }).exports as unknown as Core;
  } catch (cause) {
    if (cause instanceof RangeError)
      throw mercerError("memory", "no room for another WebAssembly memory; release predictors that are no longer used", { cause });
    throw mercerError(
      "unsupported",
      "WebAssembly with SIMD could not be compiled here; a Content-Security-Policy needs 'wasm-unsafe-eval'",
      { cause },
    );
  }
}
