import { normals, orthogonal, type Random } from "./generator";
import { choleskyFactor, compensatedDot, EPS, transpose } from "./oracles";

/**
 * The matrix types of LAPACK's own tests of its linear solvers (TESTING/LIN: dlatb4 and dlatms for the paths PO and GE).
 */
export interface TestMatrix {
  readonly name: string;
  readonly n: number;
  readonly A: Float64Array;
  /** Index of the first pivot that is 0, where there is one. */
  readonly zeroPivot: number | null;
}

const MODERATE = Math.sqrt(0.1 / EPS);
const EXTREME = 0.1 / EPS;
const NEAR_UNDERFLOW = (0.25 * 2 ** -1022) / EPS;
const NEAR_OVERFLOW = 1 / NEAR_UNDERFLOW;

/** κ^(−i/(n−1)): the greatest is 1, the least 1/κ. */
function spectrum(n: number, condition: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => (n === 1 ? 1 : condition ** (-i / (n - 1))));
}

/** U diag(values) Vᵀ, each element summed in twice the precision. */
function compose(n: number, U: Float64Array, values: Float64Array, V: Float64Array): Float64Array {
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      A[i * n + j] = compensatedDot(
        0,
        n,
        (k) => (U[i * n + k] as number) * (values[k] as number),
        (k) => V[j * n + k] as number,
      );
    }
  }
  return A;
}

function symmetrise(n: number, A: Float64Array): Float64Array {
  return A.map((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return j > i ? (A[j * n + i] as number) : value;
  });
}

function diagonalMatrix(values: Float64Array): Float64Array {
  const n = values.length;
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? (values[Math.floor(at / n)] as number) : 0));
}

/** Symmetric positive definite ones, and three that miss it by a row and column of zeros. */
export function positiveDefinite(source: Random, n: number): TestMatrix[] {
  const Q = orthogonal(source, n);
  const random = (condition: number): Float64Array => symmetrise(n, compose(n, Q, spectrum(n, condition), Q));
  const ordinary = random(2);
  const withZeros = (index: number): Float64Array =>
    ordinary.map((value, at) => (Math.floor(at / n) === index || at % n === index ? 0 : value));
  const whole = (name: string, A: Float64Array): TestMatrix => ({ name, n, A, zeroPivot: null });
  const zeroed = (name: string, index: number): TestMatrix => ({ name, n, A: withZeros(index), zeroPivot: index });
  return [
    whole("diagonal", diagonalMatrix(spectrum(n, 2))),
    whole("random, κ = 2", ordinary),
    zeroed("first row and column 0", 0),
    zeroed("last row and column 0", n - 1),
    zeroed("middle row and column 0", n >> 1),
    whole("random, κ = √(0.1/ε)", random(MODERATE)),
    whole("random, κ = 0.1/ε", random(EXTREME)),
    whole(
      "near underflow",
      ordinary.map((value) => value * NEAR_UNDERFLOW),
    ),
    whole(
      "near overflow",
      ordinary.map((value) => value * NEAR_OVERFLOW),
    ),
  ];
}

/** General square ones. */
export function general(source: Random, n: number): TestMatrix[] {
  const U = orthogonal(source, n);
  const V = orthogonal(source, n);
  const random = (condition: number): Float64Array => compose(n, U, spectrum(n, condition), V);
  const ordinary = random(2);
  const lower = choleskyFactor(n, symmetrise(n, compose(n, U, spectrum(n, 4), U)));
  const withZeros = (from: number, to: number): Float64Array => ordinary.map((value, at) => (at % n >= from && at % n < to ? 0 : value));
  const whole = (name: string, A: Float64Array): TestMatrix => ({ name, n, A, zeroPivot: null });
  return [
    whole("diagonal", diagonalMatrix(spectrum(n, 2))),
    whole("upper triangular, κ = 2", transpose(n, n, lower)),
    whole("lower triangular, κ = 2", lower),
    whole("random, κ = 2", ordinary),
    { name: "first column 0", n, A: withZeros(0, 1), zeroPivot: 0 },
    { name: "last column 0", n, A: withZeros(n - 1, n), zeroPivot: n - 1 },
    { name: "last half of the columns 0", n, A: withZeros(n >> 1, n), zeroPivot: n >> 1 },
    whole("random, κ = √(0.1/ε)", random(MODERATE)),
    whole("random, κ = 0.1/ε", random(EXTREME)),
    whole(
      "near underflow",
      ordinary.map((value) => value * NEAR_UNDERFLOW),
    ),
    whole(
      "near overflow",
      ordinary.map((value) => value * NEAR_OVERFLOW),
    ),
  ];
}

/** A true solution with normal elements, n × t, and the right-hand sides A·X, summed in twice the precision. */
export function knownSolution(source: Random, { n, A }: TestMatrix, t: number): { readonly X: Float64Array; readonly B: Float64Array } {
  const X = normals(source, n * t);
  const B = new Float64Array(n * t);
  for (let i = 0; i < n; i++) {
    for (let q = 0; q < t; q++) {
      B[i * t + q] = compensatedDot(
        0,
        n,
        (k) => A[i * n + k] as number,
        (k) => X[k * t + q] as number,
      );
    }
  }
  return { X, B };
}
