import type { Classification, Points, Regression } from "./data.ts";
import { uniform } from "./data.ts";
import { formulaOf } from "./plain-loops/formulas.ts";

/** y = A x, row-major A (m × n): every oracle is made of these products and of the kernels' readable formulas. */
function apply(m: number, n: number, a: Float64Array, x: Float64Array): Float64Array {
  return new Float64Array(m).map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += a[i * n + j] * x[j];
    return sum;
  });
}

function transpose(m: number, n: number, a: Float64Array): Float64Array {
  const t = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) t[j * m + i] = a[i * n + j];
  return t;
}

/** max |a_i − b_i| / max |b_i|; NaN if any element is, or if the lengths differ. */
export function distance(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return Number.NaN;
  let largest = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference;
    if (Number.isNaN(difference)) return Number.NaN;
    size = Math.max(size, Math.abs(b[i]));
  }
  return largest / size;
}

/** C v against A (B v) for a random v: a wrong element of C escapes with probability 0. */
export function productError(m: number, n: number, k: number, a: Float64Array, b: Float64Array, c: Float64Array): number {
  if (c.length !== m * n) return Number.NaN;
  const v = uniform(n, 77);
  return distance(apply(m, n, c, v), apply(m, k, a, apply(k, n, b, v)));
}

/** L (Lᵀ v) against A v, the strict upper triangle of L ignored. */
export function choleskyError(n: number, a: Float64Array, factor: Float64Array): number {
  if (factor.length !== n * n) return Number.NaN;
  const l = factor.map((value, index) => (index % n > Math.floor(index / n) ? 0 : value));
  const v = uniform(n, 78);
  return distance(apply(n, n, l, apply(n, n, transpose(n, n, l), v)), apply(n, n, a, v));
}

/** ‖A x − b‖ / (‖A‖ ‖x‖ + ‖b‖), ∞-norms: the backward error of a solution. */
export function solutionError(n: number, a: Float64Array, b: Float64Array, x: Float64Array): number {
  if (x.length !== n) return Number.NaN;
  const ax = apply(n, n, a, x);
  let residual = 0;
  let norm = 0;
  for (let i = 0; i < n; i++) {
    const difference = Math.abs(ax[i] - b[i]);
    if (!(difference <= residual)) residual = difference;
    let row = 0;
    for (let j = 0; j < n; j++) row += Math.abs(a[i * n + j]);
    norm = Math.max(norm, row);
  }
  return residual / (norm * largest(x) + largest(b));
}

function largest(x: Float64Array): number {
  return x.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
}

/** K by the formula, every pair on its own. */
export function gramOf({ n, d, x, kernel }: Points): Float64Array {
  const k = new Float64Array(n * n);
  const evaluate = formulaOf(kernel, d);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) k[i * n + j] = evaluate(x, i, x, j);
  return k;
}

/** K + λI by the formula. */
export function ridgeMatrix(problem: Regression): Float64Array {
  const k = gramOf(problem);
  for (let i = 0; i < problem.n; i++) k[i * problem.n + i] += problem.lambda;
  return k;
}

/** x of A x = b from the factors P A = L U in one array, where step i exchanged rows i and pivots[i]. */
export function solutionOfFactors(n: number, lu: Float64Array, pivots: Int32Array, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let i = 0; i < n; i++) [x[i], x[pivots[i]]] = [x[pivots[i]], x[i]];
  for (let i = 0; i < n; i++) for (let p = 0; p < i; p++) x[i] -= lu[i * n + p] * x[p];
  for (let i = n - 1; i >= 0; i--) {
    for (let p = i + 1; p < n; p++) x[i] -= lu[i * n + p] * x[p];
    x[i] /= lu[i * n + i];
  }
  return x;
}

/** What tells a QR factorisation apart: Q (R v) and Qᵀ (Q v) for a random v, one after the other. */
export function actionsOfQr(n: number, q: Float64Array, r: Float64Array): Float64Array {
  const v = uniform(n, 79);
  return Float64Array.from([...apply(n, n, q, apply(n, n, r, v)), ...apply(n, n, transpose(n, n, q), apply(n, n, q, v))]);
}

/** The same for R above the diagonal and reflections I − 2vvᵀ/vᵀv below it, their heads, 1, left out. */
export function actionsOfReflections(n: number, factors: Float64Array): Float64Array {
  const v = uniform(n, 79);
  const r = factors.map((value, at) => (at % n < Math.floor(at / n) ? 0 : value));
  const both = [apply(n, n, r, v), v.slice()];
  const reflect = (k: number, x: Float64Array): void => {
    let along = x[k];
    let square = 1;
    for (let i = k + 1; i < n; i++) {
      along += factors[i * n + k] * x[i];
      square += factors[i * n + k] ** 2;
    }
    x[k] -= (2 * along) / square;
    for (let i = k + 1; i < n; i++) x[i] -= (2 * along * factors[i * n + k]) / square;
  };
  for (const x of both) for (let k = n - 1; k >= 0; k--) reflect(k, x);
  for (let k = 0; k < n; k++) reflect(k, both[1]);
  return Float64Array.from([...both[0], ...both[1]]);
}

/** Q R v against A v, and QᵀQ v against v. */
export function qrError(n: number, a: Float64Array, actions: Float64Array): number {
  if (actions.length !== 2 * n) return Number.NaN;
  const v = uniform(n, 79);
  return Math.max(distance(actions.subarray(0, n), apply(n, n, a, v)), distance(actions.subarray(n), v));
}

/** Eigenvalues λ and vectors V of A, row by row behind them: A (V v) against V (λ v), and VᵀV v against v, for a random v. */
export function eigenError(n: number, a: Float64Array, eigensystem: Float64Array): number {
  if (eigensystem.length !== n + n * n) return Number.NaN;
  const values = eigensystem.subarray(0, n);
  const vectors = eigensystem.subarray(n);
  const v = uniform(n, 80);
  const stretched = v.map((value, i) => value * values[i]);
  const image = apply(n, n, vectors, v);
  return Math.max(
    distance(apply(n, n, vectors, stretched), apply(n, n, a, image)),
    distance(apply(n, n, transpose(n, n, vectors), image), v),
  );
}

export function concatenated(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** ‖Aᵀ(b − A x)‖ / (‖A‖ ‖b‖): 0 at the least squares solution. ∞-norms. */
export function leastSquaresError(m: number, n: number, a: Float64Array, b: Float64Array, x: Float64Array): number {
  if (x.length !== n) return Number.NaN;
  const ax = apply(m, n, a, x);
  const left = b.map((value, i) => value - ax[i]);
  const columns = transpose(m, n, a);
  const sizes = apply(n, m, columns.map(Math.abs), new Float64Array(m).fill(1));
  return largest(apply(n, m, columns, left)) / (largest(sizes) * largest(b));
}

/**
 * (J − D)/J of a support vector machine, J = λ‖h‖² + Σ max(0, 1 − y(h + b)) and D = λ(2 yᵀβ − βᵀKβ), the dual objective, for β and then b: J exceeds its minimum by
 * at most this share. NaN for a β that is not in its box, 0 ≤ yβ ≤ 1/(2λ), or whose sum is not 0.
 */
export function dualityGap(problem: Classification, solution: Float64Array): number {
  const { n, y, lambda } = problem;
  if (solution.length !== n + 1) return Number.NaN;
  const beta = solution.subarray(0, n);
  const h = apply(n, n, gramOf(problem), beta);
  const C = 1 / (2 * lambda);
  let [square, loss, product, sum, inside] = [0, 0, 0, 0, true];
  for (let i = 0; i < n; i++) {
    square += beta[i] * h[i];
    loss += Math.max(0, 1 - y[i] * (h[i] + solution[n]));
    product += y[i] * beta[i];
    sum += beta[i];
    inside &&= y[i] * beta[i] >= 0 && y[i] * beta[i] <= C * (1 + 1e-12);
  }
  if (!inside || Math.abs(sum) > 1e-9 * n * C) return Number.NaN;
  const primal = lambda * square + loss;
  return (primal - lambda * (2 * product - square)) / primal;
}
