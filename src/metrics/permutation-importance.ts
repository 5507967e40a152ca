import { mercerError } from "../errors";
import { readNumber, readOptions, readPoints } from "../input";
import type { Matrix, MatrixLike, Points, Values } from "../matrix";
import { rootOfMeanSquare } from "../matrix/magnitude";
import type { Classifier } from "../models/classifier-model";
import type { Label } from "../models/labels";
import { type RegressionModel, requireModel } from "../models/model";
import { score } from "../models/score";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { shuffle } from "../random/shuffle";
import { uniform } from "../random/uniform";

export interface PermutationOptions extends WatchOptions {
  /** How often each column is shuffled; 5 unless given. */
  repeats?: number;
  /** Of the shuffles; 0 unless given. */
  seed?: number;
}

/** What each column of X is worth to a model. */
export interface PermutationImportance {
  /** `score` of the model as it is. */
  readonly score: number;
  /** Mean loss of score per column when it is shuffled. */
  readonly importances: Float64Array;
  /** Its deviation over the repeats (divided by their number). */
  readonly deviations: Float64Array;
  /** The losses, a row per column and a column per repeat. */
  readonly losses: Matrix;
}

/**
 * How much `score` falls when a column of X is shuffled, so that it tells nothing of y: the score as it is less the mean of `repeats` shuffles. On rows that
 * the model was not fitted to it is what predictions owe to the column; columns that say the same share what they are worth. About 0, even below, is nothing.
 *
 * @throws "argument" for a model of a precomputed kernel, whose columns are points; "aborted" by `options.signal`; else as `score`
 * @example
 * const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y);
 * const importance = permutationImportance(model, X, y, { repeats: 5, seed: 1 });
 */
export function permutationImportance(
  model: RegressionModel,
  X: Points,
  y: Values | MatrixLike,
  options?: PermutationOptions,
): PermutationImportance;
export function permutationImportance<L extends Label>(
  model: Classifier<L>,
  X: Points,
  labels: ArrayLike<L>,
  options?: PermutationOptions,
): PermutationImportance;
export function permutationImportance(
  model: RegressionModel | Classifier,
  X: Points,
  y: Values | MatrixLike | ArrayLike<Label>,
  options: PermutationOptions = {},
): PermutationImportance {
  const given = readOptions(options, "permutationImportance", { ...WATCHING, repeats: true, seed: true });
  const progress = watch(given);
  const repeats = readNumber(given.repeats ?? 5, "repeats", { minimum: 1, integer: true });
  const next = uniform(readNumber(given.seed ?? 0, "seed", { minimum: 0, integer: true }));
  const read = requireModel(model);
  if (read.kind !== "linearModel" && read.points === null) {
    throw mercerError("argument", "model has a precomputed kernel: the columns of X are points, not features", { argument: "model" });
  }
  const points = readPoints(X, "X");
  const scoreOf = (Z: Matrix): number => score(read as RegressionModel, Z, y as Values);
  const whole = scoreOf(points);
  const { cols: d } = points;
  const losses = Float64Array.from({ length: d * repeats }, (_, at) => {
    progress.tell({ phase: "permutations", done: at, total: d * repeats });
    return whole - scoreOf(withShuffled(points, Math.floor(at / repeats), next));
  });
  return { score: whole, ...importancesOf({ rows: d, cols: repeats, data: losses }) };
}

/** Mean and deviation of the losses of each column. */
export function importancesOf(losses: Matrix): Omit<PermutationImportance, "score"> {
  const { rows: d, cols: repeats, data } = losses;
  const rows = Array.from({ length: d }, (_, j) => data.subarray(j * repeats, (j + 1) * repeats));
  const importances = Float64Array.from(rows, (row) => row.reduce((sum, loss) => sum + loss, 0) / repeats);
  const deviations = Float64Array.from(rows, (row, j) => {
    const mean = importances[j] as number;
    return rootOfMeanSquare(
      row.map((loss) => loss - mean),
      repeats,
    );
  });
  return { importances, deviations, losses };
}

/** X with column j in another order. */
function withShuffled({ rows, cols, data }: Matrix, j: number, next: () => number): Matrix {
  const copy = data.slice();
  const column = Array.from({ length: rows }, (_, i) => data[i * cols + j] as number);
  shuffle(column, next).forEach((value, i) => {
    copy[i * cols + j] = value;
  });
  return { rows, cols, data: copy };
}
