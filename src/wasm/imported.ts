import core from "../../build/core.wasm?module";

/** The core as the runtime compiled it before it started: takes the place of inlined.ts where nothing else may compile. */
export function makeModule(): WebAssembly.Module {
  return core;
}
