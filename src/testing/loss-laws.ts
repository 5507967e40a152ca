import { isMercerError } from "../errors";
import { type OptionNames, readNumber, readOptions } from "../input";
import { formulaOf, type LossFormula, scaledLoss } from "../losses/formula";
import { readLoss } from "../losses/read";
import type { Loss, LossName } from "../losses/spec";
import { requireTargets } from "../losses/targets";
import { uniform } from "../random/uniform";
import { type Law, requireLaws } from "./law";

/** One law, and whether a loss keeps it. */
export type LossLawResult = Law<"slope" | "convexity" | "curvature" | "bend" | "conjugate" | "degree" | "domain" | "json">;

export interface LossLawOptions {
  /** Of the random h and y, 1 unless given. */
  seed?: number;
}

const OPTIONS: OptionNames<LossLawOptions> = { seed: true };

/** How many y with two h each law is tried on. */
const SAMPLES = 400;

/** Half the distance of the two points of a difference, 2⁻¹⁷, and the error that leaves: of the third derivative and of rounding. */
const STEP = 2 ** -17;
const TOLERANCE = 1e-8;

/** An h where the slopes have come to their ends, if they have any. */
const FAR = 500;

/**
 * The laws of losses, tried on seeded random h and y:
 *
 *     slope       L′ is the limit of (L(h + s) − L(h − s))/2s; at a kink it lies between the slopes on both sides
 *     convexity   L(h) ≥ L(g) + L′(g)(h − g)
 *     curvature   L″ ≤ c for its bound c, and more than 0.99 c somewhere
 *     bend        L″, as a function of L′, is the limit of (L′(h + s) − L′(h − s))/2s away from corners
 *     conjugate   L(h) + L*(u) ≥ uh, with equality at u = L′(h); ∞ for a u beyond all slopes
 *     degree      L(ch, cy) = cᵈL(h, y), the parameters in units of y apart
 *     domain      targets outside the domain of the loss are refused, those within are not
 *     json        the loss is the same after a trip through JSON
 *
 * @example lossLaws(huber({ delta: 0.5 })).filter(({ holds }) => holds === false) // []
 */
export function lossLaws(loss: Loss | LossName, options: LossLawOptions = {}): readonly LossLawResult[] {
  const { seed = 1 } = readOptions(options, "lossLaws", OPTIONS);
  const spec = readLoss(loss);
  const formula = formulaOf(spec);
  readNumber(seed, "seed");
  return [...formulaLaws(formula, seed), degree(spec, samplesFor(formula, seed)), domain(spec), json(spec)];
}

/**
 * An error unless the loss keeps every law of `lossLaws` that applies to it: one line of a test.
 *
 * @throws "argument" with the laws that were broken
 * @example requireLossLaws(huber({ delta: 0.5 }))
 */
export function requireLossLaws(loss: Loss | LossName, options: LossLawOptions = {}): void {
  requireLaws("argument", "loss", lossLaws(loss, options));
}

/** A target, and two predictions for it. */
interface Sample {
  readonly y: number;
  readonly h: number;
  readonly g: number;
}

/** The laws that the formula alone can keep or break. */
export function formulaLaws(formula: LossFormula, seed: number): readonly LossLawResult[] {
  const samples = samplesFor(formula, seed);
  return [
    slope(formula, samples),
    convexity(formula, samples),
    curvature(formula, samples),
    bend(formula, samples),
    conjugate(formula, samples),
  ];
}

function samplesFor({ targets }: LossFormula, seed: number): readonly Sample[] {
  const next = uniform(seed);
  const target = { numbers: () => 6 * next() - 3, labels: () => (next() < 0.5 ? -1 : 1), counts: () => Math.floor(6 * next()) }[targets];
  return Array.from({ length: SAMPLES }, () => ({ y: target(), h: 6 * next() - 3, g: 6 * next() - 3 }));
}

function slope({ value, slope: of }: LossFormula, samples: readonly Sample[]): LossLawResult {
  return tried("slope", samples, ({ h, y }) => {
    const [before, after] = [h - STEP, h + STEP];
    const difference = (value(after, y) - value(before, y)) / (after - before);
    const room = TOLERANCE * (1 + Math.abs(value(h, y)));
    const between = (x: number): boolean => x >= of(before, y) - room && x <= of(after, y) + room;
    return between(difference) && between(of(h, y)) ? null : `the slope is ${of(h, y)}, differences give ${difference}`;
  });
}

function convexity({ value, slope: of }: LossFormula, samples: readonly Sample[]): LossLawResult {
  return tried("convexity", samples, ({ h, g, y }) => {
    const tangent = value(g, y) + of(g, y) * (h - g);
    return value(h, y) >= tangent - TOLERANCE * (1 + Math.abs(tangent)) ? null : `L is ${value(h, y)}, the tangent at ${g} has ${tangent}`;
  });
}

function curvature({ slope: of, curvature: bound }: LossFormula, samples: readonly Sample[]): LossLawResult {
  if (bound === Infinity) return { law: "curvature", holds: null, evidence: "L″ has no bound" };
  const ratios = samples.map(({ h, y }) => (of(h + STEP, y) - of(h - STEP, y)) / (2 * STEP));
  const largest = ratios.reduce((a, b) => Math.max(a, b));
  const evidence = `L″ is up to ${largest}, its bound is ${bound}`;
  return { law: "curvature", holds: largest <= bound + TOLERANCE && largest >= 0.99 * bound, evidence };
}

function bend({ slope: of, bend: at }: LossFormula, samples: readonly Sample[]): LossLawResult {
  return tried("bend", samples, ({ h, y }) => {
    const slopes = [h - STEP, h, h + STEP].map((x) => of(x, y)) as [number, number, number];
    const bends = slopes.map((u) => at(u, y));
    const [least, most] = [Math.min(...bends), Math.max(...bends)];
    const difference = (slopes[2] - slopes[0]) / (2 * STEP);
    // across a kink or corner there is no L″
    const jump = slopes[2] - slopes[0] > STEP * (4 * most + 100);
    const room = TOLERANCE * (1 + most);
    return jump || (difference >= least - room && difference <= most + room)
      ? null
      : `L″ is ${at(slopes[1], y)}, differences give ${difference}`;
  });
}

function conjugate({ value, slope: of, conjugate: star }: LossFormula, samples: readonly Sample[]): LossLawResult {
  return tried("conjugate", samples, ({ h, g, y }) => {
    const room = (u: number): number => TOLERANCE * (1 + Math.abs(value(h, y)) + Math.abs(u * h));
    const [own, other] = [of(h, y), of(g, y)];
    const equal = value(h, y) + star(own, y) - own * h;
    if (!(Math.abs(equal) <= room(own))) return `L + L* − uh is ${equal} at u = L′ = ${own}`;
    const apart = value(h, y) + star(other, y) - other * h;
    if (!(apart >= -room(other))) return `L + L* − uh is ${apart} at u = ${other}`;
    const beyond = [of(-FAR, y) - 1 / FAR, of(FAR, y) + 1 / FAR].find((u) => Math.abs(u) < FAR / 2 && star(u, y) !== Infinity);
    return beyond === undefined ? null : `L* is ${star(beyond, y)} at ${beyond}, which is beyond all slopes`;
  });
}

function degree(loss: Loss, samples: readonly Sample[]): LossLawResult {
  const { value, degree: d } = formulaOf(loss);
  if (d === null) return { law: "degree", holds: null, evidence: "the loss has none" };
  const twice = formulaOf(scaledLoss(loss, 2)).value;
  return tried("degree", samples, ({ h, y }) =>
    twice(2 * h, 2 * y) === 2 ** d * value(h, y) ? null : `L(2h, 2y) is ${twice(2 * h, 2 * y)}`,
  );
}

function domain(loss: Loss): LossLawResult {
  const { targets } = formulaOf(loss);
  const within = { numbers: [-1.5, 0, 2], labels: [1, -1], counts: [0, 2.5] }[targets];
  const outside = { numbers: [], labels: [0], counts: [-1] }[targets];
  const refused = (y: number): boolean => {
    try {
      requireTargets(loss, [y], 1, "y");
      return false;
    } catch (error) {
      if (isMercerError(error) && error.code === "argument") return true;
      throw error;
    }
  };
  const wrong = [...within.filter(refused), ...outside.filter((y) => !refused(y))];
  return { law: "domain", holds: wrong.length === 0, evidence: wrong.length === 0 ? targets : `y = ${wrong.join(", ")}` };
}

function json(loss: Loss): LossLawResult {
  const text = JSON.stringify(loss);
  const again = JSON.stringify(readLoss(JSON.parse(text) as Loss));
  return { law: "json", holds: text === again, evidence: again };
}

/** The first fault among the samples, or none. */
function tried(law: LossLawResult["law"], samples: readonly Sample[], fault: (sample: Sample) => string | null): LossLawResult {
  for (const sample of samples) {
    const evidence = fault(sample);
    if (evidence !== null) return { law, holds: false, evidence: `at h = ${sample.h}, y = ${sample.y}: ${evidence}` };
  }
  return { law, holds: true, evidence: `${samples.length} points` };
}
