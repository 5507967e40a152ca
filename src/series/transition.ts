import { AT_REST, moveDecay } from "./decay";
import { factorInPlace } from "./root";
import { kronecker, type Series } from "./series";
import type { Decay, Term } from "./terms";

/** How the state moves over a gap: x ← F x + noise of the covariance c Q for each term, F and Q of one term after the other, by rows. */
export class Transition {
  readonly #series: Series;
  readonly #wanted: "F" | "FQ" | "FQL";
  #gap = Number.NaN;
  readonly F: readonly Float64Array[];
  readonly Q: readonly Float64Array[];
  /** L of Q = L Lᵀ. */
  readonly roots: readonly Float64Array[];

  /** @param wanted F alone, Q with it, or its factor, too */
  constructor(series: Series, wanted: "F" | "FQ" | "FQL") {
    this.#series = series;
    this.#wanted = wanted;
    this.F = series.atRest.map((P) => new Float64Array(P.length));
    this.Q = series.atRest.map((P) => new Float64Array(P.length));
    this.roots = series.atRest.map((P) => new Float64Array(P.length));
  }

  /** F and Q for a gap > 0; equal gaps in succession cost nothing. */
  over(gap: number): void {
    if (gap === this.#gap) return;
    this.#gap = gap;
    const { terms } = this.#series;
    for (let b = 0; b < terms.length; b++) {
      const term = terms[b] as Term;
      const F = this.F[b] as Float64Array;
      const Q = this.#wanted !== "F" ? (this.Q[b] as Float64Array) : null;
      const decay = term.decays[0] as Decay;
      if (term.decays.length === 1) moveDecay(decay.order, decay.rate * gap, F, Q);
      else moveProduct(term, gap, F, Q);
      if (this.#wanted !== "FQL" || !Q) continue;
      const root = this.roots[b] as Float64Array;
      root.set(Q);
      factorInPlace(root, Math.sqrt(root.length));
    }
  }
}

/** F = ⊗F_a; with C = F P Fᵀ = ⊗C_a the sum Q ← Q ⊗ P_a + C ⊗ Q_a has no differences. */
function moveProduct({ decays }: Term, gap: number, F: Float64Array, Q: Float64Array | null): void {
  let [whole, left, kept]: [Float64Array, Float64Array, Float64Array] = [Float64Array.of(1), Float64Array.of(1), Float64Array.of(0)];
  for (const { order, rate } of decays) {
    const own = new Float64Array(order * order);
    const gained = new Float64Array(order * order);
    moveDecay(order, rate * gap, own, Q ? gained : null);
    whole = kronecker(whole, own);
    if (!Q) continue;
    const atRest = Float64Array.from(AT_REST[order]);
    const first = kronecker(kept, atRest);
    kept = kronecker(left, gained);
    for (let at = 0; at < kept.length; at++) kept[at] = (kept[at] as number) + (first[at] as number);
    left = kronecker(left, moved(own, atRest, order));
  }
  F.set(whole);
  Q?.set(kept);
}

/** F P Fᵀ */
function moved(F: Float64Array, P: Float64Array, p: number): Float64Array {
  const product = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < p; k++) {
        for (let l = 0; l < p; l++) sum += (F[i * p + k] as number) * (P[k * p + l] as number) * (F[j * p + l] as number);
      }
      product[i * p + j] = sum;
    }
  }
  return product;
}
