import { asMatrix, diagonalIn } from "../core/matrix-view";
import { infinityNorm, keepDiagonal } from "../core/products";
import type { StructuredProduct } from "../gaussian/structured-product";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { columnOf } from "../matrix";
import { euclideanNorm, largestMagnitude, powerOfTwo } from "../matrix/magnitude";
import { largest } from "../matrix/vectors";
import { assembleGram, gramSizes } from "../problem/gram";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import { yardstickOf } from "../proof/error-bar";
import { judge } from "../solvers/ridge/judgement";
import type { Judgement } from "../solvers/ridge/parts";
import { refined, remainder } from "../solvers/ridge/refinement";
import { i32, view, withBlocks } from "../wasm/memory";
import { slopeOf } from "./slope";

/** The equations Gα = y − b of one target, G = K + λW⁻¹ + N. */
export interface Equations {
  /** α, n */
  readonly alpha: Float64Array;
  readonly b: number;
  /** N, the variances of the noise of a Gaussian process, whose λ is 0; null where λ is to be found. */
  readonly noise: Float64Array | null;
  /** Whether K may be asymmetric. */
  readonly asymmetric: boolean;
  /** How far each sum Kα may be from that of the fit. */
  readonly doubt: Float64Array;
  /** How far each y may be from that of the fit, where a trend was taken from it; null where none was. */
  readonly blur: Float64Array | null;
}

/** What the equations leave. */
export interface Remains {
  readonly lambda: number;
  /** Whether λ ≥ 0 up to rounding. */
  readonly isRidge: boolean;
  /** The largest of |y − b − Gα|, and what rounding may leave there. */
  readonly missed: number;
  readonly bound: number;
  /** How many times as large the largest may be for this λ as for that of the fit: √(n max w / min w), 1 where λ is known. */
  readonly spread: number;
  /** How far y may be from that of the fit, as a share of ‖G‖‖α‖ + ‖y‖. */
  readonly blur: number;
  /** Whether y is reached only as far as K goes. */
  readonly isProjected: boolean;
  /** ‖G‖ in the ∞-norm */
  readonly norm: number;
  readonly judgement: Pick<Judgement, "backwardError" | "errorBound">;
}

/** λ = Σ α s / Σ α²/w for s = y − b − Kα less white noise, which makes Σ w (s − λα/w)² least; and what is left of the equations then. */
export function remainsOf(problem: Problem, q: number, equations: Equations, told: number, progress: Watch): Remains {
  const { alpha, b, noise, asymmetric } = equations;
  const { n, weights } = problem;
  const { program, given, K } = gramSizes(problem);
  const sizes = { program, given, K, diagonal: n, rhs: n, product: n, pivots: i32(n), work: n };
  return withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    const white = problem.training.noise();
    const matrix = asMatrix(blocks.K, n, n);
    const gram = view(workspace, blocks.K);
    if (noise) for (let i = 0; i < n; i++) gram[i * n + i] = (gram[i * n + i] as number) + (noise[i] as number);
    keepDiagonal(workspace, n, blocks);
    const diagonal = diagonalIn(workspace, matrix);
    const added = noise ? noise.map((value, i) => value + (white?.[i] ?? 0)) : white;
    const yard = yardstickOf(problem, problem.training.diagonal(), added);
    const solver = asymmetric ? "lu" : "cholesky";
    const groupOf = (lambda: number, norm: number) => ({
      ...{ workspace, problem, blocks, noise: added, yard, lambda, norm, targets: [q], progress },
      options: { solver, intercept: b !== 0 } as const,
    });
    const answerOf = (lambda: number, norm: number) => ({
      ...{ targets: [q], lambda, coefficients: alpha, intercepts: [b], norm, intercept: b !== 0 },
    });
    const s = remainder(groupOf(0, 0), answerOf(0, 0), solver).residual.slice();
    const found = settled(problem, q, equations, told, s, (lambda) => {
      diagonal.forEach((value, i) => {
        gram[i * n + i] = value + lambda / (weights?.[i] ?? 1);
      });
      return infinityNorm(workspace, matrix);
    });
    const group = groupOf(found.lambda, found.norm);
    const answer = answerOf(found.lambda, found.norm);
    const first = judge(problem, yard, answer, remainder(group, answer, solver));
    return { ...found, judgement: asymmetric ? first : refined(group, answer, first, null).judgement };
  });
}

/** The same by products with K, in O(n) where those are. */
export function remainsOfStructure(problem: Problem, q: number, equations: Equations, told: number, product: StructuredProduct): Remains {
  const { alpha, b, noise } = equations;
  const { weights } = problem;
  const white = problem.training.noise();
  const y = columnOf(problem.Y.data, problem.t, q);
  const added = alpha.map((_, i) => (noise?.[i] ?? 0) + (white?.[i] ?? 0));
  const h = product.times(alpha, 1);
  const s = y.map((value, i) => value - b - (h[i] as number) - (added[i] as number) * (alpha[i] as number));
  const found = settled(
    problem,
    q,
    equations,
    told,
    s,
    (lambda) => product.norm + largest(alpha.map((_, i) => (noise?.[i] ?? 0) + lambda / (weights?.[i] ?? 1))),
  );
  const left = largestMagnitude(s.map((value, i) => value - (found.lambda / (weights?.[i] ?? 1)) * (alpha[i] as number)));
  const backwardError = left === 0 ? 0 : left / (found.norm * largestMagnitude(alpha) + largestMagnitude(y));
  return { ...found, judgement: { backwardError, errorBound: null } };
}

/** λ from s = y − b − Kα, and how far the equations with it are missed. @param normFor ‖G‖ by λ */
function settled(
  problem: Problem,
  q: number,
  equations: Equations,
  told: number,
  s: Float64Array,
  normFor: (lambda: number) => number,
): Omit<Remains, "judgement"> {
  const { alpha, noise } = equations;
  const { n, t, weights } = problem;
  const y = columnOf(problem.Y.data, t, q);
  const estimate = noise ? 0 : slopeOf(s, alpha, weights);
  // no fit has one beyond the numbers
  const lambda = Math.min(Number.MAX_VALUE, Math.max(0, estimate));
  const norm = normFor(lambda);
  const scale = norm * largestMagnitude(alpha) + largestMagnitude(y);
  const shifts = alpha.map((value, i) => (lambda / (weights?.[i] ?? 1)) * value);
  const allowed = told === 0 ? 0 : told * scale;
  const isRidge = estimate >= 0 || isSlack(s, alpha, (i) => roundingAt(i, y, equations) + allowed);
  const errors = shifts.map((shift, i) => roundingAt(i, y, equations) + 4 * UNIT_ROUNDOFF * Math.abs(shift) + allowed);
  // the λ that makes Σ w (…)² least may move the largest of them to another row
  const root = (i: number): number => Math.sqrt(weights?.[i] ?? 1);
  const whole = noise ? null : euclideanNorm(errors.map((error, i) => root(i) * error));
  let [missed, bound, excess] = [0, 0, -Infinity];
  for (let i = 0; i < n; i++) {
    const left = Math.abs((s[i] as number) - (shifts[i] as number));
    const most = whole === null ? (errors[i] as number) : whole / root(i);
    // the row that is furthest beyond its bound
    if (left - most <= excess) continue;
    [missed, bound, excess] = [left, most, left - most];
  }
  const roots = alpha.map((_, i) => root(i));
  const spread = noise ? 1 : (Math.sqrt(n) * largest(roots)) / roots.reduce((least, value) => Math.min(least, value));
  const moved = equations.blur ? largest(equations.blur) : 0;
  const blur = moved === 0 ? 0 : moved / scale;
  return { lambda, isRidge, missed, bound, spread, blur, isProjected: false, norm };
}

function roundingAt(i: number, y: Float64Array, { doubt, blur, b: intercept }: Equations): number {
  return (doubt[i] as number) + (blur?.[i] ?? 0) + 4 * UNIT_ROUNDOFF * (Math.abs(y[i] as number) + Math.abs(intercept));
}

/** Whether what is left along α, the other way, is no more than the errors of the sums. */
function isSlack(s: Float64Array, alpha: Float64Array, errorAt: (i: number) => number): boolean {
  const unit = powerOfTwo(largestMagnitude(alpha));
  const [product, slack] = alpha.reduce(
    ([along, most], value, i) => [along + (s[i] as number) * (value / unit), most + Math.abs(value / unit) * errorAt(i)] as const,
    [0, 0] as readonly [number, number],
  );
  return product >= -slack;
}
