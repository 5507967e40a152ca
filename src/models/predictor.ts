import { contract } from "../core/gram";
import { describeNonNumber, describeValue, mercerError, readingError } from "../errors";
import { place, sideOf } from "../gram/run";
import { isVector, readVector } from "../input";
import type { Matrix, Targets, Values } from "../matrix";
import { elementsOf } from "../matrix/numbers";
import { toRawUnits, toStandardUnits } from "../scaling/units";
import type { SeriesSums } from "../series/sums";
import { createWorkspace, takeBlocks, view, type Workspace } from "../wasm/memory";
import { type Classifier, functionsOf } from "./classifier-model";
import { classOf } from "./classify";
import type { Label } from "./labels";
import { linearPredictor } from "./linear-predict";
import {
  columnsOf,
  type GaussianModel,
  type KernelModel,
  type LinearModel,
  type Model,
  type RegressionModel,
  type ReportLike,
  requireModel,
} from "./model";
import { hasTrend, offsetsOf } from "./offsets";
import { predict } from "./predict";
import { residentOf } from "./resident";
import { seriesSums } from "./series";

/** A model made ready for one point at a time. */
export interface Predictor<R> {
  (x: Values): R;
  /** Lets go of the memory, which the engine then collects; otherwise it goes with the predictor. Later calls throw. */
  release(): void;
}

/**
 * The model's h as a function of one point, or the class that a classifier gives it. The model stays in WebAssembly memory of its own, so a call costs its arithmetic and no copy;
 * the results are the same bits as those of `predict`, or the labels of `classify`.
 *
 * @example
 * const h = predictor(fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y));
 * h([0.1, 0.2]); // a number
 */
export function predictor(model: RegressionModel<Float64Array>): Predictor<number>;
export function predictor(model: RegressionModel<Matrix>): Predictor<Float64Array>;
export function predictor<L extends Label>(model: Classifier<L>): Predictor<L>;
export function predictor(model: RegressionModel): Predictor<number | Float64Array>;
export function predictor(model: Model): Predictor<number | Float64Array | Label> {
  return predictorOf(model, prepareRegression, predict);
}

/** A model of regression as a function of one point. */
type Prepare = (model: RegressionModel) => (x: Values) => number | Float64Array;

type PredictRows = (model: RegressionModel, Z: Matrix) => Targets;

/** What a model says at one point, as at a row of many. */
function predictOne(model: RegressionModel, x: Float64Array, predictRows: PredictRows): number | Float64Array {
  const prediction = predictRows(model, { rows: 1, cols: x.length, data: x });
  return prediction instanceof Float64Array ? (prediction[0] as number) : prediction.data;
}

/** The predictor of a model, by a way to make the h of a regression ready, and by `predict` where that overflows. */
export function predictorOf(model: Model, prepareFunctions: Prepare, predictRows: PredictRows): Predictor<number | Float64Array | Label> {
  const prepareChecked: Prepare = (functions) => {
    const h = inRawUnits(functions, prepareFunctions);
    return (x) => {
      const prediction = h(x);
      const inRange = typeof prediction === "number" ? Number.isFinite(prediction) : prediction.every(Number.isFinite);
      return inRange ? prediction : predictOne(functions, readVector(x, "x"), predictRows);
    };
  };
  let compute: ((x: Values) => number | Float64Array | Label) | null = prepare(requireModel(model), prepareChecked);
  return Object.assign(
    (x: Values) => {
      if (compute === null) throw mercerError("argument", "this predictor has been released; make a new one", { argument: "predictor" });
      return compute(x);
    },
    {
      release() {
        compute = null;
      },
    },
  );
}

/** The h of a model, whichever units it has. */
function inRawUnits(model: RegressionModel, prepareFunctions: Prepare): (x: Values) => number | Float64Array {
  const { scaling, ...plain } = model;
  if (!scaling) return prepareFunctions(model);
  const h = prepareFunctions(plain as RegressionModel);
  const { X, y } = scaling;
  const standard = (x: Values): Values => {
    if (!X) return x;
    const d = X.center.length;
    return toStandardUnits({ rows: 1, cols: d, data: readPoint(x, d) }, X, "x").data;
  };
  return (x) => {
    const prediction = h(standard(x));
    if (!y) return prediction;
    const raw = toRawUnits(typeof prediction === "number" ? Float64Array.of(prediction) : prediction, y);
    return typeof prediction === "number" ? (raw[0] as number) : raw;
  };
}

function prepare(model: Model, prepareFunctions: Prepare): (x: Values) => number | Float64Array | Label {
  if (model.kind !== "classifierModel") return prepareFunctions(model);
  const h = prepareFunctions(functionsOf(model));
  return (x) => {
    const values = h(x);
    return classOf(model, typeof values === "number" ? [values] : values);
  };
}

function prepareRegression(model: RegressionModel): (x: Values) => number | Float64Array {
  if (model.kind === "linearModel") return fromFeatures(model);
  return model.points === null ? fromGramRow(model) : fromPoint(model, model.points);
}

/** A model that is a combination of kernels. */
type OnKernel = KernelModel<Targets, ReportLike> | GaussianModel;

function fromFeatures(model: LinearModel<Targets, ReportLike>): (x: Values) => number | Float64Array {
  const { coefficients, intercepts, isVector: single } = columnsOf(model);
  const compute = linearPredictor(model.features, coefficients);
  return (x) => shaped(compute(readVector(x, "x")), intercepts, single);
}

function fromGramRow(model: OnKernel): (x: Values) => number | Float64Array {
  return (x) => predictOne(model, readVector(x, "x"), predict);
}

function fromPoint(model: OnKernel, points: Matrix): (x: Values) => number | Float64Array {
  const { rows: n, cols: d } = points;
  const { coefficients, intercepts, isVector: single } = columnsOf(model);
  const isTrended = hasTrend(model);
  const t = coefficients.cols;
  const sums = seriesSums(model, coefficients);
  if (sums) return fromSums(model, sums);
  const { columns, plan } = residentOf(model, points, 1);
  const point = { rows: 1, cols: d, data: new Float64Array(d) };
  const workspace: Workspace = createWorkspace();
  const blocks = takeBlocks(workspace, { program: plan.length, A: n * t, H: t });
  view(workspace, blocks.A).set(coefficients.data);
  const H = view(workspace, blocks.H);
  const program = place(workspace, blocks.program, plan, columns);
  let busy = false;
  return (x) => {
    const z = readPoint(x, d);
    // a function of the kernel's own calls the predictor that is asking it: the memory of that is in use
    if (busy) return predictOne(model, z, predict);
    busy = true;
    try {
      point.data.set(z);
      program.setRows(sideOf(point));
      contract(workspace, program, 1, n, t, blocks.A, blocks.H);
      return shaped(H, isTrended ? offsetsAt(model, point) : intercepts, single);
    } finally {
      busy = false;
    }
  };
}

/** By the sums from both sides, O(log n) a call. */
function fromSums(model: OnKernel, sums: SeriesSums): (x: Values) => number | Float64Array {
  const { coefficients, intercepts, isVector: single } = columnsOf(model);
  const isTrended = hasTrend(model);
  const H = new Float64Array(coefficients.cols);
  return (x) => {
    const data = readPoint(x, 1);
    sums.write(data[0] as number, H, 0);
    return shaped(H, isTrended ? offsetsAt(model, { rows: 1, cols: 1, data }) : intercepts, single);
  };
}

/** The trend at one point, for every target. */
export function offsetsAt(model: RegressionModel, point: Matrix): ArrayLike<number> {
  const offset = offsetsOf(model, point);
  return Array.from({ length: columnsOf(model).coefficients.cols }, (_, q) => offset(q));
}

export function shaped(H: Float64Array, intercepts: ArrayLike<number>, single: boolean): number | Float64Array {
  if (single) return (H[0] as number) + (intercepts[0] as number);
  return H.map((h, q) => h + (intercepts[q] as number));
}

/** @throws "shape" unless x has d numbers, "not-finite" and "argument" unless they are finite numbers */
export function readPoint(x: Values, d: number): Float64Array {
  if (!isVector(x) || x.length !== d) {
    throw mercerError("shape", `x must be an array of ${d} numbers, one per feature; it is ${describeValue(x)}`, {
      argument: "x",
      needed: d,
    });
  }
  const point = new Float64Array(d);
  try {
    const element = elementsOf(x);
    for (let k = 0; k < d; k++) point[k] = finite(element(k), k);
  } catch (error) {
    throw readingError(error, "x");
  }
  return point;
}

function finite(value: unknown, k: number): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const code = typeof value === "number" ? "not-finite" : "argument";
  throw mercerError(code, `x at index ${k} is ${describeNonNumber(value)}; a finite number is needed`, { argument: "x", column: k, value });
}
