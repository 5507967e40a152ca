import * as mercer from "mercer";
import { failureOf } from "./failure";
import type { Fitted, Job } from "./fit";
import type { Draws, PathResult, ViewsResult } from "./messages";

/** A few draws; more hide each other. */
const DRAWS = 5;
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

/** Where draws are taken: fewer places than the fit has. */
function placesOf({ state: { points, frame } }: Job): mercer.Matrix | null {
  if (points.d !== 1) return null;
  const columns = 121;
  const [left, right] = frame;
  return mercer.matrix(
    Float64Array.from({ length: columns }, (_, i) => left + ((right - left) * i) / (columns - 1)),
    columns,
    1,
  );
}

function priorOf(job: Job): Draws | null {
  const Z = placesOf(job);
  if (!Z || mercer.isPsd(job.kernel, 1) !== true) return null;
  return drawsOf(mercer.samplePrior(job.kernel, Z, { count: DRAWS, seed: SEED }));
}

function posteriorOf(job: Job, model: mercer.Model): Draws | null {
  const Z = placesOf(job);
  if (!Z || model.kind !== "gaussianProcessModel") return null;
  return drawsOf(mercer.samplePosterior(model as mercer.GaussianProcessModel<Float64Array>, Z, { count: DRAWS, seed: SEED }));
}

function drawsOf({ rows, cols, data }: mercer.Matrix): Draws {
  return { count: rows, columns: cols, data: data.slice() };
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
