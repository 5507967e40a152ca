/**
 * Is the training loss always zero? No: the least one is ‖(I − KK⁺)y‖², 0 exactly where y lies in the range of K.
 *
 *     node examples/questions/is-the-training-loss-always-zero.mjs
 */
import { diagnose, fit, kernelRidge, laplacian, linear } from "mercer";

// a line through the origin, Σxy/Σx² = 23/14, leaves Σy² − (Σxy)²/Σx² = 38 − 23²/14 = 3/14
const X = [[1], [2], [3]];
const y = [2, 3, 5];

for (const { name, kernel } of [
  { name: "linear", kernel: linear() },
  { name: "Laplacian", kernel: laplacian({ gamma: 1 }) },
]) {
  const { rank, n, attainableLoss, interpolates } = diagnose(kernel, X, y);
  const { trainingLoss, solver } = fit(kernelRidge({ kernel, lambda: 0 }), X, y).report;
  console.log(`${name} kernel: K has rank ${rank} of ${n}, the least training loss is ${shown(attainableLoss[0])}`);
  console.log(`  fitted with λ = 0 by ${solver}: training loss ${shown(trainingLoss[0])}; passes through every target: ${interpolates}`);
}

function shown(loss) {
  return loss < 1e-20 ? "0 to rounding" : loss.toFixed(12);
}
