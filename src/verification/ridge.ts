import type { StructuredProduct } from "../gaussian/structured-product";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { columnOf, type Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { timesPowerOfTwo } from "../matrix/powers-of-two";
import type { ReportLike } from "../models/report";
import { inOrdinaryUnits, inOriginalUnits, timesPowers } from "../problem/ordinary-units";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import { worse } from "../proof/gap-bound";
import { type Claim, unchecked } from "./claim";
import { type Equations, type Remains, remainsOf, remainsOfStructure } from "./equations";
import { slopeOf } from "./slope";
import type { TimesGram } from "./times-gram";
import type { Predicted } from "./training-loss";

/** The coefficients of all targets, with what the equations of each need. */
export interface Solved extends Pick<Equations, "noise" | "asymmetric"> {
  /** n × t */
  readonly alpha: Matrix;
  readonly intercepts: ArrayLike<number>;
  /** n × t */
  readonly doubt: Float64Array;
  /** n × t, or null */
  readonly blur: Float64Array | null;
  /** An error bound in raw units. */
  readonly inRaw: (bound: number) => number | null;
  readonly predicted: Predicted;
  readonly times: TimesGram;
  /** The error bound of the report in the units of the model; null where it has none. */
  readonly promise: (q: number) => number | null;
  /** Products with K by its structure, where the model has one. */
  readonly product: StructuredProduct | null;
}

/** λ, the equations Gα = y − b, the backward error and the error bound of a model that was solved for. */
export function equationClaims(given: Problem, said: Solved, report: ReportLike, progress: Watch): Claim[] {
  const units = inOrdinaryUnits(given);
  const problem = units?.problem ?? given;
  const solved = units ? inUnits(said, units.exponents) : said;
  const { alpha, intercepts, doubt, blur, noise, asymmetric } = solved;
  const { rows: n, cols: t } = alpha;
  const told = FACTORED.includes(report.solver) ? (report.backwardError ?? 0) : 0;
  const remains = Array.from({ length: t }, (_, q) => {
    const of = { alpha: columnOf(alpha.data, t, q), doubt: columnOf(doubt, t, q), blur: blur && columnOf(blur, t, q) };
    const column = { ...of, b: intercepts[q] as number, noise, asymmetric };
    const found = solved.product
      ? remainsOfStructure(problem, q, column, told, solved.product)
      : remainsOf(problem, q, column, told, progress);
    const isReached = found.isRidge && found.missed <= found.bound;
    const judged = isReached || FACTORED.includes(report.solver) ? found : { ...found, ...projected(problem, solved, q, found.norm) };
    return units ? fromUnits(judged, units.exponents[q] as number) : judged;
  });
  const isDenormal =
    said.alpha.data.some((a) => a !== 0 && isBelowNormal(a)) || remains.some(({ norm }, q) => isVanished(said, given, q, norm));
  return [
    ...(noise ? [] : [lambdaClaim(remains, isDenormal)]),
    equationsClaim(isDenormal ? remains.map((each) => ({ ...each, bound: each.bound + n * each.norm * Number.MIN_VALUE })) : remains),
    backwardErrorClaim(remains, report, solved, isDenormal),
    errorBoundClaim(remains, report, solved, isDenormal),
  ];
}

const isBelowNormal = (x: number): boolean => Math.abs(x) < 2 ** -1022;

/** Whether the coefficients of a target are 0 since they are below the numbers. */
function isVanished({ alpha }: Solved, { Y, t }: Problem, q: number, norm: number): boolean {
  const size = largestMagnitude(columnOf(Y.data, t, q));
  return size > 0 && isBelowNormal(size / norm) && columnOf(alpha.data, t, q).every((a) => a === 0);
}

/** The same in ordinary units. */
function inUnits(solved: Solved, exponents: Int32Array): Solved {
  const { alpha, intercepts, doubt, blur, predicted, promise } = solved;
  const { cols } = alpha;
  const scaled = (data: Float64Array): Float64Array => timesPowers({ cols, data }, exponents, -1);
  const matrix = (M: Matrix): Matrix => ({ ...M, data: scaled(M.data) });
  return {
    ...solved,
    alpha: matrix(alpha),
    intercepts: scaled(Float64Array.from(intercepts)),
    doubt: scaled(doubt),
    blur: blur && scaled(blur),
    predicted: { ...predicted, h: matrix(predicted.h), Y: matrix(predicted.Y) },
    promise: (q) => {
      const promised = promise(q);
      return promised === null ? null : timesPowerOfTwo(promised, -(exponents[q] as number));
    },
  };
}

/** What remains in ordinary units in those of the problem. */
function fromUnits(remains: Remains, exponent: number): Remains {
  const { missed, bound, judgement } = remains;
  const { errorBound } = inOriginalUnits({ losses: [], errorBound: judgement.errorBound }, Int32Array.of(exponent));
  return {
    ...remains,
    missed: timesPowerOfTwo(missed, exponent),
    bound: timesPowerOfTwo(bound, exponent),
    judgement: { ...judgement, errorBound },
  };
}

/** The routes whose backward error is that of the equations with K, which y is reached by. */
const FACTORED: readonly string[] = ["cholesky", "lu", "mixed", "stateSpace", "kronecker"];

/**
 * K(W(y − h) − λα) = 0, the equations as far as K goes, which is all that an α from features obeys, and one of least norm: the largest element for the λ that makes the squares least, and
 * ‖K‖ times 16nu max (w(|y| + |h| + Σ_j |α_j k(x, x_j)|) + λ|α|), which rounding may leave, and max wε√k(x, x), which the error bound ε of the report allows. Where K has the eigenvalue −λ what is left
 * is its vector, Kr = −λr.
 */
function projected(
  { n, t, weights, training }: Problem,
  { alpha, predicted, times, doubt, promise }: Solved,
  q: number,
  norm: number,
): Partial<Remains> {
  const [said, y, most, a] = [predicted.h.data, predicted.Y.data, doubt, alpha.data].map((values) => columnOf(values, t, q)) as Columns;
  const weight = (i: number): number => weights?.[i] ?? 1;
  const left = times(y.map((value, i) => weight(i) * (value - (said[i] as number))));
  const Ka = times(a);
  const estimate = slopeOf(left, Ka);
  const lambda = Math.max(0, estimate);
  const sums = most.map((value) => value / (2 * n * UNIT_ROUNDOFF));
  const sizes = y.map(
    (value, i) => weight(i) * (Math.abs(value) + Math.abs(said[i] as number) + (sums[i] as number)) + lambda * Math.abs(a[i] as number),
  );
  const promised = training.diagonal().map((value, i) => weight(i) * (promise(q) ?? 0) * Math.sqrt(Math.max(0, value)));
  const bound = norm * (16 * n * UNIT_ROUNDOFF * largestMagnitude(sizes) + largestMagnitude(promised));
  const rest = left.map((value, i) => value - lambda * (Ka[i] as number));
  const missed = largestMagnitude(rest);
  const known = { isProjected: true, bound };
  if (missed > bound && !weights) {
    const s = y.map((value, i) => value - (said[i] as number));
    // where α tells of no λ, K does; where Kα is 0, α itself
    const candidates = a.every((value) => value === 0) ? [-slopeOf(rest, s)] : [lambda, slopeOf(s, a)];
    for (const own of candidates.map((value) => Math.max(0, value))) {
      const r = s.map((value, i) => value - own * (a[i] as number));
      const beyond = largestMagnitude(left.map((value, i) => value - own * (Ka[i] as number) + own * (r[i] as number)));
      if (beyond <= bound) return { ...known, lambda: own, isRidge: true, missed: beyond };
    }
  }
  return { ...known, lambda, isRidge: -estimate * largestMagnitude(Ka) <= bound, missed };
}

type Columns = [Float64Array, Float64Array, Float64Array, Float64Array];

function lambdaClaim(remains: readonly Remains[], isDenormal: boolean): Claim {
  const found = remains.map(({ lambda }) => lambda);
  const holds = remains.every(({ isRidge }) => isRidge);
  if (!holds && isDenormal) return unchecked("lambda", null, BELOW);
  return { claim: "lambda", holds, told: null, found, reason: "estimated from the equations" };
}

function equationsClaim(remains: readonly Remains[]): Claim {
  const [found, bound] = [remains.map(({ missed }) => missed), remains.map((each) => each.bound)];
  if (!bound.every(Number.isFinite)) return unchecked("equations", null, "what rounding may leave of them is beyond the numbers");
  return { claim: "equations", holds: found.every((value, q) => value <= (bound[q] as number)), told: null, found, bound };
}

/** The routes whose equations are those with K. */
const DENSE: readonly string[] = [...FACTORED, "eigen"];

/** Whether the backward error is that of the equations with K. */
function isOfThese({ solver, solvers = [solver] }: ReportLike & { readonly solvers?: readonly string[] }): boolean {
  return solvers.every((route) => DENSE.includes(route));
}

/** Why nothing can be told of digits that the coefficients have lost. */
const BELOW = "coefficients are below the normal numbers, and have lost digits";

function backwardErrorClaim(
  remains: readonly Remains[],
  report: ReportLike,
  { alpha, intercepts, noise }: Solved,
  isDenormal: boolean,
): Claim {
  const { backwardError: told, solver } = report;
  const { rows: n } = alpha;
  if (isDenormal) return unchecked("backwardError", told, BELOW);
  if (told === null) return unchecked("backwardError", told, "the report has none");
  if (!isOfThese(report)) return unchecked("backwardError", told, `it is of other equations, those of the route ${solver}`);
  const found = remains.reduce((most, { judgement }) => Math.max(most, judgement.backwardError), 0);
  if (remains.some(({ isProjected }) => isProjected)) return unchecked("backwardError", told, "y is reached only as far as K goes");
  // the larger is at most so many times the smaller
  const spread = remains.reduce((most, each) => Math.max(most, each.spread), 1);
  const blur = remains.reduce((most, each) => Math.max(most, each.blur), 0);
  const rounding = 2 * (n + 8) * UNIT_ROUNDOFF;
  const bound = rounding + (spread - 1) * Math.min(found, told) + 2 * blur;
  if (!(bound < 1)) return unchecked("backwardError", told, "what the trend leaves of y is rounding alone");
  // α = u − bv of two solutions has the roundings of the larger, of which the λ that is estimated may take most on itself
  const centred = !noise && Array.from(intercepts).some((b) => b !== 0) ? rounding * (report.conditionEstimate ?? 0) : 0;
  return { claim: "backwardError", holds: Math.abs(found - told) <= bound + centred, told, found, bound: bound + centred };
}

/** What is proven with λ as it is estimated is at most √2 times what was with λ itself, as the residual is then least. */
function errorBoundClaim(
  remains: readonly Remains[],
  report: ReportLike,
  { alpha, intercepts, noise, inRaw }: Solved,
  isDenormal: boolean,
): Claim {
  const { errorBound: told = null, solver } = report;
  const skip = (reason: string): Claim => unchecked("errorBound", told, reason);
  if (told === null) return skip("the report has none");
  if (isDenormal) return skip(BELOW);
  if (solver !== "cholesky" && solver !== "mixed") return skip(`that of the route ${solver} is proven in another way`);
  if (Array.from(intercepts).some((b) => b !== 0)) return skip("the intercept was rounded after the proof");
  if (alpha.data.every((a) => a === 0)) return skip("all coefficients are 0, which tell of no λ");
  const known = remains.filter((_, q) => columnOf(alpha.data, alpha.cols, q).some((a) => a !== 0));
  const largest = known.map(({ judgement }) => judgement.errorBound).reduce(worse);
  const found = largest === null ? null : inRaw(largest);
  const bound = told * Math.SQRT2 * (1 + 2 ** -20);
  const isLost = !noise && known.some(({ lambda }) => lambda === 0);
  if (isLost && !(found !== null && found <= bound)) return skip("λ is lost in the rounding of the equations, and the bound rests on it");
  if (found === null) return { claim: "errorBound", holds: false, told, found: null, reason: "nothing is proven of this kernel" };
  return { claim: "errorBound", holds: found <= bound, told, found, bound };
}
