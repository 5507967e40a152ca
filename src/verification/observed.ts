import { readPoints, readTargets } from "../input";
import type { Matrix, MatrixLike, Points, Values } from "../matrix";
import { type Classifier, functionsOf } from "../models/classifier-model";
import { type Classes, type Label, readLabels, signsOf } from "../models/labels";
import { columnsOf, type Model, type RegressionModel } from "../models/model";
import type { ReportLike } from "../models/report";
import { requireOneTargetPerPoint } from "../problem/problem";
import { readWeights } from "../problem/weights";
import type { Told } from "../provenance/digest";
import { toStandardUnits } from "../scaling/units";

/** A model beside its data, all in the units of the model. */
export interface Observed {
  /** As it was handed in. */
  readonly model: Model;
  /** Its h, without units of its own. */
  readonly functions: RegressionModel;
  readonly report: ReportLike;
  /** The data as they were handed in, and in the units of the model. */
  readonly rawX: Matrix;
  readonly rawY: Matrix;
  readonly X: Matrix;
  /** Null for labels of which the model does not know all. */
  readonly Y: Matrix | null;
  readonly labels: Classes<Label> | null;
  readonly weights: Float64Array | null;
}

/** @throws as `fit` for data that it would not take */
export function observe(model: Model, givenX: Points, y: Told, sampleWeight: number | Values | undefined): Observed {
  const rawX = readPoints(givenX, "X");
  const weights = readWeights(sampleWeight, rawX.rows);
  const { scaling, report } = model;
  const X = scaling?.X && scaling.X.center.length === rawX.cols ? toStandardUnits(rawX, scaling.X, "X") : rawX;
  if (model.kind === "classifierModel") {
    const labels = readLabels(y as ArrayLike<Label>, "y");
    const Y = signsFor(model, labels);
    requireOneTargetPerPoint({ rows: labels.indices.length }, rawX);
    const functions = withoutUnits(functionsOf(model));
    return { model, functions, report, rawX, rawY: Y ?? rawX, X, Y, labels, weights };
  }
  const { matrix: rawY } = readTargets(y as Values | MatrixLike, "y");
  requireOneTargetPerPoint(rawY, rawX);
  const fits = scaling?.y?.center.length === rawY.cols;
  const Y = fits && scaling?.y ? toStandardUnits(rawY, scaling.y, "y") : rawY;
  return { model, functions: withoutUnits(model), report, rawX, rawY, X, Y, labels: null, weights };
}

function withoutUnits(model: RegressionModel): RegressionModel {
  const { scaling, ...plain } = model;
  return plain as RegressionModel;
}

/** ±1 for the classes of the model; null where a label is of none of them. */
function signsFor({ classes, coefficients }: Classifier, labels: Classes<Label>): Matrix | null {
  const places = labels.classes.map((label) => classes.indexOf(label));
  if (places.includes(-1)) return null;
  const signs = signsOf({ classes, indices: labels.indices.map((at) => places[at] as number) });
  return signs.cols === ("cols" in coefficients ? coefficients.cols : 1) ? signs : null;
}

/** α or w of the model, n × t. */
export function coefficientsOf({ functions }: Observed): Matrix {
  return columnsOf(functions).coefficients;
}
