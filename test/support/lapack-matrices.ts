import { normals, orthogonal, type Random } from "./generator";
import { choleskyFactor, compensatedProduct, compensatedVectorDot, transpose } from "./oracles";
import { ROUNDOFF } from "./precision";

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

const MODERATE = Math.sqrt(0.1 / ROUNDOFF);
const EXTREME = 0.1 / ROUNDOFF;
const NEAR_UNDERFLOW = (0.25 * 2 ** -1022) / ROUNDOFF;
const NEAR_OVERFLOW = 1 / NEAR_UNDERFLOW;

/** κ^(−i/(n−1)): the greatest is 1, the least 1/κ. */
function spectrum(n: number, condition: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => (n === 1 ? 1 : condition ** (-i / (n - 1))));
}

/** U diag(values) Vᵀ for U (m × m) and V (n × n), each element summed in twice the precision. */
function compose(n: number, U: Float64Array, values: Float64Array, V: Float64Array, m = n): Float64Array {
  const k = values.length;
  const scaled = Float64Array.from(
    { length: m * k },
    (_, at) => (U[Math.floor(at / k) * m + (at % k)] as number) * (values[at % k] as number),
  );
  const first = Float64Array.from({ length: n * k }, (_, at) => V[Math.floor(at / k) * n + (at % k)] as number);
  return compensatedProduct(m, n, k, scaled, first);
}

/** Q diag(values) Qᵀ, the same below the diagonal and above it bit for bit. */
function composeSymmetric(n: number, Q: Float64Array, values: Float64Array): Float64Array {
  const A = new Float64Array(n * n);
  const rows = Array.from({ length: n }, (_, i) => Q.subarray(i * n, (i + 1) * n));
  rows.forEach((row, i) => {
    const scaled = row.map((q, k) => q * (values[k] as number));
    for (let j = 0; j <= i; j++) {
      A[i * n + j] = compensatedVectorDot(0, scaled, rows[j] as Float64Array);
      A[j * n + i] = A[i * n + j] as number;
    }
  });
  return A;
}

function diagonalMatrix(values: Float64Array): Float64Array {
  const n = values.length;
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? (values[Math.floor(at / n)] as number) : 0));
}

/** Symmetric positive definite ones, and three that miss it by a row and column of zeros. */
export function positiveDefinite(source: Random, n: number): TestMatrix[] {
  const Q = orthogonal(source, n);
  const random = (condition: number): Float64Array => composeSymmetric(n, Q, spectrum(n, condition));
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

/** Symmetric ones with eigenvalues of both signs (TESTING/LIN: path SY), and one that has nothing on its diagonal. */
export function symmetric(source: Random, n: number): TestMatrix[] {
  const Q = orthogonal(source, n);
  const alternating = (condition: number): Float64Array => spectrum(n, condition).map((value, i) => (i % 2 ? -value : value));
  const random = (condition: number): Float64Array => composeSymmetric(n, Q, alternating(condition));
  const ordinary = random(2);
  const withZeros = (isZero: (i: number) => boolean): Float64Array =>
    ordinary.map((value, at) => (isZero(Math.floor(at / n)) || isZero(at % n) ? 0 : value));
  const whole = (name: string, A: Float64Array): TestMatrix => ({ name, n, A, zeroPivot: null });
  const zeroed = (name: string, isZero: (i: number) => boolean): TestMatrix => ({ name, n, A: withZeros(isZero), zeroPivot: n - 1 });
  return [
    whole("diagonal", diagonalMatrix(alternating(2))),
    whole("random, κ = 2", ordinary),
    zeroed("first row and column 0", (i) => i === 0),
    zeroed("last row and column 0", (i) => i === n - 1),
    zeroed("last half of the rows and columns 0", (i) => i >= n >> 1),
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
    ...(n > 1
      ? [
          whole(
            "diagonal 0",
            diagonalMatrix(new Float64Array(n)).map((_, at) => {
              const [i, j] = [Math.floor(at / n), at % n];
              return i === j ? 0 : Math.sin(1e4 * ((i + 1.7) * (j + 1.7)));
            }),
          ),
        ]
      : []),
  ];
}

/** General square ones. */
export function general(source: Random, n: number): TestMatrix[] {
  const U = orthogonal(source, n);
  const V = orthogonal(source, n);
  const random = (condition: number): Float64Array => compose(n, U, spectrum(n, condition), V);
  const ordinary = random(2);
  const lower = choleskyFactor(n, composeSymmetric(n, U, spectrum(n, 4)));
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

/** A matrix of any shape. */
export interface RectangularMatrix {
  readonly name: string;
  readonly m: number;
  readonly n: number;
  readonly A: Float64Array;
}

/** Those of LAPACK's tests of QR (dlatb4, path QR), then the notorious ones. */
export function rectangular(source: Random, m: number, n: number): RectangularMatrix[] {
  const U = orthogonal(source, m);
  const V = orthogonal(source, n);
  const steps = Math.min(m, n);
  const withSpectrum = (values: Float64Array): Float64Array => compose(n, U, values, V, m);
  const ordinary = withSpectrum(spectrum(steps, 2));
  const elements = (element: (i: number, j: number, value: number) => number): Float64Array =>
    ordinary.map((value, at) => element(Math.floor(at / n), at % n, value));
  const matrices: Readonly<Record<string, Float64Array>> = {
    diagonal: elements((i, j) => (i === j ? 2 ** (-i / steps) : 0)),
    "upper triangular": elements((i, j, value) => (i > j ? 0 : value + (i === j ? 1 : 0))),
    "lower triangular": elements((i, j, value) => (i < j ? 0 : value + (i === j ? 1 : 0))),
    "random, κ = 2": ordinary,
    "random, κ = √(0.1/ε)": withSpectrum(spectrum(steps, MODERATE)),
    "random, κ = 0.1/ε": withSpectrum(spectrum(steps, EXTREME)),
    "near underflow": ordinary.map((value) => value * NEAR_UNDERFLOW),
    "near overflow": ordinary.map((value) => value * NEAR_OVERFLOW),
    Hilbert: elements((i, j) => 1 / (i + j + 1)),
    Vandermonde: elements((i, j) => ((i + 1) / m) ** j),
    "graded rows": elements((i, _, value) => value * 10 ** ((-30 * i) / m)),
    "graded columns": elements((_, j, value) => value * 10 ** ((30 * j) / n)),
    "clustered singular values": withSpectrum(Float64Array.from({ length: steps }, (_, k) => (k < steps >> 1 ? 1 + k * ROUNDOFF : 1e-8))),
    zero: new Float64Array(m * n),
    "first column 0": elements((_, j, value) => (j === 0 ? 0 : value)),
    "last row 0": elements((i, _, value) => (i === m - 1 ? 0 : value)),
  };
  return Object.entries(matrices).map(([name, A]) => ({ name, m, n, A }));
}

/** Spectra of LAPACK's tests of semidefinite matrices, κ = 10¹²: one large, one small, geometric. */
export const MODES: Readonly<Record<string, (k: number, rank: number) => number>> = {
  "one large": (k) => (k === 0 ? 1 : 1e-12),
  "one small": (k, rank) => (k < rank - 1 ? 1 : 1e-12),
  geometric: (k, rank) => 10 ** ((-12 * k) / Math.max(1, rank - 1)),
};

/** A matrix of given rank, and an orthonormal basis of its null space (n × (n − rank)). */
export function ofRank(
  source: Random,
  m: number,
  n: number,
  rank: number,
  values: (k: number, rank: number) => number,
): { readonly A: Float64Array; readonly nullSpace: Float64Array } {
  const U = orthogonal(source, m);
  const V = orthogonal(source, n);
  const A = compose(
    n,
    U,
    Float64Array.from({ length: rank }, (_, k) => values(k, rank)),
    V,
    m,
  );
  return { A, nullSpace: V.filter((_, at) => at % n >= rank) };
}

/** A true solution with normal elements, n × t, and the right-hand sides A·X, summed in twice the precision. */
export function knownSolution(source: Random, { n, A }: TestMatrix, t: number): { readonly X: Float64Array; readonly B: Float64Array } {
  const X = normals(source, n * t);
  const B = compensatedProduct(n, t, n, A, transpose(n, t, X));
  return { X, B };
}
