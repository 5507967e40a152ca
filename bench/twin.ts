import type { Row } from "./contest.ts";
import { PLAIN, TWIN } from "./jobs/implementation.ts";

/** The twin must beat plain loops by this much: beating a slow twin proves nothing. */
export const REQUIRED = 1.3;

export interface Ratio {
  readonly operation: string;
  readonly size: string;
  readonly ratio: number;
}

/** Time of the plain loops over time of the twin, for every operation that has both. */
export function twinRatios(rows: readonly Row[]): Ratio[] {
  return rows.flatMap(({ operation, size, implementation, medianMs }) => {
    if (implementation !== TWIN) return [];
    const plain = rows.find((row) => row.operation === operation && row.size === size && row.implementation === PLAIN);
    return plain ? [{ operation, size, ratio: plain.medianMs / medianMs }] : [];
  });
}
