import { logisticFunction } from "../core/iterations";
import { mercerError } from "../errors";
import type { Matrix, Points, Targets } from "../matrix";
import { calibrated, normalizedRows, sharesOfAlone } from "./calibrator";
import { type Classifier, functionsOf } from "./classifier-model";
import type { Label } from "./labels";
import { requireClassifier } from "./model";
import { predict } from "./predict";

/**
 * Decision values h_c(z) at every row of Z: for two classes a `Float64Array`, positive for the second; else a matrix with a column per class.
 *
 * @throws as `predict`
 * @example
 * const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1 }), X, labels);
 * decision(model, Z); // positive where the second class is taken
 */
export function decision(model: Classifier, Z: Points): Targets {
  return predict(functionsOf(requireClassifier(model)), Z);
}

/**
 * The class at every row of Z: that of the largest decision value, the first of equal ones; of two classes the second where h > 0.
 *
 * @example
 * const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1 }), X, labels);
 * classify(model, Z); // ["in", "out", …]
 */
export function classify<L extends Label>(model: Classifier<L>, Z: Points): L[] {
  return classesOf(model, decision(model, Z));
}

/** The class of every point by its decision values. */
export function classesOf<L extends Label>(model: Classifier<L>, values: Targets): L[] {
  if (values instanceof Float64Array) return Array.from(values, (h) => classOf(model, [h]));
  const { rows, cols, data } = values;
  return Array.from({ length: rows }, (_, i) => classOf(model, data.subarray(i * cols, (i + 1) * cols)));
}

/** The class that the decision values of one point speak for. */
export function classOf<L extends Label>({ classes }: Classifier<L>, values: ArrayLike<number>): L {
  if (values.length === 1) return classes[(values[0] as number) > 0 ? 1 : 0] as L;
  let best = 0;
  for (let c = 1; c < values.length; c++) if ((values[c] as number) > (values[best] as number)) best = c;
  return classes[best] as L;
}

/**
 * Probabilities of the classes at every row of Z, a column per class. Logistic loss: p = 1/(1 + e^−h), for more than two classes divided by their sum
 * (where all are 0 in floating point, equal shares). Softmax: e^h_c / Σ e^h. Of a model with a calibrator, of whichever loss, what that makes of its h.
 *
 * @throws "unsupported" unless the model has a calibrator or was fitted with the logistic loss or softmax; else as `predict`
 * @example
 * const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: "logistic" }), X, labels);
 * probabilities(model, Z); // a column for each of model.classes
 */
export function probabilities(model: Classifier, Z: Points): Matrix {
  return sharesOf(model, () => decision(model, Z), logisticFunction);
}

/** The same from the decision values, asked for when they have a meaning, and the function 1/(1 + e^−h) of several h. */
export function sharesOf(model: Classifier, decisions: () => Targets, logistic: (values: Float64Array) => Float64Array): Matrix {
  const { loss = "squared", classes, calibrator } = requireClassifier(model);
  if (calibrator) return sharesOfAlone(calibrated(calibrator, decisions()));
  if (loss !== "logistic" && loss !== "softmax") {
    const message = `the values of a classifier with the loss "${loss}" are no log-odds; fit with the loss "logistic" or "softmax", or calibrate`;
    throw mercerError("unsupported", message, { argument: "model" });
  }
  const values = decisions();
  const cols = classes.length;
  if (values instanceof Float64Array) {
    const both = logistic(Float64Array.from({ length: 2 * values.length }, (_, at) => (2 * (at % 2) - 1) * (values[at >> 1] as number)));
    return { rows: values.length, cols, data: both };
  }
  const data = loss === "softmax" ? exponentials(values, logistic) : logistic(values.data);
  return { rows: values.rows, cols, data: normalizedRows(data, cols) };
}

/** e^(h − m), m the largest of a row: s/(1 − s) for s = 1/(1 + e^(m − h)), which is at most ½. */
function exponentials({ rows, cols, data }: Matrix, logistic: (values: Float64Array) => Float64Array): Float64Array {
  const below = new Float64Array(rows * cols);
  for (let from = 0; from < data.length; from += cols) {
    const row = data.subarray(from, from + cols);
    const most = row.reduce((a, b) => Math.max(a, b));
    row.forEach((h, c) => {
      below[from + c] = h - most;
    });
  }
  return logistic(below).map((s) => s / (1 - s));
}
