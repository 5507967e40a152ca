/**
 * Two facts about gradient descent with kernels, shown by running both sides.
 *
 * 1. Descent on the dual coefficients α is descent on the weights w: after every step w = Σ α_i φ(x_i). Here with the all-subsets kernel,
 *    whose features can be written down.
 * 2. Stopping early regularises: along the eigenvector of K that belongs to the eigenvalue μ, descent has after t steps fitted the share
 *    1 − (1 − 2sμ)ᵗ of y, where ridge regression fits μ/(μ + λ).
 *
 *     node examples/descent-is-a-filter.mjs
 */
import { allSubsets, fit, kernelDescent, kernelRidge, matrix, precomputed, predict } from "mercer";

const failures = [descentOnWeights(), filter()].filter((error) => error > 1e-10);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Largest difference between descent on α and on w, at all training points after each of 50 steps. */
function descentOnWeights() {
  const X = Array.from({ length: 12 }, (_, i) => [Math.sin(i), Math.cos(2 * i), Math.sin(3 * i)]);
  const y = X.map(([a, b, c]) => a * b - 2 * c);
  const model = fit(kernelDescent({ kernel: allSubsets(), iterations: 50, record: { every: 1, coefficients: true } }), X, y);
  const { step, record } = model.report;
  const Phi = X.map(subsetProducts);
  let w = Phi[0].map(() => 0);
  let largest = 0;
  for (const alpha of record.coefficients) {
    const weights = Phi[0].map((_, f) => Phi.reduce((sum, phi, i) => sum + alpha[i] * phi[f], 0));
    largest = Math.max(largest, ...w.map((value, f) => Math.abs(value - weights[f])));
    // w ← w − s Σ γ_i φ(x_i), γ_i = 2(w·φ(x_i) − y_i)
    const gamma = Phi.map((phi, i) => 2 * (dot(w, phi) - y[i]));
    w = w.map((value, f) => value - step * Phi.reduce((sum, phi, i) => sum + gamma[i] * phi[f], 0));
  }
  console.log(
    `descent on α and descent on w, at ${record.coefficients.length} points of the way: the weights differ by at most ${largest.toExponential(1)}`,
  );
  return largest;
}

/** All products of distinct features, that of none being 1: Φ Φᵀ is the all-subsets Gram matrix. */
function subsetProducts(x) {
  return x.reduce((products, value) => products.concat(products.map((product) => product * value)), [1]);
}

/** Largest difference between descent and its filter; prints the filter beside that of a ridge. */
function filter() {
  // K = Σ μ_k u_k u_kᵀ with eigenvectors known beforehand: discrete cosines
  const n = 8;
  const mu = Array.from({ length: n }, (_, k) => 4 ** -k);
  const u = mu.map((_, k) =>
    Array.from({ length: n }, (_, i) => Math.sqrt((k === 0 ? 1 : 2) / n) * Math.cos((Math.PI * k * (i + 0.5)) / n)),
  );
  const entries = Array.from({ length: n * n }, (_, at) => mu.reduce((sum, m, k) => sum + m * u[k][Math.floor(at / n)] * u[k][at % n], 0));
  const K = matrix(entries, n, n);
  const y = Array.from({ length: n }, (_, i) => u.reduce((sum, vector) => sum + vector[i], 0));

  const step = 0.25;
  const iterations = 32;
  const lambda = 1 / (2 * step * iterations);
  const share = (model) => u.map((vector) => dot(vector, predict(model, K)));
  const descended = share(fit(kernelDescent({ kernel: precomputed(), step, iterations }), K, y));
  const ridged = share(fit(kernelRidge({ kernel: precomputed(), lambda }), K, y));

  console.log(`\nshare of y fitted: ${iterations} steps of ${step}, and ridge with λ = 1/(2st) = ${lambda}`);
  console.log("eigenvalue  descent  1 − (1 − 2sμ)ᵗ   ridge  μ/(μ + λ)");
  mu.forEach((m, k) => {
    const cells = [descended[k], 1 - (1 - 2 * step * m) ** iterations, ridged[k], m / (m + lambda)].map((value) => value.toFixed(4));
    console.log(`${m.toFixed(6).padStart(10)}   ${cells[0]}           ${cells[1]}  ${cells[2]}     ${cells[3]}`);
  });
  return Math.max(...mu.map((m, k) => Math.abs(descended[k] - 1 + (1 - 2 * step * m) ** iterations)));
}

function dot(a, b) {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
