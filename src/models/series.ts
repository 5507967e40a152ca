import { readKernel } from "../kernels/read";
import type { Kernel } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { seriesOf } from "../series/series";
import { SeriesSums } from "../series/sums";
import { type Term, termsOf } from "../series/terms";

/** As much of a model as tells how its sums are made. */
interface OnSeries {
  readonly kernel: Kernel;
  readonly points: Matrix | null;
  readonly report?: { readonly solver?: string } | undefined;
}

/** The terms of a model that was solved for as a series, whose sums over the points take O(log n) for each new one; null for any other. */
export function termsOfModel({ kernel, points, report }: OnSeries): readonly Term[] | null {
  if (report?.solver !== "stateSpace" || points?.cols !== 1) return null;
  const terms = termsOf(readKernel(kernel));
  return typeof terms === "string" ? null : terms;
}

/** Σ_i α_i k(x_i, ·) of a model, for coefficients α in the place of its own; null unless it is a series. */
export function seriesSums(model: OnSeries, coefficients: Matrix): SeriesSums | null {
  const terms = termsOfModel(model);
  return terms && new SeriesSums(seriesOf(terms), (model.points as Matrix).data, coefficients.data, coefficients.cols);
}

/** The sums at every row of z, m × t. */
export function sumsAt(sums: SeriesSums, z: Matrix, t: number): Matrix {
  const data = new Float64Array(z.rows * t);
  for (let i = 0; i < z.rows; i++) sums.write(z.data[i] as number, data, i * t);
  return { rows: z.rows, cols: t, data };
}
