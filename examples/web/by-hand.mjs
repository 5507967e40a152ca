// A worker of one's own in place of a pool: estimators, points and models are plain data, and cross by postMessage as they are.
import { kernelClassifier, rbf } from "../../dist/index.js";

const n = 400;
const X = Array.from({ length: n }, (_, i) => [Math.cos(i) * (1 + (i % 2)), Math.sin(i) * (1 + (i % 2))]);
const labels = X.map((_, i) => (i % 2 === 0 ? "inner" : "outer"));

const worker = new Worker(new URL("./by-hand-worker.mjs", import.meta.url), { type: "module" });
worker.onmessage = ({ data: { accuracy, model } }) => {
  document.getElementById("account").textContent =
    `${n} points of two rings, ${model.classes.join(" and ")}: ${100 * accuracy} % told apart`;
  worker.terminate();
};
worker.postMessage({ estimator: kernelClassifier({ kernel: rbf({ gamma: 2 }), lambda: 0.01 }), X, labels });
