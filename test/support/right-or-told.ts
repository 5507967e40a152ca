import { fit, isMercerError, type KernelRidge, type Matrix, predict, type Report } from "../../src/entries/index";
import { exactKernel, exactNoise } from "./exact-kernel";
import { type Exact, toNumber } from "./exact-number";
import { errorOf, exactRidge, isWithin, type RidgeProblem } from "./exact-ridge";

/** The proven bound of a fit: |h(z) − h*(z)| ≤ bound·√k(z, z). */
export function boundOf(report: Report): number | null | undefined {
  return (report as Report & { readonly errorBound?: number | null }).errorBound;
}

/** What predictions without a warning may be off, in standard deviations of y. */
export const SILENT = 1e-5;
/** From which bound at the training points a fit carries a warning, in standard deviations of y. */
const WARNED = 1e-6;

/** A problem with its exact fit at the points that a survey looks at. */
export interface Examined {
  readonly problem: RidgeProblem;
  readonly where: readonly Looked[];
  /** Standard deviation of y, of the points that count. */
  readonly deviation: number;
  /** max √k(x_i, x_i) */
  readonly reach: number;
  /** Whether λ > 0 or the kernel has white noise, so that the fit has a bound. */
  readonly ridged: boolean;
}

interface Looked {
  readonly z: Float64Array;
  readonly exact: Exact;
  /** k(z, z) */
  readonly diagonal: Exact;
  /** Whether the bound is told there: with an intercept where k(z, z) is at least the least positive one at the points. */
  readonly proven: boolean;
}

/** @param beside points that are looked at beside those of the training where there is a ridge; without one only the training points are */
export function examine(problem: RidgeProblem, beside: readonly Float64Array[]): Examined {
  const { X, y, kernel, weights } = problem;
  const points = Array.from({ length: X.rows }, (_, i) => X.data.slice(i * X.cols, (i + 1) * X.cols)).filter((_, i) => weights?.[i] !== 0);
  const exact = exactRidge(problem);
  const targets = Array.from(y).filter((_, i) => weights?.[i] !== 0);
  const mean = targets.reduce((a, b) => a + b, 0) / targets.length;
  const diagonals = points.map((x) => exactKernel(kernel, x, x));
  const least = Math.min(...diagonals.map(toNumber).filter((value) => value > 0));
  const looked = (z: Float64Array): Looked => {
    const diagonal = exactKernel(kernel, z, z);
    return { z, exact: exact.at(z), diagonal, proven: !problem.intercept || toNumber(diagonal) >= least };
  };
  const ridged = problem.lambda > 0 || exactNoise(kernel).m !== 0n;
  return {
    problem,
    where: [...points, ...(ridged ? beside : [])].map(looked),
    deviation: Math.sqrt(targets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / targets.length),
    reach: Math.sqrt(Math.max(...diagonals.map(toNumber))),
    ridged,
  };
}

/** Fits and says what is wrong and not told; null where the fit is right, or carries a warning and holds its bound, or is a typed error. */
export function silentFault({ problem, where, deviation, reach, ridged }: Examined, estimator: KernelRidge): string | null {
  const { X, y, weights } = problem;
  try {
    const model = fit(estimator, X, y, weights ? { sampleWeight: weights } : {});
    const Z: Matrix = { rows: where.length, cols: X.cols, data: Float64Array.from(where.flatMap(({ z }) => Array.from(z))) };
    const predictions = predict(model, Z);
    const { report } = model;
    const bound = boundOf(report);
    const silent = report.warnings.length === 0;
    // the deviation may count n or n − 1 points, with their weights or without
    const slack = weights ? 4 : 1.5;
    for (const [k, { z, exact, diagonal, proven }] of where.entries()) {
      const h = predictions[k] as number;
      if (!Number.isFinite(h)) return `h(${z}) is ${h}`;
      const said = `h(${z}) = ${h} is off by ${errorOf(h, exact)} from ${toNumber(exact)}, ${errorOf(h, exact) / deviation} deviations`;
      if (proven && typeof bound === "number" && !isWithin(bound, h, exact, diagonal)) {
        return `${said}; the bound ${bound} allows ${bound * Math.sqrt(toNumber(diagonal))}`;
      }
      // outside, where the kernel is larger than at any point, an error may grow as √k(z, z) does
      const growth = Math.max(1, Math.sqrt(toNumber(diagonal)) / reach);
      if (silent && errorOf(h, exact) > SILENT * growth * deviation) return `${said}, without a warning`;
    }
    if (bound === undefined || Number.isNaN(bound) || (ridged && bound === null)) return `has the bound ${bound}`;
    if (silent && typeof bound === "number" && bound * reach > slack * WARNED * deviation) {
      return `has no warning, and a bound of ${(bound * reach) / deviation} deviations at the points`;
    }
    return null;
  } catch (error) {
    return isMercerError(error) ? null : `throws ${String(error)}`;
  }
}
