/**
 * Kernel ridge regression in one page: fit a noisy wave, choose λ by leave-one-out, look at the report, keep the model as JSON.
 *
 *     node examples/ridge.mjs
 */
import { fit, fromJSON, kernelRidge, predict, rbf, score, selectLambda, toJSON } from "mercer";

const X = Array.from({ length: 60 }, (_, i) => [i / 10]);
const y = X.map(([x], i) => Math.sin(x) + 0.1 * Math.cos(37 * i));

const kernel = rbf({ lengthScale: 1 });
const lambdas = [1e-4, 1e-3, 1e-2, 1e-1, 1];
const { best, looError } = selectLambda(kernelRidge({ kernel }), X, y, lambdas);
console.log("λ       leave-one-out RMSE");
lambdas.forEach((lambda, i) => {
  console.log(`${String(lambda).padEnd(7)} ${Math.sqrt(looError[i]).toFixed(4)}${lambda === best ? "  <- chosen" : ""}`);
});

const model = fit(kernelRidge({ kernel, lambda: best }), X, y);
const { solver, reason, conditionEstimate, backwardError } = model.report;
console.log(
  `solved by ${solver}: ${reason}; condition ${conditionEstimate.toPrecision(2)}, backward error ${backwardError.toPrecision(1)}`,
);
console.log(`R² on the training points ${score(model, X, y).toFixed(3)}`);

const restored = /** @type {typeof model} */ (fromJSON(JSON.parse(JSON.stringify(toJSON(model)))));
const Z = [[0.55], [2.35], [5.05]];
const predictions = predict(restored, Z);
Z.forEach(([z], i) => {
  console.log(`h(${z}) = ${predictions[i].toFixed(3)}, sin(${z}) = ${Math.sin(z).toFixed(3)}`);
});

const sameBits = predict(model, Z).every((h, i) => Object.is(h, predictions[i]));
console.log(`the restored model predicts the same bits: ${sameBits}`);
process.exitCode = sameBits ? 0 : 1;
