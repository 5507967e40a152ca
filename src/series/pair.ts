import type { Breakdown } from "../dense/factors";
import type { SeriesFactor } from "./factor";
import type { Series } from "./series";
import { Transition } from "./transition";

/*
 * The filter of `factor.ts` and `solve.ts` for a state of two numbers, that of Matérn 3/2, written out: the same bits, several times as fast.
 */

/** Whether the state is that of one term of two numbers, whatever it is multiplied by. */
export function isPair({ m, terms }: Series): boolean {
  return m === 2 && terms.length === 1 && terms[0]?.degree === 0;
}

/** S, the gains and the covariances after each point, in the place of what is there; or where it ends. */
export function filterPair({ series, n, x, noise, S, gains, seen }: SeriesFactor): Breakdown | null {
  const transition = new Transition(series, "FQ");
  const F = transition.F[0] as Float64Array;
  const Q = transition.Q[0] as Float64Array;
  const c = series.coefficients[0] as number;
  let p = c;
  let r = 0;
  let w = c * ((series.atRest[0] as Float64Array)[3] as number);
  for (let i = 0; i < n; i++) {
    const gap = i > 0 ? (x[i] as number) - (x[i - 1] as number) : 0;
    if (gap > 0) {
      transition.over(gap);
      const a = F[0] as number;
      const b = F[1] as number;
      const d = F[2] as number;
      const e = F[3] as number;
      const first = a * p + b * r;
      const second = a * r + b * w;
      const third = d * p + e * r;
      const fourth = d * r + e * w;
      p = first * a + second * b + c * (Q[0] as number);
      r = third * a + fourth * b + c * (Q[2] as number);
      w = third * d + fourth * e + c * (Q[3] as number);
    }
    const R = noise[i] as number;
    const s = R + p;
    if (!(s > 0 && s < Infinity)) return { pivot: i, value: s };
    const k = p / s;
    const l = r / s;
    S[i] = s;
    gains[2 * i] = k;
    gains[2 * i + 1] = l;
    const top = p - k * p;
    const side = r - l * p;
    const end = w - l * r;
    const rest = R * l - side;
    p = top + (R * k - top) * k;
    r = side + rest * k;
    w = end + rest * l;
    if (!seen) continue;
    seen[4 * i] = p;
    seen[4 * i + 1] = r;
    seen[4 * i + 2] = r;
    seen[4 * i + 3] = w;
  }
  return null;
}

/** C ← D^(−½)L⁻¹C for one column. */
export function whitenPair({ series, n, x, S, gains }: SeriesFactor, C: Float64Array): void {
  const transition = new Transition(series, "F");
  const F = transition.F[0] as Float64Array;
  let a = 0;
  let b = 0;
  for (let i = 0; i < n; i++) {
    const gap = i > 0 ? (x[i] as number) - (x[i - 1] as number) : 0;
    if (gap > 0) {
      transition.over(gap);
      const first = (F[0] as number) * a + (F[1] as number) * b;
      b = (F[2] as number) * a + (F[3] as number) * b;
      a = first;
    }
    const v = (C[i] as number) - a;
    a += (gains[2 * i] as number) * v;
    b += (gains[2 * i + 1] as number) * v;
    C[i] = v / Math.sqrt(S[i] as number);
  }
}
