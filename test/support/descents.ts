import { type Ending, Form, type Loss } from "../../assembly/iterate/terms";
import { descend, descendOnBatches, descentSizes, writeDescent } from "../../src/core/iterations";
import { createWorkspace, takeBlocks, view } from "../../src/wasm/memory";

/** A descent on the core alone: vectors lie one target after the other. */
export interface DescentCase {
  readonly form: Form;
  readonly n: number;
  readonly p: number;
  readonly t: number;
  /** K or Φ */
  readonly matrix: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
  readonly x: Float64Array;
  readonly previous?: Float64Array;
  readonly loss: Loss;
  readonly step: number;
  readonly lambda?: number;
  readonly penalised?: number;
  readonly beta?: number;
  readonly nesterov?: boolean;
  readonly restart?: boolean;
  readonly objective?: number;
  readonly tolerance?: number;
  readonly target?: number;
  readonly batch?: number;
  readonly seed?: number;
  readonly keepBest?: boolean;
}

export interface DescentOutcome {
  readonly taken: number;
  readonly ending: Ending;
  readonly x: Float64Array;
  /** A row of t after each step, from step 0 on. */
  readonly losses: Float64Array;
  readonly best: Float64Array | null;
  readonly bestStep: number;
}

const ROWS = 100;

export function createDescent(): {
  /** As many steps, in as many calls. */
  run(problem: DescentCase, ...steps: number[]): DescentOutcome;
  runBatches(problem: DescentCase, steps: number): DescentOutcome;
} {
  const prepare = (c: DescentCase) => {
    const workspace = createWorkspace();
    const { n, p, t } = c;
    const blocks = takeBlocks(workspace, { ...descentSizes(n, p, t, ROWS), matrix: n * p });
    view(workspace, blocks.matrix).set(c.matrix);
    view(workspace, blocks.y).set(c.y);
    view(workspace, blocks.x).set(c.x);
    view(workspace, blocks.previous).set(c.previous ?? c.x);
    // h is linear: what a call before would have left
    const previous = view(workspace, blocks.previous);
    view(workspace, blocks.hPrevious).forEach((_, k, h) => {
      const [q, i] = [Math.floor(k / n), k % n];
      h[k] = Array.from({ length: p }, (_, m) => (c.matrix[i * p + m] as number) * (previous[q * p + m] as number)).reduce(
        (a, b) => a + b,
        0,
      );
    });
    if (c.weights) view(workspace, blocks.weights).set(c.weights);
    view(workspace, blocks.objective).fill(c.objective ?? Infinity);
    view(workspace, blocks.bestObjective).fill(Infinity);
    view(workspace, blocks.random).set([c.seed ?? 0]);
    const words = {
      ...c,
      ...blocks,
      weights: c.weights && blocks.weights,
      source:
        c.form === Form.Primal ? ({ kind: "features", phi: blocks.matrix } as const) : ({ kind: "stored", K: blocks.matrix } as const),
      best: c.keepBest ? blocks.best : null,
      loss: { code: c.loss, parameter: 1 },
      lambda: c.lambda ?? 0,
      penalised: c.penalised ?? p,
      decay: 0,
      beta: c.beta ?? 0,
      nesterov: c.nesterov ?? false,
      restart: c.restart ?? false,
      tolerance: c.tolerance ?? -1,
      target: c.target ?? -1,
      batch: c.batch ?? n,
    };
    writeDescent(workspace, words);
    return { workspace, blocks, words };
  };
  const result = ({ workspace, blocks, words }: ReturnType<typeof prepare>, taken: number, ending: Ending): DescentOutcome => ({
    taken,
    ending,
    x: view(workspace, blocks.x).slice(),
    losses: view(workspace, blocks.losses).slice(0, (taken + 2) * words.t),
    best: words.best && view(workspace, blocks.best).slice(),
    bestStep: view(workspace, blocks.bestStep)[0] as number,
  });
  return {
    run(problem, ...steps) {
      const prepared = prepare(problem);
      const { workspace, blocks, words } = prepared;
      let taken = 0;
      let ending: Ending = 0;
      for (const count of steps) {
        const outcome = descend(workspace, words, taken, count, blocks.losses);
        taken += outcome.taken;
        ending = outcome.ending;
      }
      const outcome = result(prepared, taken, ending);
      return ending === 0 ? { ...outcome, losses: outcome.losses.subarray(0, (taken + 1) * problem.t) } : outcome;
    },
    runBatches(problem, steps) {
      const prepared = prepare(problem);
      const { taken, ending } = descendOnBatches(prepared.workspace, prepared.words, 0, steps);
      return result(prepared, taken, ending);
    },
  };
}
