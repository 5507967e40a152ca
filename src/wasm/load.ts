import type { instantiate } from "../../build/core";
import { MEMORY_FLAG } from "../../build/core-text";
import { mercerError } from "../errors";
import { BUILD } from "./build";
import { makeModule } from "./inlined";
import { bytesOfCore, type PartName } from "./parts";

/** The exports of the compiled core, with the types the compiler wrote. */
export type WholeCore = Awaited<ReturnType<typeof instantiate>>;

/** Those that every program has. */
export type Core = Omit<WholeCore, PartName>;

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

/** Whether something has been computed with a core: another one would give results of other last digits beside those. */
let used = false;

/** A new instance, which asks `custom` for tiles, with a memory of its own unless one is given. The module is compiled once, at the first call. */
export function instantiateCore(custom: CustomTile, ground?: Ground): Core {
  return orExplain(() => {
    const { module, memory } = ground ?? { module: ownModule(), memory: new WebAssembly.Memory(PAGES) };
    const { exports } = new WebAssembly.Instance(module, { env: { memory }, host: { custom } });
    used = true;
    return exports as unknown as Core;
  });
}

function ownModule(): WebAssembly.Module {
  compiled ??= makeModule();
  return compiled;
}

/**
 * From now on instances are made of this module, and none is compiled here: `core.wasm` of the same build, compiled by whoever may. Before the first
 * computation.
 *
 * @throws "argument" unless it is a core, of this build; "unsupported" when something has been computed with another one
 * @example setCoreModule(await WebAssembly.compileStreaming(fetch(coreUrl))); // where your bundler puts mercer/core.wasm
 */
export function setCoreModule(module: WebAssembly.Module): void {
  const build = buildOf(module);
  if (build !== BUILD) {
    const what = build === undefined ? "is none" : `is of build ${build}`;
    const message = `module must be a WebAssembly.Module, the core.wasm of this build of mercer, ${BUILD}; it ${what}`;
    throw mercerError("argument", message, { argument: "module" });
  }
  if (module === compiled) return;
  if (used) {
    const message = "it is too late for another core: a computation has already run, and its core stays; call this before the first one";
    throw mercerError("unsupported", message);
  }
  compiled = module;
}

/** Of which build a core is; undefined for what is no core. scripts/embed-wasm.mjs writes it. */
function buildOf(module: WebAssembly.Module): string | undefined {
  try {
    const [build] = WebAssembly.Module.customSections(module, "mercer build");
    return build && new TextDecoder().decode(build);
  } catch {
    return undefined;
  }
}

/** The same code, but for the byte that says so, with a memory that threads can share. */
export function createSharedGround(): Ground {
  return orExplain(() => {
    const bytes = bytesOfCore();
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
