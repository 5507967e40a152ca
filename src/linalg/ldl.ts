import { ldl as factor, ldlSizes, solveLdl } from "../core/factors";
import { asMatrix } from "../core/matrix-view";
import { infinityNorm } from "../core/products";
import { inverseNorm } from "../dense/condition";
import { mercerError } from "../errors";
import type { Matrix, MatrixLike } from "../matrix";
import { logOfSize } from "../matrix/logarithm";
import { type Block, copyOf, i32, view, type Workspace, withBlocks } from "../wasm/memory";
import { equilibrated, logOfScaling, symmetricEquilibration, symmetricOf, unscaled, unscaledUnit } from "./equilibration";
import { permutationOf } from "./permutation";
import { type Solve, solver } from "./right-hand-sides";
import { scaledCondition } from "./scaled-condition";
import { readSymmetric } from "./square";
import { unitLowerPart } from "./triangles";

/** P A Pᵀ = L D Lᵀ, D of blocks 1 × 1 and 2 × 2 */
export interface LdlFactorisation {
  /** Unit lower triangular; "not-finite" is thrown where an element of L or D is beyond the largest number. */
  readonly L: Matrix;
  /** Block diagonal and symmetric. */
  readonly D: Matrix;
  /** Row i of P A is row permutation[i] of A. */
  readonly permutation: Int32Array;
  /** @throws "singular" when a block of D is */
  readonly solve: Solve;
  /** Signs of the eigenvalues of A, which are those of D (Sylvester); a block that is exactly 0 counts as zero. */
  readonly inertia: { readonly positive: number; readonly zero: number; readonly negative: number };
  /** log |det A|; −∞ when it is 0 */
  readonly logDet: number;
  /** Sign of det A */
  readonly determinantSign: -1 | 0 | 1;
  /** Estimate of ‖A‖‖A⁻¹‖ in the ∞-norm, made when it is first asked for; ∞ when D is singular, or where it is beyond the largest number */
  readonly conditionEstimate: number;
}

/**
 * The factorisation of any symmetric matrix, definite or not, with Bunch–Kaufman pivoting: half the work of `lu`, and the inertia with it.
 *
 * Where A has rows without an element in 2^±200 what is factored is A times a power of two, the digits being the same; only where that leaves a row below
 * 2⁻²⁰⁰ it is S A S, S a diagonal matrix of powers of two, so that the rows are of size 1 before the pivots are chosen.
 *
 * @throws "shape" when A is not square, "asymmetric" where it differs from its transpose by more than n·ε·max|a|
 * @example ldl([[0, 2], [2, 0]]).solve([4, 2]) // [1, 2]
 */
export function ldl(A: MatrixLike): LdlFactorisation {
  const a = readSymmetric(A);
  const n = a.rows;
  const { G, beside, exchanges, scaling, norm } = withBlocks(ldlSizes(n), (blocks, workspace) => {
    view(workspace, blocks.G).set(a.data);
    const size = infinityNorm(workspace, asMatrix(blocks.G, n, n));
    const equilibrium = symmetricEquilibration(a, size);
    if (equilibrium) view(workspace, blocks.G).set(equilibrated(a, equilibrium));
    factor(workspace, n, blocks);
    return {
      G: copyOf(workspace, blocks.G),
      beside: copyOf(workspace, blocks.beside),
      exchanges: copyOf(workspace, blocks.pivots),
      scaling: equilibrium,
      norm: size,
    };
  });
  const { permutation } = permutationOf(exchanges);
  // P A Pᵀ = (P S⁻¹Pᵀ L P S Pᵀ)(P S⁻¹Pᵀ D P S⁻¹Pᵀ)(…)ᵀ for P S A S Pᵀ = L D Lᵀ
  const rows = scaling && permutation.map((row) => scaling.rows[row] as number);
  const { signs, logDet } = judge(G, beside, n);
  const zero = signs.indexOf(0);
  /** Runs `body` with the factors in memory, and room for t right-hand sides. */
  const withFactors = <T>(t: number, body: (X: Block, solveInPlace: () => void, workspace: Workspace) => T): T =>
    withBlocks({ G: n * n, beside: n, pivots: i32(n), X: n * t }, (kept, workspace) => {
      view(workspace, kept.G).set(G);
      view(workspace, kept.beside).set(beside);
      view(workspace, kept.pivots).set(exchanges);
      return body(kept.X, () => solveLdl(workspace, kept, asMatrix(kept.X, n, t)), workspace);
    });
  const solveColumns = (t: number, b: Float64Array): Float64Array => {
    if (zero >= 0) throw mercerError("singular", `A is singular: pivot ${zero} of ${n} is 0`, { pivot: zero });
    return withFactors(t, (X, solveInPlace, workspace) => {
      view(workspace, X).set(b);
      solveInPlace();
      return copyOf(workspace, X);
    });
  };
  const estimate = (): number => {
    if (n === 0) return 1;
    if (zero >= 0) return Infinity;
    if (scaling) return scaledCondition(symmetricOf(a), scaling, solveColumns, solveColumns);
    const inverse = withFactors(1, (X, solveInPlace, workspace) => inverseNorm(view(workspace, X), solveInPlace, solveInPlace));
    return Number.isFinite(inverse) ? norm * inverse : Infinity;
  };
  const count = (sign: number): number => signs.filter((one) => one === sign).length;
  const inertia = { positive: count(1), zero: count(0), negative: count(-1) };
  let L: Matrix | undefined;
  let D: Matrix | undefined;
  let condition: number | undefined;
  return {
    get L() {
      L ??= unscaledUnit(unitLowerPart(G, n), rows);
      return L;
    },
    get D() {
      D ??= unscaled("D", blockDiagonal(G, beside, n), rows, rows);
      return D;
    },
    permutation,
    solve: solver(n, n, solveColumns, scaling),
    inertia,
    logDet: logDet + logOfScaling(scaling),
    determinantSign: zero >= 0 ? 0 : inertia.negative % 2 === 0 ? 1 : -1,
    get conditionEstimate() {
      condition ??= estimate();
      return condition;
    },
  };
}

/** Signs of D's eigenvalues and log |det D|: a block of two has a negative determinant by the choice of the pivots, so one of each sign. */
function judge(G: Float64Array, beside: Float64Array, n: number): { readonly signs: number[]; readonly logDet: number } {
  const signs: number[] = [];
  let logDet = 0;
  for (let k = 0; k < n; k++) {
    const d = G[k * (n + 1)] as number;
    const e = beside[k] as number;
    if (e === 0) {
      signs.push(Math.sign(d) || 0);
      logDet += logOfSize(d);
    } else {
      k++;
      signs.push(1, -1);
      logDet += 2 * logOfSize(e) + logOfSize(1 - (d / e) * ((G[k * (n + 1)] as number) / e));
    }
  }
  return { signs, logDet };
}

function blockDiagonal(G: Float64Array, beside: Float64Array, n: number): Matrix {
  const data = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const at = k * (n + 1);
    data[at] = G[at] as number;
    const e = beside[k] as number;
    if (e !== 0) {
      data[at + 1] = e;
      data[at + n] = e;
    }
  }
  return { rows: n, cols: n, data };
}
