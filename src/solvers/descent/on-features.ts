import { Form } from "../../../assembly/iterate/terms";
import { asMatrix } from "../../core/matrix-view";
import { mirror, syrk } from "../../core/products";
import { formulaOf } from "../../losses/formula";
import { requireTargets } from "../../losses/targets";
import type { Matrix } from "../../matrix";
import { boundSpectrum, spectrumWork } from "../../operator/spectrum";
import type { Watch } from "../../progress";
import { type Block, bytesOf, view, type Workspace, withBlocks } from "../../wasm/memory";
import type { Pause } from "../../wasm/pause";
import type { Descent, DescentPlan, Surroundings } from "./plan";
import { run, taskSizes } from "./run";
import { withScaledTargets } from "./scale";
import { boundBatches, type Stability, stability, UNBOUNDED } from "./stability";
import { hasBound, withMomentum } from "./steps";

/** Points by their features, with targets and weights; of the columns of Φ the first `penalised` are those that λ counts for. */
export interface PrimalTask {
  readonly phi: Matrix;
  readonly penalised: number;
  readonly Y: Matrix;
  readonly weights: Float64Array | null;
}

/** Gradient descent on the weights of features. The validation points of the surroundings are given by their features, too. */
export function descendOnFeatures(task: PrimalTask, plan: DescentPlan, surroundings: Surroundings, progress: Watch): Descent {
  requireTargets(plan.loss, task.Y.data, task.Y.cols, "y");
  return withScaledTargets(plan, task.Y, surroundings, progress, (scaled, Y, around, watched) =>
    descendOnTargets({ ...task, Y }, scaled, around, watched),
  );
}

function descendOnTargets(task: PrimalTask, plan: DescentPlan, surroundings: Surroundings, progress: Watch): Descent {
  const { phi, penalised, Y, weights } = task;
  const { rows: n, cols: p } = phi;
  const t = Y.cols;
  const bounded = hasBound(plan);
  const side = bounded ? curvatureSide(task, plan) : 0;
  const sizes = {
    ...taskSizes(n, p, t, surroundings),
    phi: n * p,
    factor: bounded ? n * p : 0,
    hessian: side * side,
    spectrum: spectrumWork(side),
  };
  return withBlocks(sizes, (blocks, workspace) => {
    view(workspace, blocks.phi).set(phi.data);
    if (surroundings.validation) view(workspace, blocks.held).set(surroundings.validation.Z.data);
    const bounds = bounded ? withMomentum(bound(workspace, task, plan, side, blocks, progress.during("step")), plan) : UNBOUNDED;
    const source = { kind: "features", phi: blocks.phi } as const;
    const common = { form: Form.Primal, n, p, t, penalised, source, noiseless: null };
    const descent = run(workspace, { ...common, Y: Y.data, weights, stability: bounds }, plan, surroundings, blocks, progress);
    return { ...descent, bytes: bytesOf(sizes) };
  });
}

/** Side of the smaller matrix with the curvature's largest eigenvalue; an intercept that λ does not count for leaves only the primal one. */
function curvatureSide({ phi, penalised }: PrimalTask, { lambda }: DescentPlan): number {
  return phi.cols <= phi.rows || (lambda > 0 && penalised < phi.cols) ? phi.cols : phi.rows;
}

/** Descent is stable for s < 1/λ₁(H), H = half ΦᵀWΦ + λD; half W^½ΦΦᵀW^½ has the same eigenvalues but for zeros. */
function bound(
  workspace: Workspace,
  { phi, penalised, weights }: PrimalTask,
  plan: DescentPlan,
  side: number,
  { factor, hessian, spectrum }: Readonly<Record<"factor" | "hessian" | "spectrum", Block>>,
  pause: Pause,
): Stability {
  const { rows: n, cols: p, data } = phi;
  const half = formulaOf(plan.loss).curvature / 2;
  const primal = side === p;
  const A = view(workspace, factor);
  let heaviest = 0;
  for (let i = 0; i < n; i++) {
    const root = Math.sqrt(half * (weights?.[i] ?? 1));
    let square = 0;
    for (let k = 0; k < p; k++) {
      const value = root * (data[i * p + k] as number);
      A[primal ? k * n + i : i * p + k] = value;
      square += value * value;
    }
    heaviest = Math.max(heaviest, square);
  }
  const { lambda, batch } = plan;
  view(workspace, hessian).fill(0);
  syrk(workspace, asMatrix(factor, side, primal ? n : p), asMatrix(hessian, side, side));
  const H = view(workspace, hessian);
  if (primal) for (let k = 0; k < penalised; k++) H[k * p + k] = (H[k * p + k] as number) + lambda;
  mirror(workspace, asMatrix(hessian, side, side), "lower");
  const { largest, atMost } = boundSpectrum({
    ...{ workspace, n: side, source: { kind: "stored", K: hessian }, scale: null, work: spectrum },
    pause,
  });
  const rest = primal ? 0 : lambda;
  const full = stability(atMost + rest, largest + rest, null, true);
  return batch === "full" ? full : boundBatches(full, n, batch, lambda, heaviest);
}
