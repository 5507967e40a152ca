import { columnOf } from "../../matrix";
import { sumOfSquares } from "../../matrix/magnitude";
import type { Problem } from "../../problem/problem";
import { errorBar, type Yardstick } from "../../proof/error-bar";
import { worse } from "../../proof/gap-bound";
import type { Answer, Judgement } from "./parts";

/** What Answer leaves of y, each n × targets. */
export interface Remainder {
  /** y − h − b: white noise is no part of h. */
  readonly missed: Float64Array;
  /** y − b − Gα */
  readonly residual: Float64Array;
  /** Roundings, in units of u, of each sum in them. */
  readonly roundings: number;
}

/** Loss, backward error ‖y − b − Gα‖ / (‖G‖‖α‖ + ‖y‖) and error bar of an answer. */
export function judge(problem: Problem, yard: Yardstick, answer: Answer, remainder: Remainder): Judgement {
  const { n, t, Y, weights, centres } = problem;
  const { targets, lambda, coefficients, intercepts, norm } = answer;
  const count = targets.length;
  const losses: number[] = [];
  const bounds: (number | null)[] = [];
  let backwardError = 0;
  let excess = 0;
  let serving = 0;
  let claimed = 0;
  for (let c = 0; c < count; c++) {
    const q = targets[c] as number;
    const alpha = columnOf(coefficients, count, c);
    const residual = columnOf(remainder.residual, count, c);
    const y = columnOf(Y.data, t, q);
    const [b, centre] = [intercepts[c] as number, centres?.[q] ?? 0];
    losses.push(sumOfSquares(columnOf(remainder.missed, count, c), weights));
    backwardError = Math.max(backwardError, quotient(magnitude(residual), norm, magnitude(alpha), magnitude(y, centre)));
    const bar = errorBar(yard, q, {
      lambda,
      alpha,
      residual,
      size: magnitude(y) + Math.abs(b),
      roundings: remainder.roundings,
      intercept: answer.intercept ? { value: b + centre, meanOfG: norm / n } : null,
    });
    bounds.push(bar.bound);
    excess = Math.max(excess, bar.excess);
    serving = Math.max(serving, bar.serving);
    claimed = Math.max(claimed, bar.claimed);
  }
  return { losses, backwardError, errorBound: bounds.reduce(worse), excess, serving, claimed };
}

/** Without ridge the part of y is missed for which singular values were taken for 0; where the rank should be higher all that is missed is in doubt. */
export function doubted(judgement: Judgement, { missed }: Remainder, { targets }: Answer, yard: Yardstick): Judgement {
  const shares = targets.map((q, c) => magnitude(columnOf(missed, targets.length, c)) / (yard.deviations[q] as number));
  return { ...judgement, excess: Math.max(judgement.excess, ...shares.filter((value) => value > 0)) };
}

/** What remains of y for h + noise∘α = `product`, the sums Kα, which the residual takes the place of. */
export function remainderOf(
  { n, t, Y, weights }: Problem,
  noise: Float64Array | null,
  { targets, lambda, coefficients, intercepts }: Answer,
  product: Float64Array,
  roundings: number,
  missed: Float64Array = new Float64Array(product.length),
): Remainder {
  const count = targets.length;
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < count; c++) {
      const at = i * count + c;
      const alpha = coefficients[at] as number;
      const error = (Y.data[i * t + (targets[c] as number)] as number) - (product[at] as number) - (intercepts[c] as number);
      missed[at] = error + (noise?.[i] ?? 0) * alpha;
      product[at] = error - (lambda / (weights?.[i] ?? 1)) * alpha;
    }
  }
  return { missed, residual: product, roundings };
}

/** y − b − λW⁻¹α, n × targets: what the sums Kα are to be taken from. */
export function withoutGram({ n, t, Y, weights }: Problem, { targets, lambda, coefficients, intercepts }: Answer): Float64Array {
  const count = targets.length;
  return Float64Array.from({ length: n * count }, (_, at) => {
    const [i, c] = [Math.floor(at / count), at % count];
    const y = Y.data[i * t + (targets[c] as number)] as number;
    return y - (intercepts[c] as number) - (lambda / (weights?.[i] ?? 1)) * (coefficients[at] as number);
  });
}

/** The remainder of a residual that is known. */
export function remainderBy(
  { weights }: Problem,
  noise: Float64Array | null,
  { targets, lambda, coefficients }: Answer,
  residual: Float64Array,
  roundings: number,
): Remainder {
  const missed = residual.map((value, at) => {
    const i = Math.floor(at / targets.length);
    return value + (lambda / (weights?.[i] ?? 1) + (noise?.[i] ?? 0)) * (coefficients[at] as number);
  });
  return { missed, residual, roundings };
}

/** max_i |x_i + c| */
function magnitude(x: Float64Array, c = 0): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) {
    const size = Math.abs((x[i] as number) + c);
    if (!(size <= most)) most = size;
  }
  return most;
}

/** left/(norm·size + y), also where the product is beyond the numbers. */
function quotient(left: number, norm: number, size: number, y: number): number {
  if (left === 0) return 0;
  const whole = norm * size + y;
  return whole < Infinity ? left / whole : left / norm / (size + y / norm);
}
