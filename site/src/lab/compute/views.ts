import * as mercer from "mercer";
import type { LabState } from "../model/state";
import { failureOf } from "./failure";
import type { Fitted, Job } from "./fit";
import { type Grid, sparseGridOf } from "./grid";
import type { Draws, PathResult, ViewsResult } from "./messages";

/** A few draws; more hide each other, or are too small to see. */
const CURVES = 5;
const MAPS = 4;
const SEED = 7;

/** Everything that is drawn beside the fit. */
export function viewsOf(job: Job, { model }: Fitted): ViewsResult {
  const { kernel, X, y, watch } = job;
  const found = mercer.diagnose(kernel, X, y, watch);
  const { path, failure } = pathOf(job);
  return {
    n: X.rows,
    gram: Float32Array.from(mercer.gram(kernel, X).data),
    eigenvalues: found.eigenvalues.slice().reverse(),
    tolerance: found.tolerance,
    rank: found.rank,
    conditionNumber: found.conditionNumber,
    explanation: found.explanation,
    causes: found.causes,
    interpolates: found.interpolates,
    attainableLoss: found.attainableLoss?.[0] ?? null,
    suggestedLambda: found.suggestedLambda,
    witness: found.witness && { q: Float64Array.from(found.witness.q), value: found.witness.value },
    duplicates: found.duplicates,
    path,
    pathFailure: failure,
    prior: priorOf(job),
    posterior: posteriorOf(job, model),
    claims: claimsOf(job, model),
    json: JSON.stringify(mercer.toJSON(model), null, 1),
  };
}

/** The criteria over λ; they need K + λI positive definite, which a matrix that is no Gram matrix may not be. */
function pathOf({ state, kernel, X, y, watch }: Job): { readonly path: PathResult | null; readonly failure: string } {
  try {
    const found = mercer.lambdaPath(mercer.kernelRidge({ kernel, intercept: state.intercept }), X, y, undefined, watch);
    const { lambdas, looError, gcv, effectiveDimension, best } = found;
    return { path: { lambdas, looError, gcv, effectiveDimension, likelihood: found.logMarginalLikelihood, best }, failure: "" };
  } catch (error) {
    return { path: null, failure: failureOf(error).message };
  }
}

function priorOf({ state, kernel }: Job): Draws | null {
  if (mercer.isPsd(kernel, state.points.d) !== true) return null;
  const grid = sparseGridOf(state);
  return drawsOf(grid, mercer.samplePrior(kernel, grid.Z, drawing(state)));
}

function posteriorOf({ state }: Job, model: mercer.Model): Draws | null {
  if (model.kind !== "gaussianProcessModel") return null;
  const grid = sparseGridOf(state);
  return drawsOf(grid, mercer.samplePosterior(model as mercer.GaussianProcessModel<Float64Array>, grid.Z, drawing(state)));
}

/** Curves share a picture, maps have one each. */
function drawing({ points }: LabState): mercer.SampleOptions {
  return { count: points.d === 1 ? CURVES : MAPS, seed: SEED };
}

function drawsOf({ columns, rows }: Grid, drawn: mercer.Matrix): Draws {
  return { count: drawn.rows, columns, rows, data: drawn.data.slice() };
}

/** What `verify` finds when it checks the model against its data anew. */
function claimsOf({ state, X, y, watch }: Job, model: mercer.Model): ViewsResult["claims"] {
  if (model.kind === "classifierModel") {
    const labels = Array.from(y, (value) => (value > 0 ? 1 : -1));
    return short(mercer.verify(model as mercer.ClassifierModel<number>, X, labels, watch));
  }
  const loss = state.method === "vectors" ? { loss: mercer.epsilonInsensitive({ epsilon: state.epsilon }) } : {};
  return short(mercer.verify(model as mercer.RegressionModel, X, y, { ...watch, ...loss }));
}

function short({ claims }: mercer.Verification): ViewsResult["claims"] {
  return claims.map(({ claim, holds, reason = "" }) => ({ claim, holds, reason }));
}
