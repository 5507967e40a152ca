import { filterPair, KEPT, pairSizes } from "../core/series";
import type { Breakdown } from "../dense/factors";
import { logOfSize } from "../matrix/logarithm";
import { view, withBlocks } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import type { SeriesFactor } from "./factor";
import type { Series } from "./series";
import type { Decay, Term } from "./terms";

/*
 * The filter of `factor.ts` and `solve.ts` for a state of two numbers, that of Matérn 3/2, in the core: several times as fast.
 */

/** Points that are in the core at a time: what is made of them stays in the caches. */
const TOGETHER = 1024;

/** Whether the kernel is Matérn 3/2 alone, whatever it is multiplied by. */
export function isPair({ terms: [term, ...others] }: Series): boolean {
  return others.length === 0 && term?.degree === 0 && term.decays.length === 1 && term.decays[0]?.order === 2;
}

/** S, the gains and the covariances after each point, in the place of what is there; or where it ends. */
export function factorPair({ series, x, noise, S, gains, seen }: SeriesFactor, pause: Pause): Breakdown | null {
  const found = passOver({ series, x, noise }, null, pause, (from, kept) => {
    for (let i = from, at = 0; at < kept.length; i++, at += KEPT) {
      S[i] = kept[at] as number;
      gains[2 * i] = kept[at + 1] as number;
      gains[2 * i + 1] = kept[at + 2] as number;
      if (!seen) continue;
      seen[4 * i] = kept[at + 3] as number;
      seen[4 * i + 1] = kept[at + 4] as number;
      seen[4 * i + 2] = kept[at + 4] as number;
      seen[4 * i + 3] = kept[at + 5] as number;
    }
  });
  return "pivot" in found ? found : null;
}

/** yᵀG⁻¹y and log det G in one pass that keeps nothing. */
export interface SeriesMeasure {
  readonly square: number;
  readonly logDeterminant: number;
}

/** @param y in order, one number per point */
export function measurePair(points: SeriesPoints, y: Float64Array, pause: Pause): SeriesMeasure | Breakdown {
  return passOver(points, y, pause, null);
}

type SeriesPoints = Pick<SeriesFactor, "series" | "x" | "noise">;

function passOver(
  { series, x, noise }: SeriesPoints,
  y: Float64Array | null,
  pause: Pause,
  keep: ((from: number, kept: Float64Array) => void) | null,
): SeriesMeasure | Breakdown {
  const n = x.length;
  const c = series.coefficients[0] as number;
  const { rate } = (series.terms[0] as Term).decays[0] as Decay;
  return withBlocks(pairSizes(TOGETHER), (blocks, workspace) => {
    view(workspace, blocks.state).set([rate, c, c, 0, c, 0, 0, 0, 1, 0, 0]);
    for (let from = 0; from < n; from += TOGETHER) {
      const count = Math.min(TOGETHER, n - from);
      const places = view(workspace, blocks.x);
      places[0] = x[Math.max(0, from - 1)] as number;
      places.set(x.subarray(from, from + count), 1);
      view(workspace, blocks.noise).set(noise.subarray(from, from + count));
      if (y) view(workspace, blocks.y).set(y.subarray(from, from + count));
      const passed = filterPair(workspace, count, blocks, { observes: y !== null, keeps: keep !== null });
      if (passed < count) return { pivot: from + passed, value: view(workspace, blocks.state)[10] as number };
      keep?.(from, view(workspace, blocks.kept).subarray(0, KEPT * count));
      pause((from + count) / n);
    }
    const [square, product, exponent] = Array.from(view(workspace, blocks.state).subarray(7, 10)) as [number, number, number];
    return { square, logDeterminant: logOfSize(product) + exponent * Math.LN2 };
  });
}
