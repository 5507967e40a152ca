import { ALPHABET, CORE, ORDER } from "../../build/core-text";
import { bytesOfText } from "./text";

/** The core, compiled from the text that the bundle carries. */
export function makeModule(): WebAssembly.Module {
  return new WebAssembly.Module(bytesOfText(CORE, ALPHABET, ORDER));
}
