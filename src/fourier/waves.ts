import type { Matrix } from "../matrix";
import { squaredSine } from "../special/elementary";
import type { Pause } from "../wasm/pause";
import type { AxisModes } from "./modes";

/** 1, cos, sin of 2πhj(x − from) for j ≤ top, in the order 1, cos 1, sin 1, cos 2, …: by the addition theorem, a few roundings a step. */
export function wavesAt({ step, from }: AxisModes, x: number, top: number, into: Float64Array, at: number): void {
  const t = step * (x - from);
  const cosine = 1 - 2 * squaredSine(t);
  const sine = 1 - 2 * squaredSine(t - 0.25);
  let c = 1;
  let s = 0;
  into[at] = 1;
  for (let j = 1; j <= top; j++) {
    const next = c * cosine - s * sine;
    s = c * sine + s * cosine;
    c = next;
    into[at + 2 * j - 1] = c;
    into[at + 2 * j] = s;
  }
}

/** Points between two pauses. */
const BETWEEN = 1024;

/** Calls `body` for every point with the products of the waves of all axes but the last, and the waves of the last. */
export function alongPoints(
  axes: readonly AxisModes[],
  points: Matrix,
  factor: 1 | 2,
  isWeighted: boolean,
  pause: Pause,
  body: (i: number, before: Float64Array, last: Float64Array) => void,
): void {
  const d = axes.length;
  const own = axes.map(({ p }) => new Float64Array(2 * factor * p + 1));
  const size = own.slice(0, -1).reduce((product, { length }) => product * length, 1);
  const before = new Float64Array(size);
  const last = own[d - 1] as Float64Array;
  for (let i = 0; i < points.rows; i++) {
    if (i % BETWEEN === 0) pause(i / points.rows);
    for (let k = 0; k < d; k++) {
      const axis = axes[k] as AxisModes;
      const waves = own[k] as Float64Array;
      wavesAt(axis, points.data[i * d + k] as number, factor * axis.p, waves, 0);
      if (isWeighted) for (let j = 0; j < waves.length; j++) waves[j] = (waves[j] as number) * (axis.weights[j] as number);
    }
    before[0] = 1;
    let filled = 1;
    for (let k = 0; k < d - 1; k++) {
      const waves = own[k] as Float64Array;
      const width = waves.length;
      // from the end, so that what is still to be read stays
      for (let a = filled - 1; a >= 0; a--) {
        const value = before[a] as number;
        for (let j = width - 1; j >= 0; j--) before[a * width + j] = value * (waves[j] as number);
      }
      filled *= width;
    }
    body(i, before, last);
  }
}
