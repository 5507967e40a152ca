import { mercerError } from "../errors";

/** One law, and whether it is kept. */
export interface Law<Name extends string> {
  readonly law: Name;
  /** Null where the law does not apply. */
  readonly holds: boolean | null;
  /** What was seen, or why the law does not apply. */
  readonly evidence: string;
}

/** @throws with the laws that `what` breaks, unless all that apply hold */
export function requireLaws(code: "kernel" | "argument", what: string, laws: readonly Law<string>[]): void {
  const broken = laws.filter(({ holds }) => holds === false);
  if (broken.length === 0) return;
  const list = broken.map(({ law, evidence }) => `${law}: ${evidence}`).join("; ");
  throw mercerError(code, `the ${what} breaks ${broken.length === 1 ? "a law" : `${broken.length} laws`}: ${list}`, { broken });
}
