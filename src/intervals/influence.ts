import { inverseDiagonal, solveCholesky } from "../core/factors";
import { asMatrix, flipped } from "../core/matrix-view";
import { gemm, infinityNorm, keepDiagonal, multiplyElements } from "../core/products";
import { brokeDown, factorCholesky } from "../dense/factors";
import { amongThemselves, diagonalOf, sideOf } from "../gram/run";
import type { Matrix } from "../matrix";
import { assembleGram, crossOf, gramSizes } from "../problem/gram";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import { notPositiveDefinite, singular } from "../solvers/ridge/breakdown";
import { addRidge, separateIntercept, writeRightHandSides } from "../solvers/ridge/system";
import { type Block, slice, view, type Workspace, withBlocks } from "../wasm/memory";

/**
 * A fit, and what each point has to say at a new one. With G = K + λI, and Ḡ = G⁻¹, or with an intercept Ḡ = G⁻¹ − uuᵀ/1ᵀu, u = G⁻¹1:
 *
 *     h(z) + b = Σ_i y_i l_i(z),   l(z) = Ḡ k_z + u/1ᵀu,   α = Ḡ y
 */
export interface Influence {
  /** α, and Ḡ_ii: y_i less its prediction without it is their quotient. */
  readonly alpha: Float64Array;
  readonly diagonal: Float64Array;
  /** Calls `each` for every new point, in order. */
  readonly at: (Z: Matrix, each: (point: NewPoint) => void) => void;
}

export interface NewPoint {
  /** h(z) + b */
  readonly prediction: number;
  /** l(z); valid until `each` returns. */
  readonly weights: Float64Array;
  /** 1/Ḡ_zz of the points and z together: k(z, z) + λ − k_zᵀG⁻¹k_z + (1 − uᵀk_z)²/1ᵀu; NaN for a precomputed kernel, where k(z, z) is not known. */
  readonly variance: number;
}

/** New points at a time. */
const CHUNK = 256;

/** Beyond this condition number no digit is certain. */
const SINGULAR = 2 ** 48;

/**
 * Runs `body` on the influences of a problem of one target, without weights.
 *
 * @throws "not-positive-definite" or "singular" where K + λI has no inverse that can be had by Cholesky
 */
export function withInfluence<T>(
  problem: Problem,
  { lambda, intercept }: { readonly lambda: number; readonly intercept: boolean },
  progress: Watch,
  body: (influence: Influence) => T,
): T {
  const { n, kernel, precomputed } = problem;
  const columns = intercept ? 2 : 1;
  const plain = { ...gramSizes(problem), diagonal: n, rhs: n * columns, work: n, inverse: n, L: n * n };
  const rows = { solved: CHUNK * n, products: CHUNK * n, ones: n, sums: CHUNK, values: CHUNK * columns };
  return withBlocks({ ...plain, ...rows }, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    keepDiagonal(workspace, n, blocks);
    addRidge(workspace, problem, blocks, lambda);
    const G = asMatrix(blocks.K, n, n);
    const norm = infinityNorm(workspace, G);
    const factorisation = factorCholesky(workspace, G, progress.during("factor"));
    if (brokeDown(factorisation)) throw notPositiveDefinite(problem, lambda, norm, factorisation);
    const condition = factorisation.condition(norm, blocks.work);
    if (!(condition < SINGULAR)) throw singular(problem, lambda, norm, null, condition);
    writeRightHandSides(view(workspace, blocks.rhs), problem, [0], intercept);
    factorisation.solve(columns, blocks.rhs);
    const { coefficients: alpha, intercepts } = separateIntercept(view(workspace, blocks.rhs), n, 1, intercept);
    const u = intercept ? view(workspace, blocks.rhs).filter((_, at) => at % 2 === 1) : new Float64Array(n);
    const total = u.reduce((sum, value) => sum + value, 0);
    view(workspace, blocks.L).set(view(workspace, blocks.K));
    inverseDiagonal(workspace, asMatrix(blocks.L, n, n), blocks.inverse, progress.during("inverse"));
    const diagonal = view(workspace, blocks.inverse).map((c, i) => c - (intercept ? ((u[i] as number) * (u[i] as number)) / total : 0));
    const pair = Float64Array.from({ length: n * columns }, (_, at) => {
      const i = Math.floor(at / columns);
      return (at % columns === 0 ? alpha[i] : u[i]) as number;
    });
    return body({
      alpha,
      diagonal,
      at(Z, each) {
        for (let from = 0; from < Z.rows; from += CHUNK) {
          const m = Math.min(CHUNK, Z.rows - from);
          const part = { rows: m, cols: Z.cols, data: Z.data.subarray(from * Z.cols, (from + m) * Z.cols) };
          const own = precomputed ? null : diagonalOf(amongThemselves(kernel, sideOf(part), true));
          const found = solveRows(workspace, problem, part, pair, blocks);
          for (let j = 0; j < m; j++) {
            const alongU = intercept ? (found.values[j * columns + 1] as number) : 0;
            const share = intercept ? (1 - alongU) / total : 0;
            const weights = found.solved.subarray(j * n, (j + 1) * n).map((w, i) => w + share * (u[i] as number));
            each({
              prediction: (found.values[j * columns] as number) + (intercepts[0] as number),
              weights,
              variance: (own?.[j] ?? Number.NaN) + lambda - (found.sums[j] as number) + (intercept ? (1 - alongU) * share : 0),
            });
          }
          progress.tell({ phase: "intervals", done: from + m, total: Z.rows });
        }
      },
    });
  });
}

type RowBlocks = Readonly<Record<"K" | "rhs" | "solved" | "products" | "ones" | "sums" | "values", Block>>;

/** Rows G⁻¹k_z, m × n, with k_zᵀG⁻¹k_z and k_zᵀ[α u]; G is factored in the place of K. */
function solveRows(workspace: Workspace, problem: Problem, Z: Matrix, pair: Float64Array, blocks: RowBlocks) {
  const { n } = problem;
  const m = Z.rows;
  const columns = pair.length / n;
  const cross = crossOf(problem, Z);
  const rows = withBlocks(cross.sizes, (own, space) => {
    cross.assemble(space, own);
    return view(space, own.held).slice();
  });
  const [solved, products] = [slice(blocks.solved, 0, m * n), slice(blocks.products, 0, m * n)];
  view(workspace, solved).set(rows);
  view(workspace, products).set(rows);
  view(workspace, blocks.rhs).set(pair);
  view(workspace, blocks.values).fill(0);
  view(workspace, blocks.sums).fill(0);
  view(workspace, blocks.ones).fill(1);
  gemm(workspace, asMatrix(solved, m, n), asMatrix(blocks.rhs, n, columns), asMatrix(blocks.values, m, columns));
  solveCholesky(workspace, asMatrix(blocks.K, n, n), flipped(asMatrix(solved, m, n)));
  multiplyElements(workspace, products, solved);
  gemm(workspace, asMatrix(products, m, n), asMatrix(blocks.ones, n), asMatrix(blocks.sums, m));
  return {
    solved: view(workspace, solved).slice(),
    values: view(workspace, blocks.values).slice(),
    sums: view(workspace, blocks.sums).slice(),
  };
}
