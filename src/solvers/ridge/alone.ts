import { type GramSource, productWork, rowSumsOf } from "../../core/iterations";
import type { Operator } from "../../core/operator";
import { factorAlone, roundTiles, singleFactorLength } from "../../core/single";
import { roundedFactorisation, singleScale } from "../../dense/single-factor";
import { type MercerError, mercerError } from "../../errors";
import { columnOf } from "../../matrix";
import { allFinite } from "../../matrix/vectors";
import { kernelMatrix } from "../../operator/kernel-matrix";
import { gramSizes, withGram } from "../../problem/gram";
import type { Problem } from "../../problem/problem";
import type { Watch } from "../../progress";
import { type Yardstick, yardstickOf } from "../../proof/error-bar";
import { type Blocks, bytesOf, view, type Workspace, withBlocks } from "../../wasm/memory";
import { ignore } from "../../wasm/pause";
import { addScaled, conditionBy, krylovLength, type Preconditioned, solveColumns, vectorsOf } from "./conjugate-gradients";
import { contactOf } from "./first-contact";
import type { RidgeOptions } from "./group";
import { judge, remainderOf } from "./judgement";
import { notConverged, range, reached, ridgeOf } from "./mixed";
import { gather, groupTargets, type Part, type RidgeSolution } from "./parts";
import { stepsAllowed, whyDouble } from "./precision";
import { separateIntercept, writeRightHandSides } from "./system";

type Options = Pick<RidgeOptions, "intercept">;

/** Whether K can be done without. */
export function mayBeAlone({ precomputed }: Problem, lambdas: Float64Array, { solver }: RidgeOptions): boolean {
  return !precomputed && (solver === "auto" || solver === "mixed") && lambdas.every((lambda) => lambda > 0);
}

/** Blocks for n points and so many right-hand sides. */
function sizesOf(problem: Problem, columns: number) {
  const { n } = problem;
  return {
    program: gramSizes(problem, false).program,
    U: singleFactorLength(n),
    diagonal: n,
    ridge: n,
    sums: n,
    rhs: n * columns,
    work: productWork(n, 1),
    krylov: krylovLength(n),
  };
}

/** What the targets that share a λ are solved in. */
interface Surroundings {
  readonly workspace: Workspace;
  readonly problem: Problem;
  readonly blocks: Blocks<ReturnType<typeof sizesOf>>;
  readonly source: GramSource & { readonly kind: "tiles" };
  readonly K: Operator;
  readonly yard: Yardstick;
  readonly noise: Float64Array | null;
  /** Σ_j |k_ij| */
  readonly rowSums: Float64Array;
  readonly progress: Watch;
}

/**
 * Kernel ridge regression without K: a Cholesky factor of G = K + λW⁻¹ in single precision, 2n² bytes, preconditions conjugate gradients in double
 * precision, for which the tiles of K are made anew at every step. For a kernel of points, and every λ positive.
 *
 * @throws "memory" where single precision does not do: K in double precision is not stored
 */
export function solveAlone(problem: Problem, lambdas: Float64Array, options: Options, progress: Watch): RidgeSolution {
  const { n, t } = problem;
  const sizes = sizesOf(problem, t + (options.intercept ? 1 : 0));
  const bytes = bytesOf(sizes);
  return withBlocks(sizes, (blocks, workspace) =>
    withGram(workspace, problem, { ...blocks, given: blocks.program, K: blocks.program }, false, ignore, (source) => {
      if (source.kind !== "tiles") throw doubleNeeded("K is given", n);
      const K = kernelMatrix(workspace, n, source, blocks.work);
      K.diagonal(blocks.diagonal);
      const noise = problem.training.noise();
      const diagonal = view(workspace, blocks.diagonal);
      const yard = yardstickOf(problem, noise ? diagonal.map((value, i) => value - (noise[i] as number)) : diagonal, noise);
      rowSumsOf(workspace, n, source, null, blocks.sums);
      const rowSums = view(workspace, blocks.sums).slice();
      const row = (i: number): Float64Array => {
        K.columns([i], blocks.sums);
        return view(workspace, blocks.sums);
      };
      const contact = contactOf(problem, row, yard);
      const around = { workspace, problem, blocks, source, K, yard, noise, rowSums, progress };
      const parts = groupTargets(lambdas).map(([lambda, targets]) => solveTargets(around, lambda, targets, options, contact));
      return gather(parts, n, t, bytes);
    }),
  );
}

function solveTargets(
  around: Surroundings,
  lambda: number,
  targets: readonly number[],
  options: Options,
  contact: readonly string[],
): Part {
  const { workspace, problem, blocks, source, K, yard, noise, rowSums, progress } = around;
  const { n } = problem;
  const asked = { solver: "mixed", intercept: options.intercept } as const;
  const shift = ridgeOf(problem, lambda);
  view(workspace, blocks.ridge).set(shift);
  const norm = rowSums.reduce((most, sum, i) => Math.max(most, sum + (shift[i] as number)), 0);
  const [least, largestDiagonal] = range(view(workspace, blocks.diagonal), shift);
  const columns = targets.length + (options.intercept ? 1 : 0);
  const why = whyDouble(problem, asked, { lambda, norm, least, columns });
  if (why !== null) throw doubleNeeded(why, n);
  const scale = singleScale(largestDiagonal);
  const U = factorAlone(n, blocks.U);
  roundTiles(workspace, source.program, U, scale, blocks.ridge, progress.during("gram"));
  const vectors = vectorsOf(n, blocks.krylov);
  const factor = roundedFactorisation(workspace, U, scale, vectors.vector, progress.during("factor"));
  if (typeof factor === "number") throw doubleNeeded(`in single precision K + λI is not positive definite at pivot ${factor}`, n);
  const system: Preconditioned = {
    n,
    norm,
    multiply(p, q) {
      K.multiply(p, q, 1);
      addScaled(shift, view(workspace, p), view(workspace, q));
    },
    solve: factor.solve,
    pause: progress.during("solve"),
  };
  const allowed = stepsAllowed(asked, n);
  const condition = conditionBy(workspace, system, factor.condition(norm, blocks.sums), vectors, allowed, blocks.sums);
  writeRightHandSides(view(workspace, blocks.rhs), problem, targets, options.intercept);
  const steps = solveColumns(workspace, system, vectors, allowed, columns, blocks.rhs);
  if (steps === null) throw doubleNeeded(notConverged(allowed), n);
  const found = separateIntercept(view(workspace, blocks.rhs), n, targets.length, options.intercept);
  if (!allFinite(found.coefficients)) throw doubleNeeded(notConverged(allowed), n);
  const answer = { targets, lambda, ...found, norm, intercept: options.intercept };
  const product = timesGram(around, vectors, answer.coefficients, targets.length);
  const judgement = judge(problem, yard, answer, remainderOf(problem, noise, answer, product, n));
  const reason = `${reached(steps)}; only that factor is kept, ${((2 * n * n) / 2 ** 30).toPrecision(2)} GB, as K would take four times as much`;
  return { origin: { solver: "mixed", rank: null, reason, warnings: contact, condition }, answer, judgement };
}

/** Kα, n × count */
function timesGram(
  { workspace, K }: Surroundings,
  { p, q }: ReturnType<typeof vectorsOf>,
  alpha: Float64Array,
  count: number,
): Float64Array {
  const n = K.n;
  const product = new Float64Array(n * count);
  for (let c = 0; c < count; c++) {
    view(workspace, p).set(columnOf(alpha, count, c));
    K.multiply(p, q, 1);
    const h = view(workspace, q);
    for (let i = 0; i < n; i++) product[i * count + c] = h[i] as number;
  }
  return product;
}

function doubleNeeded(why: string, n: number): MercerError {
  const bytes = 8 * n * n;
  const message =
    `K of ${n} points takes ${(bytes / 2 ** 30).toFixed(2)} GB in double precision, more than there is room for, and a factor in single precision ` +
    `alone does not do: ${why}; use a larger lambda or fewer points`;
  return mercerError("memory", message, { bytesNeeded: bytes });
}
