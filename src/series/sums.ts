import { loadings } from "./factor";
import { orderOf, sorted } from "./order";
import type { Series } from "./series";
import { move, moveBack } from "./solve";
import { powerOf } from "./terms";
import { Transition } from "./transition";

/**
 * Σ_i α_i k(x_i, z) for any z by two sums over the points, one from each side, each made once:
 *
 *     A_i = F A_{i−1} + cP h_i α_i,  B_i = Fᵀ B_{i+1} + h_i α_i,  between x_i and x_{i+1} the sum is h(z)ᵀ(F A_i + cP Fᵀ B_{i+1})
 *
 * Making them takes O(n m²), a z O(log n + m²).
 */
export class SeriesSums {
  readonly #series: Series;
  readonly #x: Float64Array;
  readonly #t: number;
  /** A of every point, m × t. */
  readonly #left: Float64Array;
  /** B of every point. */
  readonly #right: Float64Array;
  readonly #before: Transition;
  readonly #after: Transition;

  /** @param points in any order, with α in theirs, n × t */
  constructor(series: Series, points: Float64Array, alpha: Float64Array, t: number) {
    const order = orderOf(points);
    // a copy: what is given may change later
    const x = order ? sorted(points, order) : points.slice();
    const coefficients = sorted(alpha, order, t);
    const { m, starts } = series;
    const n = x.length;
    const terms = series.terms.length;
    const h = loadings(series, x);
    this.#series = series;
    this.#x = x;
    this.#t = t;
    this.#left = new Float64Array(n * m * t);
    this.#right = new Float64Array(n * m * t);
    this.#before = new Transition(series, "F");
    this.#after = new Transition(series, "F");
    const room = new Float64Array(m);
    const sum = new Float64Array(m * t);
    for (let i = 0; i < n; i++) {
      const gap = i > 0 ? (x[i] as number) - (x[i - 1] as number) : 0;
      if (gap > 0) {
        this.#before.over(gap);
        move(this.#before.F, starts, sum, t, room);
      }
      for (let b = 0; b < terms; b++) this.#addAtRest(b, h[i * terms + b] as number, coefficients, i, sum);
      this.#left.set(sum, i * m * t);
    }
    sum.fill(0);
    for (let i = n - 1; i >= 0; i--) {
      const gap = i + 1 < n ? (x[i + 1] as number) - (x[i] as number) : 0;
      if (gap > 0) {
        this.#before.over(gap);
        moveBack(this.#before.F, starts, sum, t, room);
      }
      for (let b = 0; b < terms; b++) {
        for (let q = 0; q < t; q++) {
          const at = (starts[b] as number) * t + q;
          sum[at] = (sum[at] as number) + (h[i * terms + b] as number) * (coefficients[i * t + q] as number);
        }
      }
      this.#right.set(sum, i * m * t);
    }
  }

  /** The sums at z, one for each target, written from `at` on. */
  write(z: number, sums: Float64Array, at: number): void {
    const { m, starts, terms, coefficients, atRest } = this.#series;
    const t = this.#t;
    const x = this.#x;
    const next = firstAbove(x, z);
    const gapBefore = next > 0 ? z - (x[next - 1] as number) : 0;
    const gapAfter = next < x.length ? (x[next] as number) - z : 0;
    if (gapBefore > 0) this.#before.over(gapBefore);
    if (gapAfter > 0) this.#after.over(gapAfter);
    for (let q = 0; q < t; q++) {
      let total = 0;
      for (let b = 0; b < terms.length; b++) {
        const first = starts[b] as number;
        const size = (starts[b + 1] as number) - first;
        let own = 0;
        if (next > 0) {
          const from = (next - 1) * m * t + first * t + q;
          const F = this.#before.F[b] as Float64Array;
          if (gapBefore > 0) for (let k = 0; k < size; k++) own += (F[k] as number) * (this.#left[from + k * t] as number);
          else own += this.#left[from] as number;
        }
        if (next < x.length) {
          const from = next * m * t + first * t + q;
          const F = this.#after.F[b] as Float64Array;
          const P = atRest[b] as Float64Array;
          let right = 0;
          for (let j = 0; j < size; j++) {
            let moved = 0;
            for (let k = 0; k < size; k++) moved += (F[k * size + j] as number) * (this.#right[from + k * t] as number);
            right += (P[j] as number) * moved;
          }
          own += (coefficients[b] as number) * right;
        }
        total += own * powerOf(z, (terms[b] as Series["terms"][number]).degree);
      }
      sums[at + q] = total;
    }
  }

  /** sum += cP h α for the points of one place. */
  #addAtRest(b: number, load: number, alpha: Float64Array, i: number, sum: Float64Array): void {
    const { starts, coefficients, atRest } = this.#series;
    const first = starts[b] as number;
    const P = atRest[b] as Float64Array;
    const t = this.#t;
    const size = (starts[b + 1] as number) - first;
    const weight = (coefficients[b] as number) * load;
    for (let j = 0; j < size; j++) {
      for (let q = 0; q < t; q++) {
        const at = (first + j) * t + q;
        sum[at] = (sum[at] as number) + weight * (P[j * size] as number) * (alpha[i * t + q] as number);
      }
    }
  }
}

/** The first of the numbers in order that is above z: so many are z or below. */
export function firstAbove(x: Float64Array, z: number): number {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((x[middle] as number) <= z) low = middle + 1;
    else high = middle;
  }
  return low;
}
