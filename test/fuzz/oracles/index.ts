import type { Case } from "../term";
import { ALGEBRA } from "./algebra";
import { FITS } from "./fits";
import { GRAMS } from "./grams";
import { SUMS } from "./sums";
import type { Fault, Judge } from "./types";

const JUDGES: Readonly<Record<string, Judge>> = { ...ALGEBRA, ...FITS, ...GRAMS, ...SUMS };

/** What an oracle finds wrong with a result; null where nothing is, or where no oracle knows. */
export function judgementOf(of: Case, args: readonly unknown[], value: unknown): Fault | null {
  const judge = JUDGES[of.verb];
  return judge ? judge(of, args, value) : null;
}

/** Verbs whose results are judged by more than the laws of all calls. */
export const JUDGED: readonly string[] = Object.keys(JUDGES);
