import { mercerError } from "../../errors";
import { formulaOf, scaledLoss } from "../../losses/formula";
import type { Matrix } from "../../matrix";
import { columnMagnitudes } from "../../matrix/vectors";
import type { Watch } from "../../progress";
import type { Descent, DescentPlan, Surroundings } from "./plan";

/** Targets between 2⁻⁴⁰⁰ and this have squares and products with a matrix that neither overflow nor vanish. */
const LARGE = 2 ** 400;

/**
 * Runs a descent on c y in place of y, c a power of two that keeps the squares of all targets within the numbers, and takes c out of what it
 * finds: for a loss with L(ch, cy) = cᵈL(h, y) the iterates of c y, with the step c²⁻ᵈs and the ridge cᵈ⁻²λ, are c times those of y, bit for bit. c is 1
 * where the targets allow it.
 */
export function withScaledTargets(
  plan: DescentPlan,
  Y: Matrix,
  surroundings: Surroundings,
  progress: Watch,
  descend: (plan: DescentPlan, Y: Matrix, surroundings: Surroundings, progress: Watch) => Descent,
): Descent {
  const { degree } = formulaOf(plan.loss);
  const c = degree === null ? 1 : scaleOfTargets([Y, ...(surroundings.validation ? [surroundings.validation.Y] : [])]);
  const lambda = times(plan.lambda, c, (degree ?? 2) - 2);
  if (degree === null || c === 1 || !Number.isFinite(lambda)) return descend(plan, Y, surroundings, progress);
  const { start, validation } = surroundings;
  const { step, discrepancy } = plan;
  const scaled = {
    ...plan,
    ...{ loss: scaledLoss(plan.loss, c), lambda },
    step: step === "auto" ? step : times(step, c, 2 - degree),
    ...(discrepancy === undefined ? {} : { discrepancy: times(discrepancy, c, degree) }),
  };
  const around = {
    start: start?.map((value) => c * value) ?? null,
    validation: validation && { ...validation, Y: scaledBy(c, validation.Y) },
  };
  const told: Watch = {
    ...progress,
    tell: (event) => progress.tell(event.loss === undefined ? event : { ...event, loss: times(event.loss, 1 / c, degree) }),
  };
  const found = descend(scaled, scaledBy(c, Y), around, told);
  const losses = (values: readonly number[]): number[] => values.map((value) => times(value, 1 / c, degree));
  const size = (values: Float64Array): Float64Array => values.map((value) => value / c);
  const [coefficients, trainingLoss] = [size(found.coefficients), losses(found.trainingLoss)];
  if (!coefficients.every(Number.isFinite)) {
    throw mercerError("not-finite", "the coefficients are beyond the numbers; scale the targets down", { argument: "y" });
  }
  return {
    ...found,
    coefficients,
    warnings: trainingLoss.every(Number.isFinite)
      ? found.warnings
      : [...found.warnings, "a training loss is beyond the numbers, so it is reported as Infinity; scale the targets down"],
    recorded: found.recorded.map(size),
    step: times(found.step, 1 / c, 2 - degree),
    largestStep: times(found.largestStep, 1 / c, 2 - degree),
    nullComponent: found.nullComponent === null ? null : found.nullComponent / c,
    errorBound: found.errorBound === null ? null : found.errorBound / c,
    trainingLoss,
    losses: losses(found.losses),
  };
}

/** 1, or the power of two that brings the targets, column by column of very different sizes, around 1. */
export function scaleOfTargets(targets: readonly Matrix[]): number {
  const sizes = targets.flatMap(({ cols, data }) => Array.from(columnMagnitudes(data, cols)));
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => (b > 0 ? Math.min(a, b) : a), largest);
  if (largest === 0 || (largest <= LARGE && smallest >= 1 / LARGE)) return 1;
  let c = 1;
  // the larger of the two comes down to the inverse of the smaller: (c largest)(c smallest) is about 1
  while (c * largest > 1 / (c * smallest) && c > 2 ** -1000) c /= 2;
  while (c * largest < 0.5 / (c * smallest) && c < 2 ** 1000) c *= 2;
  return c;
}

/** value·cᵖ for p = −2 … 2, without an overflow on the way. */
function times(value: number, c: number, p: number): number {
  const factor = p < 0 ? 1 / c : c;
  let product = value;
  for (let k = Math.abs(p); k > 0; k--) product *= factor;
  return product;
}

function scaledBy(c: number, { rows, cols, data }: Matrix): Matrix {
  return { rows, cols, data: data.map((value) => c * value) };
}
