/** The library. */
export const MERCER = "mercer";
/** The same algorithms in TypeScript, tuned until the engine gives no more, and the loops they must beat. */
export const TWIN = "pure TypeScript, tuned";
export const PLAIN = "plain loops";

export type Peer = "ml-matrix" | "ml-kernel" | "ml-regression" | "libsvm-js";
export type Implementation = typeof MERCER | typeof TWIN | typeof PLAIN | Peer;
