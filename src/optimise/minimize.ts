import { mercerError } from "../errors";
import { type OptionNames, readFunction, readNumber, readOptions, readVector } from "../input";
import type { Values } from "../matrix";
import { dot } from "../matrix/vectors";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { type BoundState, type Box, boundStates, clamped, distanceToBounds, projectedGradient, readBox, requireInside } from "./box";
import { direction } from "./direction";
import { LimitedMemory } from "./limited-memory";
import { type LineSearch, lineSearch } from "./line-search";
import { Counted, type Evaluation, type Objective } from "./objective";
import type { Trial } from "./trial-step";

export interface MinimizeOptions extends WatchOptions {
  /** Bounds of every variable, −Infinity where there is none; none at all unless given. */
  lower?: Values;
  /** Largest values, Infinity where there is none. */
  upper?: Values;
  /**
   * τ: a descent ends at a projected gradient ≤ τ, or one ≤ τ|f| where the model of f promises no more than τ²|f| beyond; 10⁻⁵ unless given.
   */
  tolerance?: number;
  /** Relative rounding error of the values of f; n·2⁻⁵³ unless given. */
  rounding?: number;
  /** How often f may be asked; 1,000 unless given. */
  evaluations?: number;
}

/**
 * Why a descent ended: at a small projected gradient; where f changes by no more than its rounding; after all evaluations; or because no lower point was
 * found along the gradient, which then is not that of f.
 */
export type Stop = "gradient" | "rounding" | "evaluations" | "search";

export interface Minimum {
  readonly x: Float64Array;
  /** f(x) */
  readonly value: number;
  readonly gradient: Float64Array;
  /** max_i |P(x − g)_i − x_i|, P the projection on the box. */
  readonly projectedGradient: number;
  readonly bounds: readonly BoundState[];
  /** Whether it is a minimum, up to the tolerance or to rounding. */
  readonly converged: boolean;
  readonly stop: Stop;
  readonly iterations: number;
  /** How often f was asked. */
  readonly evaluations: number;
}

export const OPTIONS: OptionNames<MinimizeOptions> = {
  lower: true,
  upper: true,
  tolerance: true,
  rounding: true,
  evaluations: true,
  ...WATCHING,
};

/** How a descent ends, and its box. */
export interface Rules {
  readonly box: Box;
  readonly tolerance: number;
  readonly rounding: number;
  readonly evaluations: number;
  readonly tell: (iterations: number, evaluations: number, value: number) => void;
}

/**
 * A local minimum of f within bounds l ≤ x ≤ u by L-BFGS-B: limited memory of ten steps, generalised Cauchy point, minimum of the model over the variables
 * that are free, line search of Moré and Thuente. The same bits on every machine if f has them. Where f is null, NaN or infinite the search steps back.
 *
 * @throws "argument" and "shape" for bad options and for an f that returns something else; "not-finite" where f has no value at the start; "aborted"
 * @example minimize(([a, b]) => ({ value: a * a + b * b, gradient: [2 * a, 2 * b] }), [3, 4], { lower: [1, -9] }).x // [1, 0]
 */
export function minimize(objective: Objective, start: Values, options: MinimizeOptions = {}): Minimum {
  const x = readVector(start, "start").slice();
  const rules = readRules(x.length, readOptions(options, "minimize", OPTIONS));
  requireInside(x, rules.box);
  const f = new Counted(readFunction(objective, "objective"));
  const first = f.at(x);
  if (first) return descend(f, first, rules);
  throw mercerError("not-finite", "the objective has no finite value or gradient at the start; start elsewhere", { argument: "start" });
}

export function readRules(n: number, options: MinimizeOptions): Rules {
  if (n === 0) throw mercerError("shape", "there are no variables; at least one is needed", { argument: "start" });
  const { lower, upper, tolerance = 1e-5, rounding = (n * Number.EPSILON) / 2, evaluations = 1000, ...watching } = options;
  const progress = watch(watching);
  const total = readNumber(evaluations, "evaluations", { minimum: 1, integer: true });
  return {
    box: readBox(n, lower, upper),
    tolerance: readNumber(tolerance, "tolerance", { minimum: 0 }),
    rounding: readNumber(rounding, "rounding", { minimum: 0 }),
    evaluations: total,
    tell: (_, done, loss) => progress.tell({ phase: "minimum", done, total, loss }),
  };
}

/** Steps that change f by no more than its rounding, one after the other, which end a descent. */
const IDLE = 3;

/** From a point where f is known. */
export function descend(f: Counted, first: Evaluation, rules: Rules): Minimum {
  const memory = new LimitedMemory();
  const { box } = rules;
  let current = first;
  let idle = 0;
  for (let iterations = 0; ; iterations++) {
    rules.tell(iterations, f.evaluations, current.value);
    const end = (stop: Stop): Minimum => minimumOf(current, stop, box, iterations, f.evaluations);
    const step = direction(current, box, memory);
    if (isMinimum(current, step, rules)) return end("gradient");
    if (idle === IDLE) return end("rounding");
    if (f.evaluations >= rules.evaluations) return end("evaluations");
    const noise = rules.rounding * Math.abs(current.value);
    const search = step && alongLine(f, current, step, box, memory.isEmpty);
    if (search?.found) {
      idle = Math.abs(search.change) <= noise ? idle + 1 : 0;
      memory.learn(difference(search.found.x, current.x), difference(search.found.gradient, current.gradient));
      current = search.found;
    } else if (!memory.isEmpty) memory.clear();
    else return end(search && Math.abs(search.change) <= noise ? "rounding" : "search");
  }
}

/** A point along a line, with f there. */
type Point = Trial & Evaluation;

/** By the projected gradient alone, or, in units of f, by that and by what the step would gain. */
function isMinimum({ x, value, gradient }: Evaluation, step: Float64Array | null, { box, tolerance }: Rules): boolean {
  const left = projectedGradient(x, gradient, box);
  const size = Math.abs(value);
  return left <= tolerance || (left <= tolerance * size && step !== null && -dot(step, gradient) <= tolerance * tolerance * size);
}

/** Down along d, at first by a length of 1 at most where nothing is known of the curvature. */
function alongLine(f: Counted, { x, value, gradient }: Evaluation, d: Float64Array, box: Box, isFirst: boolean): LineSearch<Point> {
  const evaluate = (t: number): Point | null => {
    const found = f.at(x.map((start, i) => clamped(box, i, start + t * (d[i] as number))));
    return found && { ...found, t, slope: dot(found.gradient, d) };
  };
  const most = Math.max(1, distanceToBounds(x, d, box));
  const first = isFirst ? Math.min(1, 1 / Math.sqrt(dot(d, d))) : 1;
  return lineSearch<Point>({ x, value, gradient, t: 0, slope: dot(gradient, d) }, evaluate, first, most);
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] as number));
}

function minimumOf({ x, value, gradient }: Evaluation, stop: Stop, box: Box, iterations: number, evaluations: number): Minimum {
  return {
    x,
    value,
    gradient,
    projectedGradient: projectedGradient(x, gradient, box),
    bounds: boundStates(x, gradient, box),
    converged: stop === "gradient" || stop === "rounding",
    stop,
    iterations,
    evaluations,
  };
}
