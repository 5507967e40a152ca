import { substance } from "./model.mjs";
import { uniform } from "./numbers.mjs";

const X = uniform(300, 7, 1);
const Z = uniform(41, 7, 2);
const { data: y } = uniform(300, 1, 7);
const two = Array.from(y, (value) => (value > 0.1 ? "yes" : "no"));
const three = Array.from(y, (value) => (value > 0.5 ? 2 : value > -0.3 ? 1 : 0));

const classifier = (labels, options) => async (m) => {
  const model = await m.fit(m.kernelClassifier({ kernel: m.rbf({ gamma: 0.3 }), lambda: 0.1, ...options }), X, labels);
  const found = [substance(model), await m.decision(model, Z), await m.classify(model, Z), await m.score(model, X, labels)];
  return ["logistic", "softmax"].includes(options.loss) ? [...found, await m.probabilities(model, Z)] : found;
};

export const classificationJobs = {
  "classifier, squared": classifier(two, { loss: "squared" }),
  "classifier, squared, three classes": classifier(three, { loss: "squared", intercept: true, classWeight: "balanced" }),
  "classifier, logistic": classifier(two, { loss: "logistic", intercept: true }),
  "classifier, logistic, three classes": classifier(three, { loss: "logistic" }),
  "classifier, softmax": classifier(two, { loss: "softmax" }),
  "classifier, softmax, three classes": classifier(three, { loss: "softmax" }),
  "classifier, softmax, three classes, intercept": classifier(three, { loss: "softmax", intercept: true, classWeight: "balanced" }),
  "classifier, hinge": classifier(two, { loss: "hinge", classWeight: { yes: 2 } }),
  "classifier, hinge, three classes": classifier(three, { loss: "hinge", intercept: true }),
};
