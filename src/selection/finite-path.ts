import { mercerError } from "../errors";

/** What is told of every λ. */
interface Told {
  readonly lambdas: Float64Array;
  readonly looError?: Float64Array;
  readonly trainingLoss?: Float64Array;
  readonly gcv?: Float64Array;
  readonly effectiveDimension?: Float64Array;
  readonly logMarginalLikelihood?: Float64Array;
  readonly evidenceBound?: Float64Array;
}

/** The path itself, which has ∞ where a square is beyond the numbers, and NaN nowhere. @throws "not-finite" with the λ of which nothing can be told */
export function requireFinitePath<P extends Told>(path: P): P {
  const { lambdas, looError, trainingLoss, gcv, effectiveDimension, logMarginalLikelihood, evidenceBound } = path;
  for (const values of [looError, trainingLoss, gcv, effectiveDimension, logMarginalLikelihood, evidenceBound]) {
    const at = values?.findIndex(Number.isNaN) ?? -1;
    if (at < 0) continue;
    const message = `nothing can be told by numbers of lambda = ${lambdas[at]}; leave it out, or multiply the kernel or y by a power of ten`;
    throw mercerError("not-finite", message, { argument: "lambdas", value: lambdas[at] });
  }
  return path;
}
