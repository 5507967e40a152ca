import { mercerError } from "../errors";
import { asGiven } from "../input";
import type { Matrix } from "../matrix";
import { type Report, reportOf } from "../models/model";
import type { Descent, DescentPlan, StopReason } from "../solvers/descent/plan";
import { hasKinks } from "../solvers/descent/steps";

const STOPS: Readonly<Record<StopReason, string>> = {
  iterations: "all steps taken",
  tolerance: "the gradient came down to the tolerance",
  discrepancy: "the loss came down to the discrepancy",
  validation: "patience with the validation set ran out",
  "not-finite": "left the finite numbers",
  aborted: "aborted",
};

/** @param shape coefficients by rows, as the matrix that the model shows */
export function descentReport(
  plan: DescentPlan,
  descent: Descent,
  what: string,
  shape: (coefficients: Float64Array) => Matrix,
  isVector: boolean,
  started: number,
): Report {
  const { taken, iterations, stopped, steps, losses, recorded } = descent;
  const chosen = descent.certified ? "step certified stable" : hasKinks(plan) ? "decreasing step" : "step stable by Lanczos' estimate";
  const how = plan.step === "auto" ? chosen : "step as given";
  const which = iterations === taken ? "" : `, the best at step ${iterations}`;
  const coefficients = plan.record?.coefficients && { coefficients: recorded.map((values) => asGiven(shape(values), isVector)) };
  const { errorBound, trainingLoss, step, diverging, nullComponent, warnings, bytes } = descent;
  const findings = {
    solver: "gradient-descent",
    errorBound,
    trainingLoss,
    iterations,
    step,
    diverging,
    nullComponent,
    warnings,
    bytes,
  } as const;
  const reason = `${what}, ${how}; ${STOPS[stopped]} after ${taken}${which}`;
  return reportOf({ ...findings, reason, record: plan.record ? { steps, losses, ...coefficients } : null }, started);
}

/**
 * The model, if the descent came to an end of its own.
 *
 * @throws "diverged" or "aborted", both with the last usable `model`
 */
export function concludeDescent<M>(descent: Descent, model: M): M {
  const { stopped, failure, step, largestStep, iterations, taken } = descent;
  if (stopped === "aborted") throw failure instanceof Error ? Object.assign(failure, { model }) : failure;
  if (stopped !== "not-finite") return model;
  const remedy = largestStep > 0 ? `use step "auto" or at most ${largestStep.toPrecision(3)}` : "use a smaller one, or kernelNewton";
  throw mercerError("diverged", `the descent left the finite numbers after step ${taken}: a step of ${step} is too large; ${remedy}`, {
    model,
    step,
    largestStep,
    iterations,
  });
}
