import type { KernelNode } from "./kernel-node";

/** What is minimised. */
export type Method = "ridge" | "process" | "descent" | "vectors" | "classifier";

/** What is drawn about the fit. */
export type Band = "none" | "gaussian" | "jackknife+";

/** What a classifier's errors cost. */
export type ClassifierLoss = "squared" | "logistic" | "hinge";

/** Points: x has d numbers for each, row by row. */
export interface Points {
  readonly d: 1 | 2;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The part of the plane that is drawn: of x and y for one feature, of both features for two. */
export type Frame = readonly [left: number, right: number, bottom: number, top: number];

/** All that the lab shows follows from this. It is what a link holds. */
export interface LabState {
  readonly preset: string;
  readonly points: Points;
  readonly frame: Frame;
  readonly kernel: KernelNode;
  readonly method: Method;
  readonly lambda: number;
  readonly intercept: boolean;
  readonly band: Band;
  /** Half the width of the tube of support vector regression. */
  readonly epsilon: number;
  readonly loss: ClassifierLoss;
  readonly steps: number;
  /** The step of descent, as a share of the largest that is stable. */
  readonly stepShare: number;
}

/** How many points there are. */
export function countOf({ y }: Points): number {
  return y.length;
}

/** The points with one of them moved. */
export function moved({ d, x, y }: Points, index: number, to: readonly [number, number]): Points {
  const nextX = x.slice();
  const nextY = y.slice();
  nextX[index * d] = kept(to[0]);
  if (d === 1) nextY[index] = kept(to[1]);
  else nextX[index * 2 + 1] = kept(to[1]);
  return { d, x: nextX, y: nextY };
}

/** The points and one more; in the plane its target is given. */
export function added({ d, x, y }: Points, at: readonly [number, number], target: number): Points {
  return d === 1 ? { d, x: [...x, kept(at[0])], y: [...y, kept(at[1])] } : { d, x: [...x, ...at.map(kept)], y: [...y, target] };
}

/** The points without one of them. */
export function removed({ d, x, y }: Points, index: number): Points {
  return { d, x: x.filter((_, at) => Math.floor(at / d) !== index), y: y.filter((_, at) => at !== index) };
}

/** A frame around the points, with a margin. */
export function frameOf({ d, x, y }: Points): Frame {
  const first = x.filter((_, at) => at % d === 0);
  const second = d === 1 ? y : x.filter((_, at) => at % 2 === 1);
  return [...spread(first, d === 1 ? 0.04 : 0.06), ...spread(second, d === 1 ? 0.22 : 0.06)].map(kept) as unknown as Frame;
}

/** A number as a link holds it: what is shown and what a link gives back are the same to the last bit. */
export function kept(value: number): number {
  return Number(value.toPrecision(6));
}

function spread(values: readonly number[], margin: number): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(low <= high)) return [-1, 1];
  const room = (high - low || 1) * margin;
  return [low - room, high + room];
}
