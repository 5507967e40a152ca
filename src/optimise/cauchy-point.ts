import { dot } from "../matrix/vectors";
import type { Box } from "./box";
import type { LimitedMemory } from "./limited-memory";
import type { Evaluation } from "./objective";

/** Where the model first rises along the projected gradient. */
export interface CauchyPoint {
  readonly point: Float64Array;
  /** Wᵀ(point − x) */
  readonly projection: Float64Array;
}

/**
 * The first local minimum of the model m(z) = gᵀ(z − x) + ½ (z − x)ᵀB(z − x) along the path P(x − t g), t ≥ 0, which bends where a variable meets its
 * bound; null where B has no numbers.
 *
 * Source: Byrd, Lu, Nocedal and Zhu, 1995, algorithm CP.
 */
export function cauchyPoint({ x, gradient: g }: Evaluation, box: Box, memory: LimitedMemory): CauchyPoint | null {
  const bends = x.map((value, i) => bendOf(value, g[i] as number, box, i));
  const d = g.map((slope, i) => (bends[i] === 0 ? 0 : -slope));
  const point = x.slice();
  const p = memory.project(d);
  const projection = new Float64Array(p.length);
  const Mp = memory.times(p);
  if (!Mp) return null;
  // m and its derivatives along the current piece
  let slope = -dot(d, d);
  let curvature = -memory.theta * slope - dot(p, Mp);
  const leastCurvature = Number.EPSILON * curvature;
  let passed = 0;
  const ahead = Array.from(bends.keys()).filter((i) => bends[i] !== 0 && bends[i] !== Infinity);
  ahead.sort((i, j) => (bends[i] as number) - (bends[j] as number) || i - j);
  for (const b of ahead) {
    const length = (bends[b] as number) - passed;
    if (-slope / curvature < length) break;
    const w = memory.row(b);
    const gb = g[b] as number;
    point[b] = (gb > 0 ? box.lower : box.upper)[b] as number;
    add(projection, length, p);
    const Mw = memory.times(w);
    if (!Mw) return null;
    slope += length * curvature + gb * gb + memory.theta * gb * ((point[b] as number) - (x[b] as number)) - gb * dot(Mw, projection);
    curvature -= memory.theta * gb * gb + 2 * gb * dot(Mw, p) + gb * gb * dot(Mw, w);
    curvature = Math.max(curvature, leastCurvature);
    add(p, gb, w);
    d[b] = 0;
    passed = bends[b] as number;
  }
  const rest = Math.max(0, -slope / curvature);
  d.forEach((direction, i) => {
    if (direction !== 0) point[i] = (x[i] as number) + (passed + rest) * direction;
  });
  add(projection, rest, p);
  return { point, projection };
}

/** The t at which x_i − t g_i meets a bound. */
function bendOf(x: number, g: number, { lower, upper }: Box, i: number): number {
  if (g === 0) return Infinity;
  return (x - ((g > 0 ? lower : upper)[i] as number)) / g;
}

/** y ← y + a x */
function add(y: Float64Array, a: number, x: Float64Array): void {
  for (let i = 0; i < y.length; i++) y[i] = (y[i] as number) + a * (x[i] as number);
}
