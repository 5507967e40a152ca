/**
 * When do two α predict the same? When their difference q lies in the null space of K: ‖Σ q_i k(x_i, ·)‖² = qᵀKq = 0.
 *
 *     node examples/questions/when-do-two-alphas-predict-the-same.mjs
 */
import { diagnose, fit, kernelRidge, linear, predict } from "mercer";

const kernel = linear();
const X = [
  [1, 0],
  [0, 1],
  [1, 1],
  [2, -1],
];
const y = [1, 2, 3, 5];
const Z = [
  [0.5, 4],
  [-3, 7],
];

const { nullSpace, rank, n } = diagnose(kernel, X, y);
const model = fit(kernelRidge({ kernel, lambda: 0 }), X, y);
console.log(`rank ${rank} of ${n}: ${nullSpace.cols} directions of α change no prediction`);

const norm = (a) => Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
const inside = Array.from({ length: n }, (_, i) => 10 * nullSpace.data[i * nullSpace.cols]);
for (const { name, q } of [
  { name: "inside the null space", q: inside },
  { name: "outside it", q: [10, 0, 0, 0] },
]) {
  const other = { ...model, coefficients: model.coefficients.map((alpha, i) => alpha + q[i]) };
  const apart = predict(other, Z).map((h, i) => h - predict(model, Z)[i]);
  console.log(
    `10 away ${name}: ‖α‖ ${norm(model.coefficients).toFixed(3)} -> ${norm(other.coefficients).toFixed(3)}, predictions differ by ${norm(apart).toExponential(2)}`,
  );
}
