import { asMatrix, elementsOf } from "../../core/matrix-view";
import { gemm } from "../../core/products";
import { mercerError } from "../../errors";
import type { Matrix } from "../../matrix";
import { withBlocks } from "../../wasm/memory";
import { numbersOf } from "./exact-sum";
import type { Sums } from "./sums";

/** The sums as numbers: of features, and of targets, from which an intercept's part has been taken away where there is one. */
export interface Normal {
  /** Σ w φφᵀ, m × m, both triangles; about the weighted mean of φ where there is an intercept */
  readonly G: Matrix;
  /** Σ w φyᵀ, m × t; about the means */
  readonly h: Matrix;
  /** Σ w y², one per target; about the mean */
  readonly squares: Float64Array;
  /** Σ w φ and Σ w y, for the intercept; null where there is none. */
  readonly means: { readonly phi: Float64Array; readonly y: Float64Array } | null;
  /** Σ w */
  readonly weight: number;
  /** Rows of a weight above 0. */
  readonly rows: number;
  /** Σ log w */
  readonly logWeights: number;
  /** Σ w (k(x, x) − ‖φ(x)‖²); what rounding leaves below 0 is 0. */
  readonly left: number;
}

/**
 * @param t targets
 * @throws "argument" for rows of weights so small that nothing of them is left in the sums
 */
export function normalOf(sums: Sums, t: number, intercept: boolean): Normal {
  const M = sums.products.length / t;
  const m = M - 1;
  const gram = numbersOf(sums.gram);
  const products = numbersOf(sums.products);
  const [left, logWeights, rows] = Array.from(numbersOf(sums.totals)) as [number, number, number];
  const totals = { left: Math.max(0, left), logWeights, rows };
  const last = (m * M) / 2;
  const weight = gram[last + m] as number;
  if (rows > 0 && !(weight > 0)) throw weightless(weight);
  const G = new Float64Array(m * m);
  for (let i = 0, at = 0; i < m; i++) {
    for (let j = 0; j <= i; j++, at++) {
      G[i * m + j] = gram[at] as number;
      G[j * m + i] = gram[at] as number;
    }
  }
  const h = { rows: m, cols: t, data: products.slice(0, m * t) };
  const squares = numbersOf(sums.squares);
  const square = { rows: m, cols: m, data: G };
  if (!intercept || weight === 0) return { G: square, h, squares, means: null, weight, ...totals };
  const phi = gram.slice(last, last + m).map((value) => value / weight);
  const y = products.slice(m * t).map((value) => value / weight);
  return {
    G: { ...square, data: lessOuter(square, phi, phi, weight) },
    h: { ...h, data: lessOuter(h, phi, y, weight) },
    squares: squares.map((value, q) => value - weight * (y[q] as number) * (y[q] as number)),
    means: { phi, y },
    weight,
    ...totals,
  };
}

/** A − W u vᵀ */
function lessOuter(A: Matrix, u: Float64Array, v: Float64Array, W: number): Float64Array {
  const { rows, cols } = A;
  return withBlocks({ A: rows * cols, u: rows, v: cols }, (blocks, workspace) => {
    const placed = asMatrix(blocks.A, rows, cols);
    elementsOf(workspace, placed).set(A.data);
    elementsOf(workspace, asMatrix(blocks.u, rows, 1)).set(u);
    elementsOf(workspace, asMatrix(blocks.v, 1, cols)).set(v);
    gemm(workspace, asMatrix(blocks.u, rows, 1), asMatrix(blocks.v, 1, cols), placed, -W);
    return elementsOf(workspace, placed).slice();
  });
}

function weightless(weight: number): Error {
  const message = `the weights add up to ${weight} at the precision of the sums, 2^-34 of 1 or finer; multiply sampleWeight and lambda by a power of ten`;
  return mercerError("argument", message, { argument: "sampleWeight", value: weight });
}
