import { describeValue, mercerError } from "../errors";
import { readNumber, readOptions } from "../input";
import type { ReadModel } from "../io/tree";
import type { Model } from "../models/model";
import { reading } from "./foreign";
import { readModel } from "./libsvm/read";
import { writeModel } from "./libsvm/write";

export interface LibsvmOptions {
  /** The number of features, or of training points for a precomputed kernel, of which a sparse file may name fewer; the largest that it names unless given. */
  features?: number;
}

/**
 * The model in a file of LIBSVM, as svm-train writes it: ε- and ν-SVR, and C- and ν-SVC of two classes, whose probabilities become a calibrator of Platt's. One of more classes votes
 * between every two of them, which no classifier of mercer says.
 *
 * @example
 * const text = toLibsvm(fit(kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 }), X, y)); // or await readFile("heart.model", "utf8")
 * predict(fromLibsvm(text, { features: 2 }), Z);
 *
 * @throws "format" with the line as `path`; "unsupported" for more than two classes and for one_class; "argument" for what is no string
 */
export function fromLibsvm(text: string, options: LibsvmOptions = {}): ReadModel {
  const { features } = readOptions(options, "fromLibsvm", { features: true });
  if (typeof text !== "string") throw mercerError("argument", `text must be a string; it is ${describeValue(text)}`, { argument: "text" });
  const count = features === undefined ? undefined : readNumber(features, "features", { minimum: 1, integer: true });
  return reading("a model of LIBSVM", "line 1", () => readModel(text, count));
}

/**
 * The model as a file of LIBSVM, for svm-predict: a combination of kernels as epsilon_svr, a classifier of two classes as c_svc, with Platt's sigmoid where it has one, or where
 * its loss makes log-odds of its values. Numbers are written so that every bit returns.
 *
 * @throws "kernel" for one that LIBSVM does not have; "unsupported" for several targets or classes, labels that are no whole numbers, scaled columns, isotonic calibrators, and
 * models of other kinds; "argument" for what is no model
 * @example const text = toLibsvm(fit(kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1 }), X, y));
 */
export function toLibsvm(model: Model): string {
  return writeModel(model);
}
