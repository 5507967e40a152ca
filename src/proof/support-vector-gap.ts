import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { reachOf } from "./error-bar";
import { type Certainty, type Proof, proofOf, UNPROVEN } from "./gap-bound";

/** A β and b for the dual of a support vector machine, with f = y − K̂β. */
interface BoxPoint {
  readonly y: ArrayLike<number>;
  readonly f: Float64Array;
  /** Roundings, in units of u, that the sums in f went through. */
  readonly roundings: number;
  readonly beta: Float64Array;
  readonly b: number;
  /** w_i */
  readonly weights: ArrayLike<number>;
}

export interface BoxProblem {
  readonly lambda: number;
  readonly epsilon: number;
  readonly hinge: boolean;
  /** The box of β in units of C: −fall to rise. */
  readonly fall: number;
  readonly rise: number;
  readonly intercept: boolean;
}

/**
 * A bound of J − J* for the kernel of the points as given, not for K̂. With r = y − h − b, C = w/(2λ) and β in its box, Σβ = 0,
 *
 *     (J − J*)/(2λ) ≤ Σ_i C_i L_i + C_i L*_i + β_i r_i,
 *
 * each term convex in r_i (assembly/iterate/smo.ts has them), so that the larger of those at r_i ± e_i bounds it, e_i the rounding that may be in
 * r_i. The β that is meant lies in the box and sums to 0 exactly: the larger of its sides shrunk by s = |Σβ|, which costs at most
 * s max|r_i| + ½ s² max k_ii.
 */
export function gapOfBoxes(point: BoxPoint, { lambda, epsilon, hinge, fall, rise, intercept }: BoxProblem, certainty: Certainty): Proof {
  const { y, f, roundings, beta, b, weights } = point;
  const { rounding, roots } = certainty;
  if (rounding === null) return UNPROVEN;
  const n = f.length;
  const reach = reachOf(certainty, beta);
  const perRoot = (rounding + roundings * UNIT_ROUNDOFF) * reach;
  let [terms, primal, unsure, sum, size, largest, height] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, residual] = [beta[i] as number, f[i] as number];
    const C = (weights[i] as number) / (2 * lambda);
    const side = hinge ? (y[i] as number) : 0;
    const [lower, upper] = [side > 0 ? 0 : -fall * C, side < 0 ? 0 : rise * C];
    const r = residual - b;
    const error = perRoot * (roots[i] as number) + UNIT_ROUNDOFF * (Math.abs(r) + (reach > 0 ? Math.abs(residual) : 0));
    const term = (at: number): number => {
      const [above, below] = [at - epsilon, -at - epsilon];
      if (above > 0) return (upper - x) * above + (x < 0 ? 2 * epsilon * -x : 0);
      if (below > 0) return (x - lower) * below + (x > 0 ? 2 * epsilon * x : 0);
      return x === 0 ? 0 : -Math.abs(x) * (x > 0 ? above : below);
    };
    terms += Math.max(0, term(r - error), term(r + error));
    const loss = Math.max(0, upper * (r - epsilon), -lower * (-r - epsilon));
    const square = (x * ((y[i] as number) - residual)) / 2;
    primal += square + loss;
    unsure += (Math.abs(x) / 2 + C) * error + (n + 8) * UNIT_ROUNDOFF * (Math.abs(square) + loss);
    sum += x;
    size += Math.abs(x);
    largest = Math.max(largest, Math.abs(r) + error);
    height = Math.max(height, roots[i] as number);
  }
  // what is as small as the rounding of the bounds counts as a shift, too; times 1 and ½ is exact
  const shift = (intercept ? Math.abs(sum) + n * UNIT_ROUNDOFF * size : 0) + (fall === rise ? 2 : 3) * UNIT_ROUNDOFF * size;
  const lift = shift * height;
  const excess = terms * (1 + (n + 8) * UNIT_ROUNDOFF) + shift * largest + (lift * lift) / 2;
  const proof = proofOf(excess, primal - unsure);
  return { ...proof, excess: 2 * lambda * proof.excess };
}
