import { asMatrix, elementsOf } from "../../core/matrix-view";
import { type Half, multiply, subtractSymmetricDoubled, symm } from "../../core/products";
import { symmetricVector } from "../../core/single";
import { columnOf, withOnes } from "../../matrix";
import { assembleGram } from "../../problem/gram";
import { NEGLIGIBLE } from "../../proof/error-bar";
import { type Block, slice, view, type Workspace } from "../../wasm/memory";
import { vectorsOf } from "./conjugate-gradients";
import type { Blocks, Group } from "./group";
import { judge, type Remainder, remainderBy, remainderOf, withoutGram } from "./judgement";
import type { Answer, Judgement, Part } from "./parts";
import { correction } from "./system";

/** y − b − Gα, in memory until the next, with Kα from the K there: above the diagonal Cholesky left K as it was, below it a factor in single precision did; LU did not. */
export function remainder({ workspace, problem, blocks, noise, progress }: Group, answer: Answer, solver: string): Remainder {
  const { n } = problem;
  const count = answer.targets.length;
  const [K, X, H] = [asMatrix(blocks.K, n, n), asMatrix(blocks.rhs, n, count), asMatrix(blocks.product, n, count)];
  if (solver === "lu") assembleGram(workspace, problem, blocks, progress.during("gram"));
  const alpha = elementsOf(workspace, X);
  const product = elementsOf(workspace, H);
  alpha.set(answer.coefficients);
  product.fill(0);
  if (solver === "lu") multiply(workspace, K, X, H);
  else if (solver === "mixed") timesLower(workspace, n, blocks, answer.coefficients);
  else symm(workspace, K, blocks.diagonal, X, H);
  return remainderOf(problem, noise, answer, product, n, alpha);
}

/** Kα column by column into the block of products. */
function timesLower(workspace: Workspace, n: number, blocks: Blocks, alpha: Float64Array): void {
  const K = asMatrix(blocks.K, n, n);
  const { p, q, product } = vectorsOf(n, blocks.krylov as Block);
  const count = alpha.length / n;
  for (let c = 0; c < count; c++) {
    view(workspace, p).set(columnOf(alpha, count, c));
    symmetricVector(workspace, K, blocks.diagonal, p, q, product);
    const [H, h] = [view(workspace, blocks.product), view(workspace, q)];
    for (let i = 0; i < n; i++) H[i * count + c] = h[i] as number;
  }
}

/** Corrections: each takes the error down by the condition number times ε, until the digits of α end. */
const CORRECTIONS = 3;

/**
 * The answer judged anew by sums in twice the digits where its error bar is more than negligible, and corrected as long as that makes the bar smaller.
 *
 * @param solve X ← G⁻¹X for n × columns, if there is a way to it
 * @param half where K is
 */
export function refined(group: Group, given: Answer, judged: Judgement, solve: Solve | null, half: Half = "upper"): Omit<Part, "origin"> {
  const { problem, yard } = group;
  if (Math.max(judged.excess, judged.claimed) <= NEGLIGIBLE) return { answer: given, judgement: judged };
  let answer = given;
  let left = doubledRemainder(group, answer, half);
  let judgement = judge(problem, yard, answer, left);
  for (let pass = 0; solve && pass < CORRECTIONS && judgement.excess > NEGLIGIBLE; pass++) {
    const changed = { ...answer, ...corrected(group, solve, answer, left.residual) };
    left = doubledRemainder(group, changed, half);
    const verdict = judge(problem, yard, changed, left);
    if (!(verdict.excess < judgement.excess)) break;
    answer = changed;
    judgement = verdict;
  }
  return { answer, judgement };
}

/** X ← G⁻¹X in its block, X being n × columns. */
export type Solve = (columns: number, X: Block) => void;

/** The same remainder with the sums Kα in twice the digits, rounded once. */
function doubledRemainder({ workspace, problem, blocks, noise }: Group, answer: Answer, half: Half): Remainder {
  const { n } = problem;
  const count = answer.targets.length;
  const residual = withoutGram(problem, answer);
  const [X, R] = [slice(blocks.rhs, 0, n), slice(blocks.product, 0, n)];
  for (let c = 0; c < count; c++) {
    view(workspace, X).set(columnOf(answer.coefficients, count, c));
    view(workspace, R).set(columnOf(residual, count, c));
    subtractSymmetricDoubled(workspace, asMatrix(blocks.K, n, n), blocks.diagonal, [X, R], blocks.work, half);
    view(workspace, R).forEach((value, i) => {
      residual[i * count + c] = value;
    });
  }
  return remainderBy(problem, noise, answer, residual, 1);
}

/** α and b of the equations whose right-hand side is what is missing. */
function corrected({ workspace, problem, blocks, options }: Group, solve: Solve, answer: Answer, residual: Float64Array) {
  const { n } = problem;
  const count = answer.targets.length;
  const columns = count + (options.intercept ? 1 : 0);
  view(workspace, blocks.rhs).set(columns === count ? residual : withOnes({ rows: n, cols: count, data: residual }).data);
  solve(columns, blocks.rhs);
  return correction(view(workspace, blocks.rhs), answer, n, options.intercept);
}
