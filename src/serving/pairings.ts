import { KC, Opcode } from "../../assembly/gram/program";
import type { Matrix } from "../matrix";
import type { PlainPairing } from "../program/instruction";

/** What two points, d numbers of x from i on and of z from j on, contribute to a kernel: the leaves of assembly/gram, one pair at a time. */

/** What sums or multiplies over the features of two points, KC of them at a time. */
type Pairing = PlainPairing | Opcode.ScaledSquaredDistance;

/** Σ x z, Π (1 + x z), Σ |x − z|, Σ ((x − z) w)², or Σ (x z′ − x′ z)² over pairs of features (x, x′) and (z, z′). */
export function pairing(opcode: Pairing, d: number, x: Float64Array, i: number, z: Float64Array, j: number, w?: Float64Array): number {
  let result = part(opcode, 0, Math.min(d, KC), x, i, z, j, w);
  for (let from = KC; from < d; from += KC) {
    const next = part(opcode, from, Math.min(d, from + KC), x, i, z, j, w);
    result = opcode === Opcode.SubsetProduct ? result * next : result + next;
  }
  return result;
}

/** The same of the features from..to. A loop for each: a case within the loop would take twice the time. */
function part(opcode: Pairing, from: number, to: number, x: Float64Array, i: number, z: Float64Array, j: number, w?: Float64Array): number {
  let sum = 0;
  let product = 1;
  switch (opcode) {
    case Opcode.InnerProduct:
      for (let k = from; k < to; k++) sum += (x[i + k] as number) * (z[j + k] as number);
      return sum;
    case Opcode.SubsetProduct:
      for (let k = from; k < to; k++) product *= (x[i + k] as number) * (z[j + k] as number) + 1;
      return product;
    case Opcode.ManhattanDistance:
      for (let k = from; k < to; k++) sum += Math.abs((x[i + k] as number) - (z[j + k] as number));
      return sum;
    case Opcode.SquaredDistance:
    case Opcode.ScaledSquaredDistance:
      for (let k = from; k < to; k++) {
        const difference = ((x[i + k] as number) - (z[j + k] as number)) * (w ? (w[k] as number) : 1);
        sum += difference * difference;
      }
      return sum;
    case Opcode.SquaredCrossProducts:
      for (let k = from; k < to; k += 2) {
        const product = (x[i + k] as number) * (z[j + k + 1] as number) - (x[i + k + 1] as number) * (z[j + k] as number);
        sum += product * product;
      }
      return sum;
    default:
      return opcode satisfies never;
  }
}

/** Σ over the subsets of p features of Π x_k z_k */
export function elementarySymmetric(d: number, p: number, x: Float64Array, i: number, z: Float64Array, j: number): number {
  const e = new Float64Array(p + 1);
  e[0] = 1;
  for (let k = 0; k < d; k++) {
    const s = (x[i + k] as number) * (z[j + k] as number);
    for (let q = p; q > 0; q--) e[q] = s * (e[q - 1] as number) + (e[q] as number);
  }
  return e[p] as number;
}

/** Between them products of three features neither overflow nor vanish: 2⁻³⁰⁰ and 2³⁰⁰. */
const SMALL = 4.909093465297727e-91;
const LARGE = 2.037035976334486e90;

/** Σ (x_k − z_k)²/(x_k + z_k), for moderate points two features with one division. */
export function chiSquare(inTwos: boolean, d: number, x: Float64Array, i: number, z: Float64Array, j: number): number {
  const alone = inTwos ? d & 1 : d;
  let sum = 0;
  let k = 0;
  for (; k < alone; k++) {
    const [a, b] = [x[i + k] as number, z[j + k] as number];
    const s = a + b;
    if (s === Infinity) sum += (a - b) * (((a - b) / (a * 0.5 + b * 0.5)) * 0.5);
    else if (s !== 0) sum += (a - b) * ((a - b) / s);
  }
  for (; k < d; k += 2) {
    const [x0, z0, x1, z1] = [x[i + k], z[j + k], x[i + k + 1], z[j + k + 1]] as [number, number, number, number];
    const [a, b] = [x0 - z0, x1 - z1];
    const [s, t] = [Math.max(x0 + z0, SMALL), Math.max(x1 + z1, SMALL)];
    sum += (a * a * t + b * b * s) / (s * t);
  }
  return sum;
}

/** Which points have no features but 0 and such as lie between SMALL and LARGE. */
export function moderatePoints({ rows, cols, data }: Matrix): boolean[] {
  return Array.from({ length: rows }, (_, i) =>
    data.subarray(i * cols, (i + 1) * cols).every((value) => value === 0 || (value >= SMALL && value <= LARGE)),
  );
}
