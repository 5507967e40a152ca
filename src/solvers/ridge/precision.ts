import { largest } from "../../matrix/vectors";
import type { Problem } from "../../problem/problem";
import type { RidgeOptions } from "./group";

/** Points from which the time that a factor in single precision saves is more than what the steps after it take (measured). */
const ENOUGH_POINTS = 800;

/** The least λ/‖K + λI‖ for which single precision is sure to leave G positive definite, and steps few: about 2⁻²⁴, the rounding of an element. */
const ENOUGH_RIDGE = 1e-7;

/** Right-hand sides are solved for one after the other: so many points each. */
const POINTS_EACH = 400;

/** The numbers of single precision: from the least normal one to the largest. */
const LEAST = 2 ** -126;
const MOST = 2 ** 128 - 2 ** 104;

/** Steps that take as long as a factor in double precision saves; and those that "mixed" is allowed. */
const stepsWorth = (n: number): number => 12 + Math.floor(n / 100);
const ASKED_STEPS = 300;

/** Whether anything may be factored in single precision. */
export function mayBeMixed({ solver }: RidgeOptions, n: number): boolean {
  return solver === "mixed" || (solver === "auto" && n >= ENOUGH_POINTS);
}

/** Steps of conjugate gradients, for one right-hand side. */
export function stepsAllowed({ solver }: RidgeOptions, n: number): number {
  return solver === "mixed" ? ASKED_STEPS : stepsWorth(n);
}

/** G = K + λW⁻¹ as far as its precision goes. */
export interface Sizes {
  readonly lambda: number;
  /** ‖G‖ in the ∞-norm */
  readonly norm: number;
  /** Elements of the diagonal of G. */
  readonly least: number;
  readonly columns: number;
}

/** Why G is factored in double precision; null where single precision is tried. Decided by λ and the elements of G, before anything is factored. */
export function whyDouble({ n, weights }: Pick<Problem, "n" | "weights">, { solver }: RidgeOptions, sizes: Sizes): string | null {
  const { lambda, norm, least, columns } = sizes;
  if (lambda === 0) return "λ is 0";
  if (!(norm <= MOST)) return `elements of K + λI may be beyond the numbers of single precision (norm ${norm.toPrecision(2)})`;
  if (least <= 0) return `the least diagonal element of K + λI is ${least.toPrecision(2)}, so it is not positive definite`;
  if (!(least >= LEAST)) return `diagonal elements of K + λI are below the numbers of single precision (${least.toPrecision(2)})`;
  if (solver === "mixed") return null;
  const ratio = lambda / (weights ? largest(weights) : 1) / norm;
  if (ratio < ENOUGH_RIDGE) return `λ/‖K + λI‖ is ${ratio.toPrecision(2)}, below ${ENOUGH_RIDGE}`;
  if (columns > n / POINTS_EACH) {
    return `a factor in single precision pays for at most ${Math.floor(n / POINTS_EACH)} right-hand sides of ${n}, and there are ${columns}`;
  }
  return null;
}
