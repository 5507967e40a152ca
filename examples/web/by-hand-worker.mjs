import { fit, kernelClassifier, score } from "../../dist/index.js";

addEventListener("message", ({ data: { estimator, X, labels } }) => {
  // a constructor takes its own estimators; named here, a bundler leaves it in
  const model = fit(kernelClassifier(estimator), X, labels);
  postMessage({ model, accuracy: score(model, X, labels) });
});
