import type { Contest, Contestant } from "../contest.ts";
import { normal, type Regression, regression } from "../data.ts";
import { type Implementation, MERCER, TWIN } from "../jobs/implementation.ts";
import type { Work } from "../jobs/work.ts";
import * as core from "../mercer/core.ts";
import { distance, gramOf, ridgeMatrix, solutionError } from "../oracle.ts";
import { nativeContestant } from "../peers/native.ts";
import { atFirst, here, together } from "../processes/contestants.ts";
import { CALLS, FEATURES, POINTS, SETTLING, type SmallOperation, type State, sizeIn } from "../small.ts";
import { truthOf } from "../truth.ts";

/** One call on a small problem, and how its result is verified. */
interface Call {
  readonly operation: SmallOperation;
  readonly work: Work;
  readonly error: (result: Float64Array) => number;
  readonly tolerance: number;
}

/** What an interactive page feels: each call in a process that does nothing else, warm and at first. */
export function* small(): Generator<Contest<Float64Array>> {
  const problem = smallRegression();
  for (const call of calls(problem)) {
    const native = call.operation === "small fit" ? [scikitLearn(problem)] : [];
    const alone = entrants(call).flatMap((name) => together(call.work, [name], CALLS));
    yield contest(call, "settled by 20,000 calls", [...alone.map(settled), ...inWasm(call), ...native]);
    yield contest(
      call,
      "first 4,000 calls",
      entrants(call).map((name) => atFirst(name, call.work, CALLS)),
    );
  }
}

/** The same calls in this process, once it has run the other benches: the engine has seen other sizes, kernels and solvers pass through the same code. */
export function* smallAfterAll(): Generator<Contest<Float64Array>> {
  for (const call of calls(smallRegression())) {
    yield contest(
      call,
      "after the whole benchmark",
      ([MERCER, TWIN] as const).map((name) => here(name, call.work, CALLS)),
    );
  }
}

/** The arithmetic alone, where it is that of one call into Wasm or a few. */
function inWasm({ operation, work }: Call): Contestant<Float64Array>[] {
  if (work.operation === "gram") return [core.gram(work.points, CALLS)];
  if (operation === "small fit" && work.operation === "fit") return [core.fit(work.problem, CALLS)];
  return [];
}

/** The same, with the calls that settle its process made before any that is timed. */
function settled(contestant: Contestant<Float64Array>): Contestant<Float64Array> {
  return {
    ...contestant,
    prepare: async () => {
      const trial = await contestant.prepare();
      for (let calls = 0; calls < SETTLING; calls += CALLS) await trial.run();
      return trial;
    },
  };
}

export function smallRegression(): Regression {
  return { ...regression(POINTS, FEATURES), lambda: 1e-3 };
}

function* calls(problem: Regression): Generator<Call> {
  const { n, y } = problem;
  const K = gramOf(problem);
  const system = ridgeMatrix(problem);
  const z = normal(POINTS * FEATURES, 8);
  const { alpha, h } = truthOf(problem, z);
  yield {
    operation: "small fit",
    work: { operation: "fit", problem },
    error: (result) => solutionError(n, system, y, result),
    tolerance: 1e-13,
  };
  yield {
    operation: "small Gram",
    work: { operation: "gram", points: problem },
    error: (result) => distance(result, K),
    tolerance: 1e-14,
  };
  // Coefficients are those of each implementation's own fit: the condition of K + λI, at most n/λ = 2·10⁴, times ε n.
  const predictions = { error: (result: Float64Array) => distance(result, h), tolerance: 1e-10 } as const;
  yield { operation: "small predict", work: { operation: "predict", problem, alpha, z }, ...predictions };
  yield { operation: "small predictor", work: { operation: "predictor", problem, alpha, z }, ...predictions };
}

/** A peer, which takes ten times as long, in the fit alone. */
function entrants({ operation }: Call): Implementation[] {
  return operation === "small fit" ? [MERCER, TWIN, "ml-regression"] : [MERCER, TWIN];
}

function contest(
  { operation, error, tolerance }: Call,
  state: State,
  entrants: readonly Contestant<Float64Array>[],
): Contest<Float64Array> {
  return {
    operation,
    size: sizeIn(state),
    batch: CALLS,
    isCold: state === "first 4,000 calls",
    contestants: entrants,
    error,
    tolerance,
  };
}

function scikitLearn({ n, d, x, y, kernel, lambda }: Regression): Contestant<Float64Array> {
  const inputs = { x: { data: x, shape: [n, d] }, y: { data: y, shape: [n] } };
  return nativeContestant("scikit-learn native", "fit", inputs, { ...kernel, lambda, batch: CALLS });
}
