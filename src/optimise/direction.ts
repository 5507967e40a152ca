import { dot } from "../matrix/vectors";
import { type Box, clamped, distanceToBounds } from "./box";
import { type CauchyPoint, cauchyPoint } from "./cauchy-point";
import type { LimitedMemory } from "./limited-memory";
import type { Evaluation } from "./objective";

/**
 * From x toward the minimum of the model in the box, as far as it is found in two steps: the Cauchy point tells which variables stay at their bounds, the
 * others go to the minimum of the model in their space, back into the box by projection or, where f would rise that way, by a shorter step. null where
 * there is no way down.
 *
 * Source: J. L. Morales and J. Nocedal, Remark on algorithm 778, 2011.
 */
export function direction(current: Evaluation, box: Box, memory: LimitedMemory): Float64Array | null {
  const cauchy = cauchyPoint(current, box, memory);
  const step = cauchy && subspaceStep(current, cauchy, box, memory);
  if (!step) return null;
  const { x, gradient } = current;
  const { point } = cauchy;
  const projected = point.map((value, i) => clamped(box, i, value + (step[i] as number)) - (x[i] as number));
  if (dot(projected, gradient) < 0) return projected;
  const share = Math.min(1, distanceToBounds(point, step, box));
  const shortened = point.map((value, i) => value + share * (step[i] as number) - (x[i] as number));
  return dot(shortened, gradient) < 0 ? shortened : null;
}

/**
 * −B_F⁻¹ r for the variables F that the Cauchy point leaves within their bounds, 0 for the others; r = g + B(point − x), by
 *
 *     B_F⁻¹ = I/θ + A (M⁻¹ − AᵀA/θ)⁻¹ Aᵀ/θ²,  A being the rows F of W
 */
function subspaceStep({ x, gradient }: Evaluation, { point, projection }: CauchyPoint, box: Box, memory: LimitedMemory) {
  const free = Array.from(x.keys()).filter(
    (i) => (point[i] as number) > (box.lower[i] as number) && (point[i] as number) < (box.upper[i] as number),
  );
  const rows = free.map((i) => memory.row(i));
  const Mc = memory.times(projection);
  if (!Mc) return null;
  const { theta } = memory;
  const r = free.map(
    (i, f) => (gradient[i] as number) + theta * ((point[i] as number) - (x[i] as number)) - dot(Mc, rows[f] as Float64Array),
  );
  const Ar = Mc.map((_, c) => r.reduce((sum, value, f) => sum + value * ((rows[f] as Float64Array)[c] as number), 0));
  const v = memory.reducedTimes(rows, Ar);
  if (!v) return null;
  const step = new Float64Array(x.length);
  free.forEach((i, f) => {
    step[i] = -((r[f] as number) + dot(v, rows[f] as Float64Array) / theta) / theta;
  });
  return step;
}
