import type * as parts from "../../build/core-parts";

/** The parts of a core that the runtime compiles from its file, which is whole: takes the place of their texts. */
const NONE = { holes: [], bodies: "" };

export const CODE_LENGTH_AT = 0;
export const DERIVATIVES: typeof parts.DERIVATIVES = { ...NONE };
export const DESCENTS: typeof parts.DESCENTS = { ...NONE };
export const PAIRWISE: typeof parts.PAIRWISE = { ...NONE };
