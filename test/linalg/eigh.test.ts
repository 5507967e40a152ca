import { describe, expect, it } from "vitest";
import { eigh } from "../../src/entries/linalg";
import { expectError } from "../support/errors";
import { orthogonal, random } from "../support/generator";
import { ROUNDOFF } from "../support/precision";
import { randomMatrix } from "../support/random";

type Entry = (i: number, j: number, n: number) => number;

/** Symmetric matrices by their lower triangles. */
const MATRICES: Readonly<Record<string, Entry>> = {
  zero: () => 0,
  identity: (i, j) => (i === j ? 1 : 0),
  diagonal: (i, j, n) => (i === j ? ((7 * i) % n) - n / 2 : 0),
  ones: () => 1,
  Hilbert: (i, j) => 1 / (i + j + 1),
  "Kac, Murdock and Szegő": (i, j) => 0.99 ** Math.abs(i - j),
  Wilkinson: (i, j, n) => (i === j ? Math.abs(i - (n - 1) / 2) : i - j === 1 ? 1 : 0),
  "glued Wilkinson": (i, j) => (i === j ? Math.abs((i % 21) - 10) : i - j === 1 ? (i % 21 === 0 ? 1e-12 : 1) : 0),
  "Poisson, one dimension": (i, j) => (i === j ? 2 : i - j === 1 ? -1 : 0),
  "graded down": (i, j, n) => 10 ** ((-16 * (i + j)) / n),
  "graded up": (i, j, n) => 10 ** ((16 * (i + j)) / n - 16),
  "smallest of the indices": (i, j) => Math.min(i, j) + 1,
  "near overflow": (i, j) => 1e305 * Math.sin(i * i + 3 * j),
  "near underflow": (i, j) => 1e-305 * Math.sin(i * i + 3 * j),
  "two equal halves": (i, j, n) => (i < n / 2 === j < n / 2 ? Math.sin(1e4 * ((i % (n / 2)) + 1.7) * ((j % (n / 2)) + 0.3)) : 0),
  "a tear at every place": (i, j) => (i === j ? i % 3 : i - j === 1 ? (i % 2 ? -1 : 1) * 10 ** -(i % 17) : 0),
  "tears of all sizes": (i, j) => (i === j ? i % 2 : i - j === 1 ? (i % 2 ? 1 : -(10 ** -(20 * (i % 17)))) : 0),
  "tears below the numbers' squares": (i, j) => (i === j ? Number(i % 3 === 0) : i - j === 1 ? (i % 3 === 1 ? 1 : -5e-324) : 0),
  arrow: (i, j) => (j === 0 ? 1 / (1 + i) : i === j ? 1 + 1e-9 * i : 0),
  random: (i, j) => Math.sin(1e4 * (i + 1.7) * (j + 0.3)),
};

/** Up to 32 rows are a leaf, beyond they are divided; the last is divided three times. */
const SIZES = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 66, 100, 130, 200];

function build(n: number, entry: Entry) {
  const data = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i >= j ? entry(i, j, n) : entry(j, i, n);
  });
  return { rows: n, cols: n, data };
}

/** LAPACK's ratios ‖AV − V diag(λ)‖/(n ε ‖A‖) and ‖VᵀV − I‖/(n ε), in the ∞-norm. */
function ratios(n: number, A: Float64Array, values: Float64Array, V: Float64Array): [residual: number, orthogonality: number] {
  const largest = A.reduce((best, value) => Math.max(best, Math.abs(value)), 0) || 1;
  let norm = 0;
  let residual = 0;
  let orthogonality = 0;
  for (let i = 0; i < n; i++) {
    const products = Float64Array.from({ length: n }, (_, j) => -((values[j] as number) / largest) * (V[i * n + j] as number));
    const inner = Float64Array.from({ length: n }, (_, j) => (i === j ? -1 : 0));
    let row = 0;
    for (let k = 0; k < n; k++) {
      const [a, v] = [(A[i * n + k] as number) / largest, V[k * n + i] as number];
      row += Math.abs(a);
      for (let j = 0; j < n; j++) {
        products[j] = (products[j] as number) + a * (V[k * n + j] as number);
        inner[j] = (inner[j] as number) + v * (V[k * n + j] as number);
      }
    }
    const sum = (x: Float64Array): number => x.reduce((total, value) => total + Math.abs(value), 0);
    norm = Math.max(norm, row);
    residual = Math.max(residual, sum(products));
    orthogonality = Math.max(orthogonality, sum(inner));
  }
  return [residual / (n * ROUNDOFF * (norm || 1)), orthogonality / (n * ROUNDOFF)];
}

describe("eigh by LAPACK's ratios, below 60", () => {
  it.each(Object.entries(MATRICES))("%s", (_, entry) => {
    for (const n of SIZES) {
      const A = build(n, entry);
      const given = A.data.slice();
      const { values, vectors } = eigh(A);
      expect(A.data).toEqual(given);
      expect([values.length, vectors.rows, vectors.cols]).toEqual([n, n, n]);
      expect(Array.from(values)).toEqual([...values].sort((a, b) => a - b));
      if (n > 0) for (const ratio of ratios(n, A.data, values, vectors.data)) expect(ratio).toBeLessThan(60);
    }
  });

  it("finds a spectrum that was put in: single, clustered, with zeros", () => {
    const n = 40;
    const Q = orthogonal(random(1), n);
    for (const spectrum of [
      Float64Array.from({ length: n }, (_, i) => i - 10),
      Float64Array.from({ length: n }, (_, i) => Math.floor(i / 10) + i * ROUNDOFF),
      Float64Array.from({ length: n }, (_, i) => (i < 25 ? 0 : i)),
    ]) {
      const A = build(n, (i, j) =>
        spectrum.reduce((sum, value, k) => sum + value * (Q[i * n + k] as number) * (Q[j * n + k] as number), 0),
      );
      eigh(A).values.forEach((value, i) => {
        expect(Math.abs(value - (spectrum[i] as number))).toBeLessThanOrEqual(40 * n * ROUNDOFF);
      });
    }
  });

  it("depends on nothing but the lower triangle, up to rounding, and on nothing at all otherwise", () => {
    const A = build(9, MATRICES.random as Entry);
    const off = A.data.map((value, at) => (at % 9 > Math.floor(at / 9) ? value + 1e-16 : value));
    expect(eigh({ ...A, data: off })).toEqual(eigh(A));
  });
});

describe("what goes in", () => {
  it("refuses what is not square, symmetric or finite", () => {
    expectError("shape", () => eigh([[1, 2]]));
    expectError("asymmetric", () => eigh(randomMatrix(1, 3, 3)), { row: 1, column: 0 });
    expectError("not-finite", () => eigh([[Infinity]]));
  });
});
