/**
 * A linear model on features made by hand, and the kernel that replaces them: the same predictions, from weights or from coefficients of points.
 *
 *     node examples/linear-and-kernel.mjs
 */
import { allSubsets, fit, kernelRidge, leastSquares, predict, rbf } from "mercer";

const X = Array.from({ length: 80 }, (_, i) => [Math.sin(3 * i), Math.cos(5 * i), Math.sin(7 * i + 1)]);
/** @type {(x: Iterable<number>) => number} */
const truth = ([a, b, c]) => 1 + 2 * a - a * b + 3 * a * b * c;
const y = X.map((x, i) => truth(x) + 0.1 * Math.cos(37 * i));
const Z = [
  [0.5, -0.2, 0.9],
  [-1, 0.3, 0.1],
  [0, 0, 0],
];
const worst = (a, b) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

// One feature for every subset of the inputs, written out
/** @type {import("mercer").PointMap} */
const byHand = ([a, b, c]) => [1, a, b, a * b, c, a * c, b * c, a * b * c];
const lambda = 0.01;
const linear = fit(leastSquares({ features: byHand, lambda }), X, y);
console.log(`weights of 1, a, b, ab, c, ac, bc, abc: ${Array.from(linear.weights, (w) => w.toFixed(2)).join(" ")}`);
console.log(`solved by ${linear.report.reason}`);

// The kernel Π(1 + x_k z_k) has the same features and writes none of them out
const dual = fit(kernelRidge({ kernel: allSubsets(), lambda }), X, y);
const difference = worst(predict(linear, Z), predict(dual, Z));
console.log(
  `${linear.weights.length} weights and ${dual.coefficients.length} coefficients predict the same within ${difference.toExponential(0)}`,
);

// A kernel may have infinitely many features, which no hand writes out
const smooth = fit(kernelRidge({ kernel: rbf({ lengthScale: 1 }), lambda: 1e-4 }), X, y);
const want = Z.map(truth);
console.log(
  `off by at most ${worst(predict(linear, Z), want).toFixed(2)} with the true features, ${worst(predict(smooth, Z), want).toFixed(2)} with a Gaussian kernel`,
);
process.exitCode = difference < 1e-10 ? 0 : 1;
