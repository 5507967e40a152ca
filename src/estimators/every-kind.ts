import { type EstimatorKind, fitterOf, KINDS } from "./fitter";
import { gaussianProcess } from "./gaussian-process";
import { kernelClassifier } from "./kernel-classifier";
import { kernelDescent } from "./kernel-descent";
import { kernelNewton } from "./kernel-newton";
import { kernelRidge } from "./kernel-ridge";
import { leastSquares } from "./least-squares";
import { linearDescent } from "./linear-descent";
import { nystrom } from "./nystrom";
import { supportVectorRegression } from "./support-vector-regression";

const CONSTRUCTORS: Readonly<Record<EstimatorKind, unknown>> = {
  gaussianProcess,
  kernelClassifier,
  kernelDescent,
  kernelNewton,
  kernelRidge,
  leastSquares,
  linearDescent,
  nystrom,
  supportVectorRegression,
};

/** A program that calls this has all constructors, so that it fits plain data of every kind; a bundler can leave none out. */
export function requireEveryKind(): void {
  for (const kind of KINDS) if (fitterOf(kind).read !== CONSTRUCTORS[kind]) throw new Error(`${kind} is not fitted by its constructor`);
}
