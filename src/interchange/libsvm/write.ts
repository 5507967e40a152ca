import { mercerError } from "../../errors";
import type { KernelSpec } from "../../kernels/spec";
import type { Matrix } from "../../matrix";
import type { Calibrator } from "../../models/calibrator";
import { type Classifier, functionsOf } from "../../models/classifier-model";
import type { KernelModel, Model, ReportLike } from "../../models/model";
import { requireModel } from "../../models/model";
import { resolvedKernel } from "../imported";

/** The text of a file. @throws as `toLibsvm` */
export function writeModel(given: Model): string {
  const model = requireModel(given);
  switch (model.kind) {
    case "kernelModel":
      return text(["svm_type epsilon_svr"], expansionOf(model), []);
    case "classifierModel":
      return writeClassifier(model);
    case "linearModel":
    case "gaussianProcessModel": {
      const message = `LIBSVM has combinations of kernels and their classifiers alone, no ${model.kind}; fit kernelRidge or supportVectorRegression`;
      throw mercerError("unsupported", message, { argument: "model" });
    }
    default:
      return model satisfies never;
  }
}

interface Expansion {
  readonly kernel: readonly string[];
  readonly points: Matrix | null;
  readonly coefficients: Float64Array;
  readonly rho: number;
}

/** f(z) = Σ coefficient k(x, z) − rho, in the units of y. */
function expansionOf(model: KernelModel<Matrix | Float64Array, ReportLike>): Expansion {
  const { coefficients: alpha, intercept } = model;
  if (!(alpha instanceof Float64Array)) {
    const message = `LIBSVM has one function; this model has ${alpha.cols}, of several targets or classes`;
    throw mercerError("unsupported", message, { argument: "model" });
  }
  const { scaling } = model;
  if (scaling?.X) {
    throw mercerError(
      "unsupported",
      "the model scales its columns, which a file of LIBSVM cannot say; scale them before fit, with svm-scale for instance",
      {
        argument: "model",
      },
    );
  }
  const [center, spread] = [scaling?.y?.center[0] ?? 0, scaling?.y?.spread[0] ?? 1];
  const { factor, lines } = kernelLines(resolvedKernel(model.kernel, model.points), 1);
  const scale = spread * factor;
  return {
    kernel: lines,
    points: model.points,
    coefficients: scale === 1 ? alpha : alpha.map((value) => scale * value),
    rho: 0 - (center + spread * (intercept as number)),
  };
}

/** k = factor times a kernel of LIBSVM. */
function kernelLines(kernel: KernelSpec, factor: number): { readonly factor: number; readonly lines: readonly string[] } {
  const lines = (type: string, parameters: Readonly<Record<string, unknown>> = {}) => ({
    factor,
    lines: [`kernel_type ${type}`, ...Object.entries(parameters).map(([name, value]) => `${name} ${value}`)],
  });
  switch (kernel.kind) {
    case "scaled":
      return kernelLines(kernel.kernel, factor * kernel.factor);
    case "linear":
      if (kernel.metric) break;
      return lines("linear");
    case "polynomial":
      return lines("polynomial", { degree: kernel.degree, gamma: kernel.gamma, coef0: kernel.coef0 });
    case "sigmoid":
      return lines("sigmoid", { gamma: kernel.gamma, coef0: kernel.coef0 });
    case "rbf":
      if (!("gamma" in kernel)) break;
      return lines("rbf", { gamma: kernel.gamma });
    case "precomputed":
      return lines("precomputed");
  }
  const message = `LIBSVM has the kernels linear, polynomial, rbf of one gamma, sigmoid and precomputed; this model has "${kernel.kind}"`;
  throw mercerError("kernel", message, { kind: kernel.kind });
}

/** The second class is the first label, for which f > 0 speaks; its vectors come first. */
function writeClassifier(model: Classifier): string {
  const { classes, loss = "squared", calibrator } = model;
  const [first, second] = classes;
  if (classes.length !== 2) {
    const message = `the classifier has ${classes.length} classes; LIBSVM votes between every two of them, which no function for each class can say`;
    throw mercerError("unsupported", message, { argument: "model" });
  }
  if (![first, second].every((label) => Number.isInteger(label) && Math.abs(label as number) < 2 ** 31)) {
    throw mercerError("unsupported", "labels of LIBSVM are whole numbers; fit with such labels", { argument: "model" });
  }
  const expansion = expansionOf(functionsOf(model));
  const positive = expansion.coefficients.filter((value) => value > 0).length;
  const sigmoid = calibrator ? plattOf(calibrator) : loss === "logistic" || loss === "softmax" ? [-1, 0] : null;
  const sure = sigmoid ? [`probA ${sigmoid[0]}`, `probB ${sigmoid[1]}`] : [];
  const after = [`label ${second} ${first}`, ...sure, `nr_sv ${positive} ${expansion.coefficients.length - positive}`];
  return text(["svm_type c_svc"], expansion, after);
}

/** P(second class) = 1/(1 + e^(A h + B)), A = −slope, B = −offset. */
function plattOf(calibrator: Calibrator): readonly [number, number] {
  if (calibrator.kind === "platt") return [0 - (calibrator.slope[0] as number), 0 - (calibrator.offset[0] as number)];
  throw mercerError(
    "unsupported",
    'LIBSVM has Platt\'s sigmoids; this model has an isotonic calibrator, so calibrate with the method "platt"',
    {
      argument: "model",
    },
  );
}

function text(before: readonly string[], { kernel, points, coefficients, rho }: Expansion, after: readonly string[]): string {
  const order = Array.from(coefficients.keys());
  if (after.length > 0) order.sort((i, j) => Number((coefficients[j] as number) > 0) - Number((coefficients[i] as number) > 0));
  const vectors = order.map((i, at) => `${coefficients[i]} ${points ? entriesOf(points, i, at === 0) : `0:${i + 1}`}`);
  const counts = ["nr_class 2", `total_sv ${coefficients.length}`, `rho ${rho}`];
  return `${[...before, ...kernel, ...counts, ...after, "SV", ...vectors].join("\n")}\n`;
}

/** Features that are not 0; the last of the first vector is there in any case, so that the file says how many there are. */
function entriesOf({ cols, data }: Matrix, row: number, isFirst: boolean): string {
  const entries: string[] = [];
  for (let k = 0; k < cols; k++) {
    const value = data[row * cols + k] as number;
    if (value !== 0 || (isFirst && k === cols - 1)) entries.push(`${k + 1}:${value}`);
  }
  return entries.join(" ");
}
