import { CORE } from "../../build/core-text";
import { bytesOfHex } from "./hexadecimal";

/** The core, compiled from the digits that the bundle carries. */
export function makeModule(): WebAssembly.Module {
  return new WebAssembly.Module(bytesOfHex(CORE));
}
