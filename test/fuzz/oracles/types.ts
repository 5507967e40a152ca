import type { Case } from "../term";

export type Fault = readonly [fault: string, evidence: string];

/** What is wrong with a result; null where nothing is. */
export type Judge = (of: Case, args: readonly unknown[], value: unknown) => Fault | null;
