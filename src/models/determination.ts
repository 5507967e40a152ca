import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo } from "../matrix/powers-of-two";
import { meanOf } from "../matrix/vectors";

/** R² of the values h beside Y (both n × t), the uniform mean over the targets. @throws "not-finite" where it is beyond the numbers */
export function meanDetermination({ rows: n, cols: t, data }: Matrix, h: Float64Array): number {
  return meanOf(Float64Array.from({ length: t }, (_, q) => coefficientOfDetermination(n, t, q, data, h)));
}

function coefficientOfDetermination(n: number, t: number, q: number, y: Float64Array, h: Float64Array): number {
  const at = (values: Float64Array): Float64Array => Float64Array.from({ length: n }, (_, i) => values[i * t + q] as number);
  const value = ofColumn(at(y), at(h));
  if (value - value === 0) return value;
  throw mercerError("not-finite", `R² of target ${q} is beyond the numbers: the predictions are that far from y`, { column: q, value });
}

/** Beyond 2^±400 numbers are scaled, so that squares neither overflow nor vanish. */
const ORDINARY = 400;

function ofColumn(y: Float64Array, h: Float64Array): number {
  const e = exponentOf(Math.max(largestMagnitude(y), largestMagnitude(h)) || 1);
  if (Math.abs(e) > ORDINARY) {
    const smaller = (values: Float64Array): Float64Array => values.map((value) => timesPowerOfTwo(value, -e));
    return ofColumn(smaller(y), smaller(h));
  }
  const n = y.length;
  let mean = 0;
  for (const value of y) mean += value / n;
  let residual = 0;
  let variation = 0;
  let isConstant = true;
  for (let i = 0; i < n; i++) {
    const error = (y[i] as number) - (h[i] as number);
    const difference = (y[i] as number) - mean;
    residual += error * error;
    variation += difference * difference;
    isConstant &&= y[i] === y[0];
  }
  if (isConstant) return residual === 0 ? 1 : 0;
  return 1 - residual / variation;
}
