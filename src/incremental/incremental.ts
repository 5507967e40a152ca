import { mercerError } from "../errors";
import type { GaussianProcess } from "../estimators/gaussian-process";
import type { KernelRidge } from "../estimators/kernel-ridge";
import { type OptionNames, readNumber, readOptions } from "../input";
import type { Matrix, MatrixLike, Points, Targets, Values, Vector } from "../matrix";
import type { NoiseChoice } from "../models/added-noise";
import { distributionPredictorOn, type PointDistribution } from "../models/distribution";
import type { GaussianProcessModel } from "../models/gaussian-process-model";
import type { KernelModel } from "../models/model";
import type { Predictor } from "../models/predictor";
import { inStandardUnits } from "../problem/standard-units";
import { type GrowingFit, growingFit } from "./growing-fit";
import { methodOf, readSpec } from "./method";
import { inUnits, type Rows, readIndices, readRows } from "./rows";

/** Options of `incremental`. */
export interface IncrementalOptions {
  /** w_i > 0, one for all or one per point. */
  sampleWeight?: number | Values;
  /** How many rows stay: when there are more, the oldest go. All stay unless given. */
  window?: number;
  /** How far the factor may be from K + λI by the rows that were taken away, before it is made anew: see `drift`; 1e-9 unless given. */
  maxDrift?: number;
}

/** A fit whose rows come and go. */
export interface Incremental<M> {
  /** How many rows there are. */
  readonly rows: number;
  /**
   * A proven bound of what taking rows away has added to the rounding of the factor: |LLᵀ − G|_ij ≤ drift·√(g_ii g_jj). 0 after rows were only appended, and after the
   * factor was made anew. The coefficients are corrected by K itself, and the error bound of the report counts it.
   */
  readonly drift: number;
  /**
   * Rows behind those that are there: m of them cost about m·n² multiplications, where a new fit costs n³/3.
   *
   * @throws as `fit`; the rows are then as they were
   */
  append(X: Points, y: Values | MatrixLike, options?: { sampleWeight?: number | Values }): void;
  /**
   * Takes rows away by their index, from 0 for the oldest: about 3n² multiplications each.
   *
   * @throws "argument" for an index that is no row, and for taking the last row away
   */
  remove(rows: number | ArrayLike<number>): void;
  /**
   * The model of the rows that are there; after rows were only appended, with the bits of `fit` on all of them. About n² multiplications.
   *
   * @throws "not-finite" where the fit has no answer in numbers; rows that are taken away or appended may give it one
   */
  model(): M;
  /** Lets go of the memory. Later calls throw. */
  release(): void;
}

/** The same of a Gaussian process. */
export interface IncrementalProcess<T extends Targets> extends Incremental<GaussianProcessModel<T>> {
  /** Mean and variance at one point by the factor that is there, as `distributionPredictor` of the model; of the rows as they are now. */
  distributionPredictor(options?: { noise?: NoiseChoice }): Predictor<PointDistribution<T extends Matrix ? Float64Array : number>>;
}

/** The factor then has nine digits more than the condition of K + λI takes away, less those of rounding. */
const MAX_DRIFT = 1e-9;

const OPTIONS: OptionNames<IncrementalOptions> = { sampleWeight: true, window: true, maxDrift: true };

/**
 * A fit of `kernelRidge` or of `gaussianProcess` whose rows come and go: measurements as they arrive, the last thousand of them, without what turned out wrong. The Cholesky factor of K + λI
 * stays in WebAssembly memory of its own and grows by rows. `model()` gives a model as `fit` does with the solver "cholesky".
 *
 * An appended row has the bits of a fit to all rows at once. A row is taken away by rotations, which round: `drift` bounds how much, and where it passes `maxDrift` the factor is made anew.
 * Units that the estimator was told to standardise by are those of the first rows, and stay.
 *
 * Memory: 16·n² bytes while `model()` runs, 8·n² else, and room for half as many rows more.
 *
 * Source: Gill, Golub, Murray and Saunders, Methods for modifying matrix factorizations, Mathematics of Computation 28 (1974).
 *
 * @example
 * const stream = incremental(kernelRidge({ kernel: rbf(), lambda: 0.1 }), [0, 1, 2], [0, 1, 4], { window: 100 });
 * stream.append([3], [9]);
 * predict(stream.model(), [2.5]);
 * stream.release();
 *
 * @throws "argument" for another estimator or solver, and for weights of 0; "unsupported" for several λ, for noise per point, and for a precomputed kernel; as `fit`
 */
export function incremental(
  estimator: KernelRidge,
  X: Points,
  y: Vector,
  options?: IncrementalOptions,
): Incremental<KernelModel<Float64Array>>;
export function incremental(
  estimator: KernelRidge,
  X: Points,
  Y: MatrixLike,
  options?: IncrementalOptions,
): Incremental<KernelModel<Matrix>>;
export function incremental(
  estimator: GaussianProcess,
  X: Points,
  y: Vector,
  options?: IncrementalOptions,
): IncrementalProcess<Float64Array>;
export function incremental(estimator: GaussianProcess, X: Points, Y: MatrixLike, options?: IncrementalOptions): IncrementalProcess<Matrix>;
export function incremental(
  estimator: KernelRidge | GaussianProcess,
  X: Points,
  y: Values | MatrixLike,
  options: IncrementalOptions = {},
): Incremental<KernelModel | GaussianProcessModel> {
  const { sampleWeight, window, maxDrift = MAX_DRIFT } = readOptions(options, "incremental", OPTIONS);
  const most = window === undefined ? Number.POSITIVE_INFINITY : readNumber(window, "window", { minimum: 1, integer: true });
  const limit = readNumber(maxDrift, "maxDrift", { minimum: 0 });
  const standard = inStandardUnits(readSpec(estimator), X, y, sampleWeight);
  const method = methodOf(standard.spec);
  let kept: GrowingFit | null = growingFit(method, standard.units, limit);
  const open = (): GrowingFit => {
    if (kept) return kept;
    throw mercerError("argument", "this fit has been released; make a new one", { argument: "incremental" });
  };
  const append = (added: Rows): void => {
    const fit = open();
    fit.append(added);
    fit.removeFirst(Math.max(0, fit.size() - most));
  };
  append(readRows(standard.X, standard.y as Values | MatrixLike, sampleWeight, null));
  return {
    get rows() {
      return open().size();
    },
    get drift() {
      return open().ground.drift();
    },
    append(added, values, given = {}) {
      const { sampleWeight: weights } = readOptions(given, "append", { sampleWeight: true });
      append(inUnits(readRows(added, values, weights, open().all()), standard.units));
    },
    remove(rows) {
      const fit = open();
      fit.remove(readIndices(rows, fit.size()));
    },
    model: () => open().model(),
    ...(method.kind === "gaussianProcess" && {
      distributionPredictor(choice: { noise?: NoiseChoice } = {}) {
        const { ground, model } = open();
        return distributionPredictorOn(ground, model() as GaussianProcessModel, choice);
      },
    }),
    release() {
      kept = null;
    },
  };
}
