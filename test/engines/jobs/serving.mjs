import { kernels } from "./kernels.mjs";
import { uniform } from "./numbers.mjs";

const X = uniform(60, 7, 31);
const Z = uniform(11, 7, 32);
const { data: y } = uniform(60, 1, 33);
const labels = Array.from(y, (value) => (value > 0.3 ? "high" : value < -0.3 ? "low" : "middle"));

/** What `mercer/predict` says at Z of a model that came as JSON. */
const serve = (m, model, verb) => m.serving[verb](m.serving.fromJSON(m.toJSON(model)), Z);

export const servingJobs = {
  ...Object.fromEntries(
    Object.entries(kernels).map(([name, kernel]) => [
      `served, ${name}`,
      async (m) => serve(m, await m.fit(m.kernelRidge({ kernel: kernel(m), lambda: 5 }), X, y), "predict"),
    ]),
  ),
  "served, a linear model": async (m) =>
    serve(m, await m.fit(m.leastSquares({ features: m.polynomial({ degree: 3 }), lambda: 0.1 }), X, y), "predict"),
  "served, standardised": async (m) =>
    serve(m, await m.fit(m.kernelRidge({ kernel: m.rbf(), lambda: 0.1, standardize: true }), X, y), "predict"),
  "served, probabilities": async (m) => {
    const model = await m.fit(m.kernelClassifier({ kernel: m.rbf({ gamma: 0.3 }), lambda: 0.1, loss: "logistic" }), X, labels);
    return ["decision", "classify", "probabilities"].map((verb) => serve(m, model, verb));
  },
};
