import { mercerError } from "../errors";
import { isVector, type OptionNames, readFunction, readNumber, readOptions, readVector } from "../input";
import type { Values } from "../matrix";
import { countOf } from "../matrix/numbers";
import { type Box, clamped } from "./box";
import { haltonPoints } from "./halton";
import { descend, type MinimizeOptions, type Minimum, OPTIONS, readRules } from "./minimize";
import { Counted, type Objective } from "./objective";

export interface MultiStartOptions extends MinimizeOptions {
  /** Finite: the box that the starts fill. */
  lower: Values;
  /** Largest values, finite. */
  upper: Values;
  /** How many starts; 10 unless given. */
  starts?: number;
  /** The first of the starts, moved into the box; of those that fill it unless given. */
  first?: Values;
  /** 0 unless given. */
  seed?: number;
}

/** A local minimum, and how many starts led to it. */
export interface Optimum extends Minimum {
  readonly starts: number;
}

export interface MultiStart {
  /** Distinct, the lowest first. */
  readonly optima: readonly Optimum[];
  /** Starts at which f had no value. */
  readonly failed: number;
  /** How often f was asked. */
  readonly evaluations: number;
}

const MULTI_START: OptionNames<MultiStartOptions> = { ...OPTIONS, starts: true, first: true, seed: true };

/** f rises where it is more by this share of max(1, |f|). */
const RISE = 1e-6;

/** Where f is asked between two minima, from the higher one on. */
const BETWEEN = [1 / 16, 1 / 4, 1 / 2];

/**
 * Local minima of f within a box, by `minimize` from starts that fill it evenly: a scrambled Halton sequence, the same for the same seed on every machine.
 * Runs that end at one minimum are counted together, the lowest of them standing for all; `evaluations` are those of one run. Two ends are one minimum where f does not rise between them: a
 * valley that is flat along one variable has one, however long it is.
 *
 * @throws as `minimize`; "argument" for bounds that are not finite; "not-finite" where f has no value at any of the starts
 * @example multiStart(([x]) => ({ value: x ** 4 - x * x, gradient: [4 * x ** 3 - 2 * x] }), { lower: [-1], upper: [1] }).optima.length // 2
 */
export function multiStart(objective: Objective, options: MultiStartOptions): MultiStart {
  const { starts = 10, first, seed = 0, ...rest } = readOptions(options, "multiStart", MULTI_START);
  const rules = readRules(readSize(rest.lower), rest);
  requireFinite(rules.box);
  readFunction(objective, "objective");
  const count = readNumber(starts, "starts", { minimum: 1, integer: true });
  const others = haltonPoints(count, rules.box.lower.length, readNumber(seed, "seed", { integer: true })).map((point) =>
    placed(point, rules.box),
  );
  const points = first === undefined ? others : [readFirst(first, rules.box), ...others.slice(0, -1)];
  const optima: Optimum[] = [];
  let [failed, evaluations] = [0, 0];
  for (const point of points) {
    const f = new Counted(objective);
    const start = f.at(point);
    if (start) collect(optima, descend(f, start, rules), f);
    else failed++;
    evaluations += f.evaluations;
  }
  if (failed < count) return { optima: optima.sort((a, b) => a.value - b.value), failed, evaluations };
  const message = `the objective has no finite value or gradient at any of the ${count} starts; choose other bounds`;
  throw mercerError("not-finite", message, { argument: "objective" });
}

function readSize(lower: Values | undefined): number {
  if (isVector(lower)) return countOf(lower);
  throw mercerError("argument", "multiStart needs lower and upper, a bound for every variable", { argument: "lower" });
}

/** @throws "argument" for bounds at infinity */
function requireFinite({ lower, upper }: Box): void {
  const at = lower.findIndex((bound, i) => !Number.isFinite((upper[i] as number) - bound));
  if (at < 0) return;
  const message = `the bounds of variable ${at} are ${lower[at]} and ${upper[at]}; starts need finite ones, with a finite difference`;
  throw mercerError("argument", message, { argument: "lower", row: at });
}

/** @throws "shape" unless there is a number for each variable */
function readFirst(first: Values, box: Box): Float64Array {
  const point = readVector(first, "first");
  if (point.length === box.lower.length) return point.map((x, i) => clamped(box, i, x));
  throw mercerError("shape", `first has ${point.length} numbers; ${box.lower.length} are needed, one per variable`, { argument: "first" });
}

/** A point of the unit cube in the box. */
function placed(point: Float64Array, box: Box): Float64Array {
  return point.map((share, i) => {
    const from = box.lower[i] as number;
    return clamped(box, i, from + share * ((box.upper[i] as number) - from));
  });
}

/** Counts a minimum with the one that it repeats, or adds it. */
function collect(optima: Optimum[], found: Minimum, f: Counted): void {
  const at = optima.findIndex((known) => isSame(known, found, f));
  const known = optima[at];
  if (!known) optima.push({ ...found, starts: 1 });
  else optima[at] = { ...(found.value < known.value ? found : known), starts: known.starts + 1 };
}

/** Whether f does not rise on the way from the higher of two minima to the lower. */
function isSame(a: Minimum, b: Minimum, f: Counted): boolean {
  const [low, high] = a.value < b.value ? [a, b] : [b, a];
  const most = high.value + RISE * Math.max(1, Math.abs(high.value));
  return BETWEEN.every((share) => {
    const there = f.at(high.x.map((x, i) => x + share * ((low.x[i] as number) - x)));
    return there !== null && there.value <= most;
  });
}
