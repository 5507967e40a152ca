import { mercerError } from "../errors";
import type { KernelClassifier } from "../estimators/kernel-classifier";
import { readOptions, readRecord } from "../input";
import type { MatrixLike, Points, Values } from "../matrix";
import { rootOfMeanSquare } from "../matrix/magnitude";
import { meanOf } from "../matrix/vectors";
import type { Label } from "../models/labels";
import { type WatchOptions, watch } from "../progress";
import {
  CROSS_VALIDATION_OPTIONS,
  type CrossValidation,
  type CrossValidationOptions,
  type CrossValidationPlan,
  planOf,
  type RegressionEstimator,
  validated,
  watchingOf,
} from "./cross-validate";

/** A candidate among others, judged on the same folds. */
export interface ComparedCandidate {
  readonly name: string;
  /** Mean of `scores`, R² or the share of the labels that are right of each fold. */
  readonly score: number;
  readonly scores: Float64Array;
  /** `score` less that of the best: 0 for the best, else below. */
  readonly difference: number;
  /** √(Σ (d_j − d̄)²/(k(k − 1))) of the differences d_j of k folds; null of a single fold. */
  readonly standardError: number | null;
}

export interface Comparison {
  /** The name of the candidate with the largest score; of equal ones the first given. */
  readonly best: string;
  /** −1 for a row that was never held out. */
  readonly foldOfRow: Int32Array;
  /** The best first. */
  readonly ranking: readonly ComparedCandidate[];
}

/** Estimators by names of the caller's own. */
export type Candidates = Readonly<Record<string, RegressionEstimator | KernelClassifier>>;

/**
 * Cross-validates several estimators on the same folds, and ranks them by their mean score. A difference from the best says little unless it is a few of its
 * standard errors, which are themselves rather too small: the fits of two folds share most of their rows.
 *
 * @throws as `crossValidate`; "argument" for no candidates
 * @example
 * const { best, ranking } = compare({ smooth: kernelRidge({ kernel: rbf() }), line: leastSquares({ intercept: true }) }, X, y, { folds: 10 });
 */
export function compare(
  candidates: Candidates,
  X: Points,
  y: Values | MatrixLike | ArrayLike<Label>,
  options: CrossValidationOptions = {},
): Comparison {
  const { onProgress, signal, ...given } = readOptions(options, "compare", CROSS_VALIDATION_OPTIONS);
  const watching = watchingOf(onProgress, signal);
  const progress = watch(watching);
  const plans = comparisonPlans(candidates, X, y, given);
  const results = plans.map(({ plan }) => validated(plan, watching, progress));
  return ranked(
    plans.map(({ name }) => name),
    results,
  );
}

/** A plan for every candidate. */
export function comparisonPlans(
  candidates: Candidates,
  X: Points,
  y: Values | MatrixLike | ArrayLike<Label>,
  options: Omit<CrossValidationOptions, keyof WatchOptions>,
): readonly { readonly name: string; readonly plan: CrossValidationPlan }[] {
  return readNamed(candidates).map(([name, estimator]) => ({ name, plan: planOf(estimator, X, y, options) }));
}

/** @throws "argument" for no candidates */
export function readNamed(candidates: Candidates): readonly (readonly [string, Candidates[string]])[] {
  const entries = Object.entries(readRecord(candidates, "candidates", (estimator) => estimator));
  if (entries.length > 0) return entries;
  throw mercerError("argument", "candidates is empty; at least one estimator is needed", { argument: "candidates" });
}

/** Candidates by their scores. */
export function ranked(names: readonly string[], results: readonly CrossValidation[]): Comparison {
  const { best, ranking } = rankedByScores(
    names,
    results.map(({ scores }) => scores),
  );
  return { best, foldOfRow: (results[names.indexOf(best)] as CrossValidation).foldOfRow, ranking };
}

/** The same from the scores of each candidate's folds. */
export function rankedByScores(names: readonly string[], folds: readonly Float64Array[]): Pick<Comparison, "best" | "ranking"> {
  const means = folds.map(meanOf);
  const best = means.indexOf(Math.max(...means));
  const reference = folds[best] as Float64Array;
  const candidates = folds.map((scores, at): ComparedCandidate => {
    const differences = scores.map((score, fold) => score - (reference[fold] as number));
    const difference = meanOf(differences);
    const k = scores.length;
    const spreads = differences.map((d) => d - difference);
    return {
      name: names[at] as string,
      score: means[at] as number,
      scores,
      difference,
      standardError: k > 1 ? rootOfMeanSquare(spreads, k * (k - 1)) : null,
    };
  });
  return {
    best: names[best] as string,
    ranking: candidates.sort((a, b) => b.score - a.score),
  };
}
