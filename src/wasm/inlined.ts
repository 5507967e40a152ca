import { bytesOfCore } from "./parts";

/** The core, compiled from the digits that the bundle carries. */
export function makeModule(): WebAssembly.Module {
  return new WebAssembly.Module(bytesOfCore());
}
