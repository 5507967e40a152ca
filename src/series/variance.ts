import { addBlock, moveCovariance, type SeriesFactor } from "./factor";
import { informationOf, moveInformation } from "./information";
import { firstAbove } from "./sums";
import { powerOf } from "./terms";
import { Transition } from "./transition";

/**
 * The variance of the function at any z, from a factor that kept its covariances: of the state after the points up to z, less what the points beyond tell,
 *
 *     v = hᵀP h − (P h)ᵀN(P h),  P = F P_i Fᵀ + Q,  N = Fᵀ N_{i+1} F.
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
    const Ph = new Float64Array(m);
    let variance = 0;
    for (let b = 0; b < load.length; b++) {
      for (let j = 0; j < m; j++) Ph[j] = (Ph[j] as number) + (load[b] as number) * (P[(starts[b] as number) * m + j] as number);
    }
    for (let b = 0; b < load.length; b++) variance += (load[b] as number) * (Ph[starts[b] as number] as number);
    if (next === x.length) return variance;
    const N = this.#beyond.slice(next * m * m, (next + 1) * m * m);
    this.#back.over((x[next] as number) - z);
    moveInformation(series, this.#back.F, N, T);
    let known = 0;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) known += (Ph[i] as number) * (N[i * m + j] as number) * (Ph[j] as number);
    }
    return variance - known;
  }
}
