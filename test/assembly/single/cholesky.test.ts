import { describe, expect, it } from "vitest";
import { KC } from "../../../assembly/gram/program";
import { asMatrix } from "../../../src/core/matrix-view";
import {
  factorAbove,
  factorAlone,
  halve,
  type SingleFactor,
  singleCholesky,
  singleFactorLength,
  solveSingle,
} from "../../../src/core/single";
import { type Block, view, type Workspace, withBlocks } from "../../../src/wasm/memory";
import { normals, random } from "../../support/generator";
import { transpose } from "../../support/oracles";
import { lowerTriangle, meaningOf } from "../../support/triangular";

/** Elements left of the diagonal of L that are not 0. */
const BAND = 40;

/** L of small whole numbers with 1, 2 or 4 on the diagonal: every step of the factorisation of L Lᵀ is exact, in single precision too. */
function exactFactor(n: number): Float64Array {
  const L = meaningOf(n, lowerTriangle(random(n), n, false), false);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i - BAND; j++) L[i * n + j] = 0;
    L[i * n + i] = Math.abs(L[i * n + i] as number);
  }
  return L;
}

/** L Lᵀ of such an L. */
function squareOf(n: number, L: Float64Array): Float64Array {
  const G = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = Math.max(0, i - 2 * BAND); j <= i; j++) {
      let sum = 0;
      for (let k = Math.max(0, i - BAND); k <= j; k++) sum += (L[i * n + k] as number) * (L[j * n + k] as number);
      G[i * n + j] = sum;
      G[j * n + i] = sum;
    }
  }
  return G;
}

/** u_ij, 0 below the diagonal. */
function upperOf(workspace: Workspace, U: SingleFactor): Float64Array {
  const { n } = U;
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const first = i - (i % KC);
    const { address, ld } = U.at(first);
    const row = new Float32Array(workspace.core.memory.buffer, address + 4 * ((i - first) * ld + i - first), n - i);
    values.set(row, i * n + i);
  }
  return values;
}

interface Blocks {
  readonly K: Block;
  readonly x: Block;
  readonly work: Block;
}

function within<T>(n: number, body: (workspace: Workspace, blocks: Blocks) => T): T {
  return withBlocks({ K: n * n, x: n, work: n }, (blocks, workspace) => body(workspace, blocks));
}

/** The pivots reached, U, and what stands in the block of G afterwards. */
function factored(n: number, G: Float64Array, scale = 1) {
  return within(n, (workspace, { K }) => {
    view(workspace, K).set(G);
    const A = asMatrix(K, n, n);
    halve(workspace, A, scale);
    const U = factorAbove(A);
    const reached = singleCholesky(workspace, U);
    return { reached, U: upperOf(workspace, U), left: view(workspace, K).slice() };
  });
}

/** U by itself in block rows, of the same G. */
function factoredAlone(n: number, G: Float64Array): Float64Array {
  return withBlocks({ alone: singleFactorLength(n) }, (blocks, workspace) => {
    const U = factorAlone(n, blocks.alone);
    for (let i = 0; i < n; i++) {
      const first = i - (i % KC);
      const { address, ld } = U.at(first);
      const row = new Float32Array(workspace.core.memory.buffer, address + 4 * ((i - first) * ld + i - first), n - i);
      row.set(G.subarray(i * n + i, (i + 1) * n));
    }
    expect(singleCholesky(workspace, U)).toBe(n);
    return upperOf(workspace, U);
  });
}

const SIZES = [...Array.from({ length: 41 }, (_, n) => n), 63, 64, 65, 79, 127, 129, KC - 1, KC, KC + 1, KC + 9, KC + 70, 2 * KC + 5];

describe("U of UᵀU in single precision, exactly on whole numbers", () => {
  it.each(SIZES.filter((n) => n > 0))("n = %i: above the diagonal of K, which stays below it, and alone", (n) => {
    const L = exactFactor(n);
    const G = squareOf(n, L);
    const { reached, U, left } = factored(n, G);
    expect(reached).toBe(n);
    expect(U).toEqual(transpose(n, n, L));
    for (let i = 0; i < n; i++) {
      const whole = i < n - 1 ? i + 1 : i;
      expect(left.subarray(i * n, i * n + whole)).toEqual(G.subarray(i * n, i * n + whole));
    }
    expect(factoredAlone(n, G)).toEqual(U);
  });

  it.each([0, 1, 3, 15, 16, 17, 63, 64, 65, KC - 1, KC, KC + 1, KC + 40])(
    "the first pivot that is not positive is found at index %i",
    (p) => {
      const n = KC + 44;
      const G = squareOf(n, exactFactor(n));
      for (const value of [-1e6, Number.NaN]) {
        const wrong = G.slice();
        wrong[p * n + p] = value;
        expect(factored(n, wrong).reached).toBe(p);
      }
    },
  );

  it("a power of two leaves no trace but itself", () => {
    const n = 70;
    const L = exactFactor(n);
    const { U } = factored(
      n,
      squareOf(n, L).map((value) => value * 2 ** 90),
      2 ** -88,
    );
    expect(U).toEqual(transpose(n, n, L).map((value) => 2 * value));
  });
});

/** The points of a Gaussian kernel, whose matrix with a ridge has condition number about 1e3. */
function gaussian(n: number): Float64Array {
  const x = normals(random(n), 2 * n);
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    const square = ((x[2 * i] as number) - (x[2 * j] as number)) ** 2 + ((x[2 * i + 1] as number) - (x[2 * j + 1] as number)) ** 2;
    return Math.exp(-square) + (i === j ? 0.5 : 0);
  });
}

describe("a matrix of any numbers", () => {
  const n = KC + 75;
  const G = gaussian(n);

  it("UᵀU is G to (n + 2)·2⁻²⁴ of √(g_ii g_jj)", () => {
    const { U, reached } = factored(n, G);
    expect(reached).toBe(n);
    let worst = 0;
    for (let i = 0; i < n; i++) {
      for (let j = i; j < n; j++) {
        let sum = 0;
        for (let k = 0; k <= i; k++) sum += (U[k * n + i] as number) * (U[k * n + j] as number);
        worst = Math.max(worst, Math.abs(sum - (G[i * n + j] as number)));
      }
    }
    expect(worst).toBeLessThanOrEqual((n + 2) * 2 ** -24 * 1.5);
  });

  it.each([1, 2, 3, 4, 5, 7, 64, 255, 256, 257, 300, 2 * KC + 131])(
    "n = %i: solves to the rounding of single precision times the condition number",
    (size) => {
      const A = gaussian(size);
      const wanted = normals(random(3), size);
      const b = Float64Array.from({ length: size }, (_, i) =>
        wanted.reduce((sum, value, j) => sum + (A[i * size + j] as number) * value, 0),
      );
      // 2⁻³ of it in U, and numbers beyond the range of single precision in x
      const found = within(size, (workspace, { K, x, work }) => {
        view(workspace, K).set(A);
        const M = asMatrix(K, size, size);
        halve(workspace, M, 0.125);
        const U = factorAbove(M);
        expect(singleCholesky(workspace, U)).toBe(size);
        view(workspace, x).set(b.map((value) => value * 1e200));
        solveSingle(workspace, U, 0.125, x, work);
        return view(workspace, x).slice();
      });
      const most = wanted.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
      found.forEach((value, i) => {
        expect(Math.abs(value / 1e200 - (wanted[i] as number))).toBeLessThanOrEqual(2 ** -24 * 10 * (size + 10) * most);
      });
    },
  );

  it("leaves 0 and what is not a number", () => {
    within(4, (workspace, { K, x, work }) => {
      view(workspace, K).set(gaussian(4));
      const M = asMatrix(K, 4, 4);
      halve(workspace, M, 1);
      const U = factorAbove(M);
      singleCholesky(workspace, U);
      view(workspace, x).fill(0);
      solveSingle(workspace, U, 1, x, work);
      expect(view(workspace, x)).toEqual(new Float64Array(4));
      view(workspace, x).fill(Number.NaN);
      solveSingle(workspace, U, 1, x, work);
      expect(view(workspace, x).every(Number.isNaN)).toBe(true);
    });
  });
});
