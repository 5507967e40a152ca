import { mercerError } from "../../errors";
import { isVector } from "../../input";
import type { Vectors } from "./vectors";

/** What an iteration has come to, as plain data: it crosses to another thread or machine by `structuredClone`, and goes on from there with the same bits. */
export interface IterativeState extends Readonly<Vectors> {
  readonly kind: "iterativeState";
  /** What data and which estimator it belongs to. */
  readonly problem: string;
}

const VECTORS = ["x", "r", "p"] as const;
const NUMBERS = ["rho", "gapReach", "gapSize", "done", "intercepts", "margin", "proven", "tried"] as const;

/** A state for a problem with so many systems. @throws "argument" for what is none, or belongs to other data or another plan */
export function readState(given: unknown, problem: string, n: number, count: number): IterativeState | null {
  if (given === undefined) return null;
  const state = given as IterativeState;
  const fits = (name: keyof IterativeState, length: number): boolean => {
    const value: unknown = state[name];
    return isVector(value) && value.length === length;
  };
  const whole =
    typeof given === "object" &&
    given !== null &&
    state.kind === "iterativeState" &&
    Number.isInteger(state.iterations) &&
    (state.arithmetic === "single" || state.arithmetic === "double") &&
    VECTORS.every((name) => fits(name, n * count)) &&
    NUMBERS.every((name) => fits(name, count));
  if (!whole) throw wrong("is no state of an iterative fit of this size; give error.state of the fit that was interrupted");
  if (state.problem !== problem) throw wrong("belongs to other data or another estimator; give the same X, y, weights and estimator");
  return state;
}

function wrong(fault: string): Error {
  return mercerError("argument", `options.resume ${fault}`, { argument: "resume" });
}

/** What a problem is known by: FNV-1a over the bits of its numbers, and the plan as text. */
export function fingerprint(arrays: readonly (Float64Array | null)[], text: string): string {
  let hash = 0x811c9dc5;
  for (const array of arrays) {
    const words = array ? new Uint32Array(array.buffer, array.byteOffset, 2 * array.length) : [];
    for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ (words[i] as number), 0x01000193);
    hash = Math.imul(hash ^ (array?.length ?? -1), 0x01000193);
  }
  return `${text} ${hash >>> 0}`;
}
