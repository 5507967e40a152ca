import { mercerError } from "../errors";
import type { Influence, NewPoint } from "./influence";
import type { Interval } from "./interval";

/**
 * The least and the largest v for which (z, v) conforms to the points: of the n + 1 points, fitted together, fewer than r have a smaller |e| than z, e being
 * what the fit without a point leaves of it. With δ = v − h(z), s = 1/Ḡ_zz and the joint fit's own α⁺ and Ḡ⁺:
 *
 *     α⁺_i = α_i − l_i δ/s,   Ḡ⁺_ii = Ḡ_ii + l_i²/s,   e_i = α⁺_i/Ḡ⁺_ii,   e_z = δ
 *
 * so each point is a set of δ on which |p_i − q_i δ| ≥ |δ|, bounded by the two roots p_i/(q_i ± 1), and the rest is counting.
 *
 * Source: Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World (2005), §2.3, with deleted residuals.
 */
export function conformal({ alpha, diagonal }: Influence, { prediction, weights, variance: s }: NewPoint, r: number): Interval {
  if (!(s > 0)) {
    const message = "K + λI of X and a row of Z is singular: the row repeats what X has; use a larger lambda";
    throw mercerError("singular", message, { value: s });
  }
  const n = alpha.length;
  const [p, q] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const l = weights[i] as number;
    const whole = s * (diagonal[i] as number) + l * l;
    p[i] = ((alpha[i] as number) * s) / whole;
    q[i] = l / whole;
  }
  return { lower: prediction + leastThat(p, q, r), upper: prediction - leastThat(p.map(negative), q, r) };
}

const negative = (value: number): number => -value;

/** The least δ ≤ 0 at which more than n − r of the points have |p − qδ| ≥ |δ|; −∞ where all below do. */
function leastThat(p: Float64Array, q: Float64Array, r: number): number {
  const n = p.length;
  // where a point comes in and goes out, seen from −∞; all are in at 0
  const events: { readonly at: number; readonly step: 1 | -1 }[] = [];
  let inside = 0;
  for (let i = 0; i < n; i++) {
    const [a, b] = [p[i] as number, q[i] as number];
    if (a === 0) {
      if (Math.abs(b) < 1) events.push({ at: 0, step: 1 });
      else inside++;
      continue;
    }
    const roots = [a / (b - 1), a / (b + 1)].filter((root) => root <= 0 && root > -Infinity).sort((x, y) => x - y);
    // of |b| = 1 one root is infinite
    let within = Math.abs(b) > 1 || (Math.abs(b) === 1 && roots.length === 0);
    if (within) inside++;
    for (const at of roots) {
      events.push({ at, step: within ? -1 : 1 });
      within = !within;
    }
  }
  const enough = n - r + 1;
  if (inside >= enough) return -Infinity;
  events.sort((x, y) => x.at - y.at || y.step - x.step);
  for (const { at, step } of events) {
    inside += step;
    if (inside >= enough) return at;
  }
  return 0;
}
