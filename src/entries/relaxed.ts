export { type ErrorCode, isMercerError, type MercerError } from "../errors";
export { hasRelaxedSimd, useRelaxedSimd } from "../wasm/relaxed";
