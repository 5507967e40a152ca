import * as mercer from "mercer";
import type { Fitted, Job } from "./fit";

/** The largest step that is stable for functional descent on the squared loss: 1/(λ₁ + λ). */
function largestStepOf({ kernel, X, y, state }: Job): number {
  // "auto" is half the largest step that is proven stable
  const { report } = mercer.fit(mercer.kernelDescent({ kernel, lambda: state.lambda, iterations: 0 }), X, y);
  return 2 * (report.step as number);
}

/** Descent for as many steps as asked for, beside the ridge that stopping there resembles. */
export function descentFit(job: Job): Fitted {
  const { state, kernel, X, y, grid, watch } = job;
  const largestStep = largestStepOf(job);
  const step = largestStep * state.stepShare;
  const every = Math.max(1, Math.ceil(state.steps / 200));
  const plan = { kernel, lambda: state.lambda, step, iterations: state.steps, record: { every } };
  const model = mercer.fit(mercer.kernelDescent(plan), X, y, watch);
  const mean = mercer.predict(model, grid.Z);
  const found = { model, mean, atPoints: mercer.predict(model, X), largestStep };
  if (state.steps === 0 || state.lambda > 0) return found;
  const lambda = 1 / (2 * step * state.steps);
  const ridge = mercer.fit(mercer.kernelRidge({ kernel, lambda }), X, y, watch);
  return { ...found, rival: mercer.predict(ridge, grid.Z), rivalName: `ridge with λ = 1/(2st) = ${lambda.toPrecision(2)}` };
}
