import type { instantiate } from "../../build/core";
import { ALPHABET, CORE, MEMORY_FLAG, ORDER } from "../../build/core-text";
import { mercerError } from "../errors";
import { makeModule } from "./inlined";
import { bytesOfText } from "./text";

/** The exports of the compiled core, with the types the compiler wrote. */
export type Core = Awaited<ReturnType<typeof instantiate>>;

/** Fills m × n values of function `index`, for the pairs from (i, j) on, into the tile at a byte address. */
export type CustomTile = (index: number, i: number, j: number, m: number, n: number, tile: number) => void;

/** The core's code with a memory for it. */
export interface Ground {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** Pages of 64 KiB in the first memory, and in the largest, of 4 GiB. */
const PAGES = { initial: 64, maximum: 65536 };

let compiled: WebAssembly.Module | undefined;

/** A new instance, which asks `custom` for tiles, with a memory of its own unless one is given. The module is compiled once, at the first call. */
export function instantiateCore(custom: CustomTile, ground?: Ground): Core {
  return orExplain(() => {
    compiled ??= makeModule();
    const { module, memory } = ground ?? { module: compiled, memory: new WebAssembly.Memory(PAGES) };
    return new WebAssembly.Instance(module, { env: { memory }, host: { custom } }).exports as unknown as Core;
  });
}

/**
 * From now on instances are made of this module, and none is compiled here: `core.wasm` of the same version, compiled by whoever may.
 *
 * @throws "argument" unless it is a module with the exports of the core
 */
export function setCoreModule(module: WebAssembly.Module): void {
  if (!isCore(module)) {
    throw mercerError("argument", "module must be a WebAssembly.Module, the core.wasm of this version of mercer", { argument: "module" });
  }
  compiled = module;
}

function isCore(module: WebAssembly.Module): boolean {
  try {
    return WebAssembly.Module.exports(module).some(({ name }) => name === "gramProduct");
  } catch {
    return false;
  }
}

/** The same code, but for the byte that says so, with a memory that threads can share. */
export function createSharedGround(): Ground {
  return orExplain(() => {
    const bytes = bytesOfText(CORE, ALPHABET, ORDER);
    bytes[MEMORY_FLAG] = 3;
    return { module: new WebAssembly.Module(bytes), memory: new WebAssembly.Memory({ ...PAGES, shared: true }) };
  });
}

function orExplain<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof RangeError)
      throw mercerError("memory", "no room for another WebAssembly memory; release predictors that are no longer used", { cause });
    throw mercerError(
      "unsupported",
      "WebAssembly with SIMD could not be compiled here; a Content-Security-Policy needs 'wasm-unsafe-eval', an edge runtime mercer/core",
      { cause },
    );
  }
}
