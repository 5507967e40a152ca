export { type ErrorCode, isMercerError, type MercerError } from "../errors";
export type { WatchOptions } from "../progress";
export { startPool } from "../worker/pool";
export type { Pool, PoolOptions } from "../worker/pool-types";
