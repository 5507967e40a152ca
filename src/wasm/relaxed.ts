import { CORE } from "../../build/relaxed-text";
import { mercerError } from "../errors";
import { bytesOfHex } from "./hexadecimal";
import { setCoreModule } from "./load";

/** Compiled once: to ask for it again changes nothing. */
let relaxed: WebAssembly.Module | undefined;

/**
 * Whether this engine has relaxed SIMD.
 *
 * @example if (hasRelaxedSimd()) useRelaxedSimd();
 */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(relaxedBytes());
}

/**
 * From now on x·y + z is rounded once in products, distances and what is built on them, where the machine does so faster. Before the first call that
 * computes; pools keep the core that they have.
 *
 * Results differ in their last digits from those of the strict core, and from machine to machine.
 *
 * @throws "unsupported" where there is no relaxed SIMD, or WebAssembly may not be compiled, or something has been computed already
 * @example if (hasRelaxedSimd()) useRelaxedSimd();
 */
export function useRelaxedSimd(): void {
  if (!hasRelaxedSimd()) throw mercerError("unsupported", "this engine has no relaxed SIMD; hasRelaxedSimd() tells beforehand");
  try {
    relaxed ??= new WebAssembly.Module(relaxedBytes());
  } catch (cause) {
    throw mercerError("unsupported", "WebAssembly could not be compiled here; a Content-Security-Policy needs 'wasm-unsafe-eval'", {
      cause,
    });
  }
  setCoreModule(relaxed);
}

function relaxedBytes(): Uint8Array<ArrayBuffer> {
  return bytesOfHex(CORE);
}
