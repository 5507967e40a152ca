import type { Case } from "../term";

export type Fault = readonly [fault: string, evidence: string];
export type Judge = (of: Case, args: readonly unknown[], value: unknown) => Fault | null;

const JUDGES: Readonly<Record<string, Judge>> = {};

export function judgementOf(of: Case, args: readonly unknown[], value: unknown): Fault | null {
  const judge = JUDGES[of.verb];
  return judge ? judge(of, args, value) : null;
}
