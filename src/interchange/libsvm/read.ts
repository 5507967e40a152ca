import { mercerError } from "../../errors";
import type { ReadModel } from "../../io/tree";
import { linear, polynomial, precomputed, rbf, sigmoid } from "../../kernels/constructors";
import type { KernelSpec } from "../../kernels/spec";
import { reading } from "../foreign";
import { importedReport, modelOfTree, onPoints, type Tree } from "../imported";
import { fault, type Lines, linesOf, numbersOf, wordOf } from "./lines";
import { bySerialNumber, pointsOf, readVectors } from "./vectors";

/** The model of a file's text; `features` where it is given. */
export function readModel(file: string, features: number | undefined): ReadModel {
  const lines = linesOf(file);
  const { text: type, at } = wordOf(lines, "svm_type");
  switch (type) {
    case "epsilon_svr":
    case "nu_svr": {
      const { tree, coefficients, rho } = expansion(lines, file.length, features);
      const noise = lines.header.get("probA");
      const warnings = noise ? [`probA ${noise.text}, LIBSVM's estimate of the spread of the noise, has no counterpart here`] : [];
      return modelOfTree({
        ...tree,
        kind: "kernelModel",
        coefficients,
        intercept: 0 - rho,
        report: importedReport(`fitted by LIBSVM, ${type}`, warnings),
      });
    }
    case "c_svc":
    case "nu_svc":
      return modelOfTree({
        ...readClassifier(lines, expansion(lines, file.length, features)),
        report: importedReport(`fitted by LIBSVM, ${type}`),
      });
    case "one_class":
      throw mercerError("unsupported", "this file of LIBSVM has svm_type one_class, which tells outliers; mercer has no such model", {
        argument: "text",
      });
    default:
      throw fault(at, `has ${JSON.stringify(type.slice(0, 20))}, which is no svm_type`);
  }
}

interface Expansion {
  readonly tree: Tree;
  readonly coefficients: Float64Array;
  readonly rho: number;
}

/** f(z) = Σ coefficient k(vector, z) − rho */
function expansion(lines: Lines, characters: number, features: number | undefined): Expansion {
  requireTwoClasses(lines);
  const kernel = reading("a model of LIBSVM", `line ${wordOf(lines, "kernel_type").at}`, () => readKernel(lines));
  const [rho] = numbersOf(lines, "rho", 1) as [number];
  const [total] = numbersOf(lines, "total_sv", 1) as [number];
  const found = lines.vectors.length;
  if (found !== total || found === 0)
    throw fault(wordOf(lines, "total_sv").at, `has total_sv ${total}; the file has ${found} vectors, and needs one at least`);
  if (kernel.kind === "precomputed") {
    const coefficients = bySerialNumber(readVectors(lines.vectors, 0), features, characters);
    return { tree: onPoints(kernel, null, coefficients.length), coefficients, rho };
  }
  const vectors = readVectors(lines.vectors, 1);
  const points = pointsOf(vectors, features, characters);
  return { tree: onPoints(kernel, points, points.rows), coefficients: vectors.coefficients, rho };
}

/** @throws "unsupported" for more classes than two */
function requireTwoClasses(lines: Lines): void {
  const [classes] = numbersOf(lines, "nr_class", 1) as [number];
  if (classes === 2) return;
  if (classes < 3)
    throw fault(wordOf(lines, "nr_class").at, `has nr_class ${classes}; two classes are needed, and regression has nr_class 2`);
  const message = `this model of LIBSVM has ${classes} classes and votes between every two (one-vs-one); a classifier of mercer has one function for each class. Train one model of two classes for each class`;
  throw mercerError("unsupported", message, { argument: "text" });
}

function readKernel(lines: Lines): KernelSpec {
  const { text: type, at } = wordOf(lines, "kernel_type");
  const one = (name: string): number => (numbersOf(lines, name, 1) as [number])[0];
  switch (type) {
    case "linear":
      return linear();
    case "polynomial":
      return polynomial({ degree: one("degree"), gamma: one("gamma"), coef0: one("coef0") });
    case "rbf":
      return rbf({ gamma: one("gamma") });
    case "sigmoid":
      return sigmoid({ gamma: one("gamma"), coef0: one("coef0") });
    case "precomputed":
      return precomputed();
    default:
      throw fault(at, `has ${JSON.stringify(type.slice(0, 20))}, which is no kernel_type`);
  }
}

/** f > 0 speaks for the first label of the file; h > 0 for the second in order. P(first label) = 1/(1 + e^(A f + B)). */
function readClassifier(lines: Lines, { tree, coefficients, rho }: Expansion): Tree {
  const labels = numbersOf(lines, "label", 2) as [number, number];
  const [first, second] = labels;
  if (!labels.every(Number.isSafeInteger) || first === second)
    throw fault(wordOf(lines, "label").at, "must have two different whole numbers after label");
  const sign = first > second ? 1 : -1;
  const sure = ["probA", "probB"].filter((name) => lines.header.has(name));
  if (sure.length === 1) throw fault(wordOf(lines, sure[0] as string).at, `has ${sure[0]}, and probA and probB go together`);
  const calibrator = sure.length === 2 ? { kind: "platt", slope: slopeOf(lines), offset: offsetOf(lines, sign) } : undefined;
  return {
    ...tree,
    kind: "classifierModel",
    loss: "hinge",
    classes: sign > 0 ? [second, first] : [first, second],
    coefficients: coefficients.map((value) => sign * value),
    intercept: 0 - sign * rho,
    calibrator,
  };
}

/** With h = ±f both signs give the slope −A. */
function slopeOf(lines: Lines): Float64Array {
  return Float64Array.from(numbersOf(lines, "probA", 1), (A) => 0 - A);
}

function offsetOf(lines: Lines, sign: number): Float64Array {
  return Float64Array.from(numbersOf(lines, "probB", 1), (B) => 0 - sign * B);
}
