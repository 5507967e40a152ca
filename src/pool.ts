export { type ErrorCode, isMercerError, type MercerError } from "./errors";
export { startPool } from "./worker/pool";
export type { Pool, PoolOptions, Watching } from "./worker/pool-types";
