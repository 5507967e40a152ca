import { fit, score } from "../../dist/index.js";

addEventListener("message", ({ data: { estimator, X, labels } }) => {
  const model = fit(estimator, X, labels);
  postMessage({ model, accuracy: score(model, X, labels) });
});
