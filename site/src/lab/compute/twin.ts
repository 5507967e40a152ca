import * as mercer from "mercer";
import type { Fitted, Job } from "./fit";

/** Kernels of finitely many features that may be written out. */
const WRITTEN_OUT = new Set(["linear", "polynomial", "allSubsets"]);

/** The same model from the other side, by weights on the features of the kernel, and how far both are apart; null where that is not to be had. */
export function twinOf({ state, kernel, X, y, grid, watch }: Job, { model, mean }: Fitted): string | null {
  const { kernel: node, lambda, method } = state;
  if (!WRITTEN_OUT.has(node.kind) || node.factor !== 1 || node.columns !== null) return null;
  if (method === "ridge" && lambda > 0) {
    const twin = mercer.fit(mercer.leastSquares({ features: kernel, lambda, intercept: state.intercept }), X, y, watch);
    return sentence(`least squares on ${counted(twin.weights.length, "feature")} written out`, mean, mercer.predict(twin, grid.Z));
  }
  if (method !== "descent" || model.report.step === null) return null;
  const Phi = mercer.featureMatrix(kernel, X);
  const step = model.report.step;
  const twin = mercer.fit(mercer.linearDescent({ lambda, step, iterations: state.steps }), Phi, y, watch);
  return sentence(
    `${counted(state.steps, "step")} on ${counted(Phi.cols, "weight")} w`,
    mean,
    mercer.predict(twin, mercer.featureMatrix(kernel, grid.Z)),
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function sentence(what: string, one: Float64Array, other: Float64Array): string {
  const apart = one.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (other[i] as number))), 0);
  return `${what}: at most ${apart.toExponential(1)} apart anywhere on the picture`;
}
