/**
 * Does kernel regression equal least squares? With the linear kernel and λ = 0 yes, at new points, too: w = Xᵀα with α = K⁺y is the w of least norm, X⁺y.
 *
 *     node examples/questions/does-kernel-regression-equal-least-squares.mjs
 */
import { fit, kernelRidge, leastSquares, linear, predict } from "mercer";

const cases = {
  "more points than features": {
    X: [
      [1, 2],
      [3, 1],
      [0, 1],
      [2, 2],
    ],
    y: [5, 5, 2, 7],
  },
  "more features than points": {
    X: [
      [1, 2, 0],
      [0, 1, 3],
    ],
    y: [4, 1],
  },
  "dependent features": {
    X: [
      [1, 2],
      [2, 4],
      [3, 6],
    ],
    y: [5, 10, 20],
  },
};

for (const [name, { X, y }] of Object.entries(cases)) {
  const primal = fit(leastSquares({ intercept: false }), X, y);
  const dual = fit(kernelRidge({ kernel: linear(), lambda: 0, solver: "eigen" }), X, y);
  const weights = X[0].map((_, k) => X.reduce((sum, x, i) => sum + dual.coefficients[i] * x[k], 0));
  const Z = [X[0].map((_, k) => 10 - 3 * k)];
  console.log(`${name}: rank ${primal.report.rank}, training loss ${primal.report.trainingLoss[0].toFixed(10)}`);
  console.log(`  w = ${row(primal.weights)} by least squares, Xᵀα = ${row(weights)}`);
  console.log(`  at a new point ${row(predict(primal, Z))} and ${row(predict(dual, Z))}`);
}

function row(values) {
  return Array.from(values, (value) => value.toFixed(10)).join(" ");
}
