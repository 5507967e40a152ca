/**
 * Is the training loss of kernel regression always zero? Asked of the library, case by case, with a picture of the spectra that decide it.
 *
 *     node examples/training-loss/run.mjs [picture.svg]
 */
import { writeFileSync } from "node:fs";
import { diagnose, fit, kernelRidge, laplacian, linear, predict, rbf, sigmoid, spectralFilter } from "mercer";
import { drawSpectra } from "./picture.mjs";

const grid = (n) => Array.from({ length: n }, (_, i) => [i / (n - 1)]);
const wave = (X) => X.map(([x]) => Math.sin(6 * x) + 0.3 * Math.cos(40 * x));

const separate = grid(50);
const y = wave(separate);
const gaussian = rbf({ lengthScale: 0.5 });
const rough = laplacian({ gamma: 2 });
const byGaussian = diagnose(gaussian, separate, y);
const byLaplacian = diagnose(rough, separate, y);

ask("50 points, Laplacian kernel", byLaplacian);
ask("the same points, Gaussian kernel of length scale ½", byGaussian);
ask("a point measured twice, with different results", diagnose(rough, [...grid(20), [0]], [...wave(grid(20)), 5]));
ask("a straight line through 50 points", diagnose(linear(), separate, y));
ask("tanh(4xz − 1): is it a kernel?", diagnose(sigmoid({ gamma: 4, coef0: -1 }), separate, y));

for (const n of [20, 50, 100, 200]) {
  const [smooth, ragged] = [diagnose(gaussian, grid(n)), diagnose(rough, grid(n))];
  console.log(
    `n = ${n}: rank ${smooth.rank} of the Gaussian K, ${ragged.rank} of the Laplacian K, condition number ${ragged.conditionNumber.toExponential(1)}`,
  );
}

const twin = fit(kernelRidge({ kernel: gaussian, lambda: 0 }), separate, y);
const other = twin.coefficients.map((alpha, i) => alpha + byGaussian.nullSpace.data[i * byGaussian.nullSpace.cols]);
const change = Math.max(
  ...predict({ ...twin, coefficients: other }, [[0.123], [2]]).map((h, i) => Math.abs(h - predict(twin, [[0.123], [2]])[i])),
);
console.log(`two α that are 1 apart predict the same at new points, to ${change.toExponential(0)}`);

const step = 0.5 / byLaplacian.eigenvalues.at(-1);
for (const steps of [10, 1000, 100000]) {
  const { report, equivalentLambda } = spectralFilter(rough, separate, y, { step, steps });
  console.log(
    `${steps} steps of descent: training loss ${shown(report.trainingLoss[0])}, much as with λ = ${equivalentLambda.toPrecision(2)}`,
  );
}

const picture = process.argv[2] ?? new URL("training-loss.svg", import.meta.url);
writeFileSync(picture, drawSpectra({ "Laplacian, γ = 2": byLaplacian, "Gaussian, ℓ = ½": byGaussian }));

function shown(loss) {
  return loss < 1e-20 ? "0 to rounding" : loss.toPrecision(3);
}

function ask(question, { rank, n, attainableLoss, interpolates, explanation }) {
  console.log(
    `${question}\n  rank ${rank} of ${n}, least training loss ${shown(attainableLoss[0])}, ${interpolates ? "interpolates" : "does not interpolate"}`,
  );
  console.log(`  ${explanation}\n`);
}
