import { mercerError } from "../errors";
import { type SummedRows, summedRows } from "../estimators/fit-on-landmarks";
import type { NystromSpec } from "../estimators/nystrom";
import { rawLikelihood } from "../estimators/raw-units";
import type { MatrixLike, Points, Values } from "../matrix";
import { inStandardUnits } from "../problem/standard-units";
import type { Watch } from "../progress";
import { spreadOfTarget } from "../scaling/units";
import { whitenedFeatures } from "../solvers/nystrom/features";
import { leaveOneOutPass, type NormalSpectrum, spectrumOfNormal } from "../solvers/nystrom/leave-one-out";
import { type Normal, normalOf } from "../solvers/nystrom/normal";
import { normalPath } from "../solvers/nystrom/path";
import { pickBest, warningsAbout } from "./choice";
import { gridOf } from "./grid";
import type { LambdaPath, SelectionOptions } from "./lambda-path";

/** The path of λ of a Nyström fit: sums, one eigendecomposition of them, and one more pass for the leave-one-out errors, the landmarks held. */
export function nystromPath(
  estimator: NystromSpec,
  X: Points,
  y: Values | MatrixLike,
  candidates: Float64Array | null,
  { sampleWeight }: Pick<SelectionOptions, "sampleWeight">,
  progress: Watch,
): LambdaPath {
  const { spec, X: points, y: targets, units } = inStandardUnits(estimator, X, y, sampleWeight);
  const summed = summedRows(spec, points, targets as Values | MatrixLike, sampleWeight, progress);
  const normal = normalOf(summed.sums, summed.rows.Y.cols, spec.intercept);
  const spectrum = spectrumOfNormal(normal, progress.during("eigenvalues"));
  const path = normalPath(normal, spectrum, candidates ?? gridOf({ values: spectrum.g }), summed.unit);
  const { lambdas, conditions, effectiveDimension } = path;
  const shares = leaveOneOutShares({ summed, normal, spectrum }, lambdas, progress);
  const unit = summed.unit * spreadOfTarget(units);
  const raw = (share: number): number => share * unit * unit;
  const observed = { n: normal.rows, p: spec.intercept ? 1 : 0 };
  const likelihood = (value: number): number => (units?.y ? rawLikelihood(value, observed, units.y) : value);
  const best = (scores: Float64Array): number => pickBest({ lambdas, shares: scores, conditions });
  const lambdaAt = (at: number): number => lambdas[at] as number;
  const at = best(shares);
  const looError = shares.map(raw);
  return {
    lambdas,
    looError,
    gcv: path.gcv.map(raw),
    effectiveDimension,
    logMarginalLikelihood: path.logMarginalLikelihood.map(likelihood),
    evidenceBound: path.evidenceBound.map(likelihood),
    best: {
      leaveOneOut: lambdaAt(at),
      gcv: lambdaAt(best(path.gcv)),
      marginalLikelihood: lambdaAt(best(path.evidenceBound.map((value) => -value))),
    },
    warnings: [...summed.warnings, ...warningsAbout({ lambdas, shares, conditions }, at, looError)],
  };
}

interface Fitted {
  readonly summed: SummedRows;
  readonly normal: Normal;
  readonly spectrum: NormalSpectrum;
}

/** Σ w e²/Σ w of every λ, the mean over the targets. */
function leaveOneOutShares({ summed, normal, spectrum }: Fitted, lambdas: Float64Array, progress: Watch): Float64Array {
  const { rows, whitening } = summed;
  const { cols: t } = rows.Y;
  const shares = new Float64Array(lambdas.length);
  const given = { features: whitenedFeatures(whitening), rows, normal, spectrum };
  leaveOneOutPass(
    given,
    lambdas,
    (from, residuals) => {
      residuals.forEach((missed, k) => {
        missed.forEach((value, at) => {
          const w = rows.weights?.[from + Math.floor(at / t)] ?? 1;
          // what no fit without the row tells has no error that could be the least
          const error = Number.isNaN(value) ? Infinity : value * value;
          if (w > 0) shares[k] = (shares[k] as number) + (w * error) / normal.weight / t;
        });
      });
    },
    progress.during("leave-one-out"),
  );
  return shares;
}

/** What fits without each row leave of it, in the units of y as it is given here: n × t. */
export function nystromResiduals(
  spec: NystromSpec,
  X: Points,
  y: Values | MatrixLike,
  lambdas: (t: number) => Float64Array,
  sampleWeight: SelectionOptions["sampleWeight"],
  progress: Watch,
): Float64Array {
  const summed = summedRows(spec, X, y, sampleWeight, progress);
  const { rows, whitening, unit } = summed;
  const { cols: t } = rows.Y;
  const each = lambdas(t);
  const normal = normalOf(summed.sums, t, spec.intercept);
  const spectrum = spectrumOfNormal(normal, progress.during("eigenvalues"));
  const found = new Float64Array(rows.Y.data.length);
  const distinct = Float64Array.from(new Set(each));
  const given = { features: whitenedFeatures(whitening), rows, normal, spectrum };
  leaveOneOutPass(
    given,
    distinct,
    (from, residuals) => {
      residuals.forEach((missed, k) => {
        for (let at = 0; at < missed.length; at++) {
          if (each[at % t] !== distinct[k]) continue;
          const value = missed[at] as number;
          if (Number.isNaN(value)) throw undetermined(from + Math.floor(at / t), distinct[k] as number);
          found[from * t + at] = unit * value;
        }
      });
    },
    progress.during("leave-one-out"),
  );
  return found;
}

function undetermined(row: number, lambda: number): Error {
  const message = `the fit without row ${row} is not determined: its leverage is 1 at lambda = ${lambda}; use a larger lambda, or fewer landmarks`;
  return mercerError("singular", message, { pivot: null });
}
