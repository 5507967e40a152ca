/**
 * What do duplicates do? Equal points have equal rows in K: it is singular, and the best fit of their targets is the mean.
 *
 *     node examples/questions/what-do-duplicates-do.mjs
 */
import { diagnose, fit, kernelRidge, laplacian, predict } from "mercer";

const kernel = laplacian({ gamma: 1 });
const X = [[0], [1], [2], [1]];
const y = [4, 1, 0, 5];

const { rank, n, duplicates, attainableLoss, explanation } = diagnose(kernel, X, y);
console.log(`equal rows: ${JSON.stringify(duplicates)}; rank ${rank} of ${n}`);
// the targets 1 and 5 at one point: (1 − 3)² + (5 − 3)²
console.log(`the least training loss is ${attainableLoss[0].toFixed(12)}`);

const model = fit(kernelRidge({ kernel, lambda: 0 }), X, y);
console.log(`h(1) = ${predict(model, [[1]])[0].toFixed(12)}, the mean of 1 and 5`);
const [, first, , second] = model.coefficients;
console.log(`least norm shares the weight: α₁ − α₃ = ${Math.abs(first - second).toFixed(12)}`);
console.log(explanation);
