import { addBlock, moveCovariance, type SeriesFactor } from "./factor";
import { informationOf, moveInformation } from "./information";
import { orderOf } from "./order";
import { move } from "./solve";
import { firstAbove } from "./sums";
import { powerOf } from "./terms";
import { Transition } from "./transition";

/** What is known of the state at some z: of its covariance P after the points up to z, of what those beyond tell, N, and of h there. */
interface Place {
  readonly z: number;
  /** The first point beyond z. */
  readonly next: number;
  /** h, one for each term. */
  readonly load: readonly number[];
  /** P h */
  readonly u: Float64Array;
  /** N P h */
  readonly told: Float64Array;
}

/**
 * The variance of the function at any z, from a factor that kept its covariances: of the state after the points up to z, less what the points beyond tell,
 *
 *     v = hᵀP h − (P h)ᵀN(P h),  P = F P_i Fᵀ + Q,  N = Fᵀ N_{i+1} F,
 *
 * and the covariance of two, z < z′:  (ΦP h)ᵀ(h′ − N′P′h′),  Φ the product of F over the gaps from z to z′ and of I − k hᵀ at the points between.
 *
 * Source: de Jong & MacKinnon, Covariances for smoothed estimates in state space models, Biometrika 75 (1988).
 */
export class SeriesVariance {
  readonly #factor: SeriesFactor & { readonly seen: Float64Array };
  /** N of each point and all beyond, m × m. */
  readonly #beyond: Float64Array;
  readonly #forth: Transition;
  readonly #back: Transition;

  constructor(factor: SeriesFactor & { readonly seen: Float64Array }) {
    this.#factor = factor;
    this.#beyond = informationOf(factor);
    this.#forth = new Transition(factor.series, "FQ");
    this.#back = new Transition(factor.series, "F");
  }

  at(z: number): number {
    const place = this.#placeOf(z);
    return this.#product(place, place.u);
  }

  /** The covariance between all z, m × m: O(n + m²). */
  covariance(z: Float64Array): Float64Array {
    const { m: size } = this.#factor.series;
    const m = z.length;
    const order = orderOf(z) ?? z.keys();
    const C = new Float64Array(m * m);
    const across = new Float64Array(size * size);
    const seen: number[] = [];
    // Φ P h of the places so far, a column each
    const columns: Float64Array[] = [];
    let last: Place | null = null;
    for (const i of order) {
      const place = this.#placeOf(z[i] as number);
      if (last) {
        this.#cross(last, place, across);
        for (const column of columns) multiplyInPlace(across, column);
      }
      seen.push(i);
      columns.push(place.u.slice());
      columns.forEach((column, k) => {
        const j = seen[k] as number;
        const value = this.#product(place, column);
        C[i * m + j] = value;
        C[j * m + i] = value;
      });
      last = place;
    }
    return C;
  }

  #placeOf(z: number): Place {
    const { series, x, seen } = this.#factor;
    const { m, starts, coefficients, atRest, terms } = series;
    const next = firstAbove(x, z);
    const P = new Float64Array(m * m);
    const T = new Float64Array(m * m);
    const add = (blocks: readonly Float64Array[]): void =>
      blocks.forEach((block, b) => {
        addBlock(P, m, starts[b] as number, block, coefficients[b] as number);
      });
    if (next === 0) add(atRest);
    else {
      P.set(seen.subarray((next - 1) * m * m, next * m * m));
      const gap = z - (x[next - 1] as number);
      if (gap > 0) {
        this.#forth.over(gap);
        moveCovariance(series, this.#forth.F, P, T);
        add(this.#forth.Q);
      }
    }
    const load = terms.map(({ degree }) => powerOf(z, degree));
    const u = new Float64Array(m);
    for (let b = 0; b < load.length; b++) {
      for (let j = 0; j < m; j++) u[j] = (u[j] as number) + (load[b] as number) * (P[(starts[b] as number) * m + j] as number);
    }
    const told = new Float64Array(m);
    if (next < x.length) {
      const N = this.#beyond.slice(next * m * m, (next + 1) * m * m);
      this.#back.over((x[next] as number) - z);
      moveInformation(series, this.#back.F, N, T);
      for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) told[i] = (told[i] as number) + (N[i * m + j] as number) * (u[j] as number);
    }
    return { z, next, load, u, told };
  }

  /** aᵀ(h − N P h) */
  #product({ load, told }: Place, a: Float64Array): number {
    const { starts } = this.#factor.series;
    let [own, known] = [0, 0];
    for (let b = 0; b < load.length; b++) own += (load[b] as number) * (a[starts[b] as number] as number);
    for (let j = 0; j < told.length; j++) known += (told[j] as number) * (a[j] as number);
    return own - known;
  }

  /** Φ from one place to a later one. */
  #cross(from: Place, to: Place, across: Float64Array): void {
    const { series, x, h, gains } = this.#factor;
    const { m, starts, terms } = series;
    const room = new Float64Array(m);
    across.fill(0);
    for (let j = 0; j < m; j++) across[j * m + j] = 1;
    let at = from.z;
    const over = (place: number): void => {
      if (place - at > 0) {
        this.#forth.over(place - at);
        move(this.#forth.F, starts, across, m, room);
      }
      at = place;
    };
    for (let i = from.next; i < to.next; i++) {
      over(x[i] as number);
      for (let q = 0; q < m; q++) {
        let v = 0;
        for (let b = 0; b < terms.length; b++) v += (h[i * terms.length + b] as number) * (across[(starts[b] as number) * m + q] as number);
        for (let j = 0; j < m; j++) across[j * m + q] = (across[j * m + q] as number) - (gains[i * m + j] as number) * v;
      }
    }
    over(to.z);
  }
}

/** a ← A a */
function multiplyInPlace(A: Float64Array, a: Float64Array): void {
  const m = a.length;
  const before = a.slice();
  for (let i = 0; i < m; i++) {
    let sum = 0;
    for (let j = 0; j < m; j++) sum += (A[i * m + j] as number) * (before[j] as number);
    a[i] = sum;
  }
}
