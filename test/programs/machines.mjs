// Files of toLibsvm, read by LIBSVM: its values, labels and probabilities are those of mercer.
import { classify, decision, fit, kernelRidge, precomputed, predict, probabilities, toArrays } from "../../dist/index.js";
import { toLibsvm } from "../../dist/interchange.js";
import { askPython } from "./ask-python.mjs";
import { checkClose } from "./close.mjs";
import { CLASSIFIERS, KERNELS, REGRESSIONS, X, y, Z } from "./models.mjs";

const KINDS = ["linear", "polynomial", "rbf by gamma", "rbf by sigma", "sigmoid", "scaled"];
const TOLERANCE = 1e-12;
/** LIBSVM finds the shares of two classes by an iteration, which it stops where steps are below 0.005/2. */
const ITERATION = 0.0025;

export function checkMachines() {
  const product = (A, B) => A.map((a) => B.map((b) => a.reduce((sum, value, k) => sum + value * b[k], 0)));
  const gram = { name: "precomputed", model: fit(kernelRidge({ kernel: precomputed(), lambda: 0.5 }), product(X, X), y), Z: product(Z, X) };
  const cases = [
    ...REGRESSIONS.filter(({ name }) => KINDS.includes(name) && name in KERNELS),
    ...REGRESSIONS.filter(({ name }) => name === "targets standardised"),
    gram,
    ...CLASSIFIERS.filter(({ model, isotonic }) => !isotonic && model.classes.length === 2 && typeof model.classes[0] === "number"),
  ];
  const questions = cases.map(({ model, Z }) => ({
    file: toLibsvm(model),
    Z: Array.isArray(Z) ? Z : toArrays(Z),
    precomputed: model.points === null,
  }));
  askPython("machines.py", questions).forEach(({ values, labels, shares }, at) => {
    const { name, model, Z, sure } = cases[at];
    const isClassifier = model.kind === "classifierModel";
    checkClose(`LIBSVM, ${name}: values`, values, isClassifier ? decision(model, Z) : predict(model, Z), TOLERANCE);
    if (isClassifier) checkClose(`LIBSVM, ${name}: labels`, labels, classify(model, Z), 0);
    if (sure)
      checkClose(
        `LIBSVM, ${name}: probabilities`,
        shares.map(([second, first]) => [first, second]),
        probabilities(model, Z),
        ITERATION,
      );
  });
}
