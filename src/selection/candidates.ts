import { mercerError } from "../errors";
import { type KernelRidge, type KernelRidgeSpec, kernelRidge } from "../estimators/kernel-ridge";
import { notMade, readMade, readNumber, readVector } from "../input";
import type { Values } from "../matrix";

/** @throws "argument" unless kernelRidge made it */
export function readKernelRidge(estimator: KernelRidge): KernelRidgeSpec {
  if (readMade(estimator, "estimator", "kernelRidge").kind !== "kernelRidge") throw notMade(estimator, "estimator", "kernelRidge");
  return kernelRidge(estimator as KernelRidgeSpec);
}

/** A copy of the λ to choose from; null where the spectrum is to give them. */
export function readCandidates(lambdas: Values | undefined): Float64Array | null {
  if (lambdas === undefined) return null;
  const candidates = readVector(lambdas, "lambdas").slice();
  if (candidates.length === 0) throw mercerError("shape", "lambdas is empty; at least one is needed", { argument: "lambdas" });
  candidates.forEach((lambda, i) => {
    readNumber(lambda, `lambdas[${i}]`, { minimum: 0 });
  });
  return candidates;
}
