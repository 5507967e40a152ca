import { mercerError } from "../errors";
import { readNumber, readVector } from "../input";
import type { Values } from "../matrix";

/** A copy of the λ to choose from; null where the spectrum is to give them. */
export function readCandidates(lambdas: Values | undefined): Float64Array | null {
  if (lambdas === undefined) return null;
  const candidates = readVector(lambdas, "lambdas").map((lambda, i) => readNumber(lambda, `lambdas[${i}]`, { minimum: 0 }));
  if (candidates.length === 0) throw mercerError("shape", "lambdas is empty; at least one is needed", { argument: "lambdas" });
  return candidates;
}
