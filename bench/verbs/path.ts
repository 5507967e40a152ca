import type { Contest, Contestant } from "../contest.ts";
import { type Regression, regression } from "../data.ts";
import { MERCER } from "../jobs/implementation.ts";
import { distance, gramOf } from "../oracle.ts";
import { leaveOneOut, leaveOneOutBySpectrum } from "../plain-loops/selection.ts";
import { here } from "../processes/contestants.ts";

/** What every λ leads to, 100 of them, beside the one eigendecomposition that it is made of. */
export function* path(): Generator<Contest<Float64Array>> {
  const problem = regression(1000, 20);
  const lambdas = Float64Array.from({ length: 100 }, (_, i) => 2 ** (i / 8 - 10));
  const some = [0, 50, 99];
  const truth = Float64Array.from(some, (at) => leaveOneOut(problem, lambdas[at]));
  yield {
    operation: "criteria of 100 λ",
    size: `n = ${problem.n}, d = ${problem.d}`,
    contestants: [here(MERCER, { operation: "lambdaPath", problem, lambdas }), spectrumAlone(problem, lambdas)],
    error: (found) =>
      distance(
        Float64Array.from(some, (at) => found[at]),
        truth,
      ),
    tolerance: 1e-9,
  };
}

/** The decomposition of a Gram matrix that is there already; the errors are made of it outside the clock. */
function spectrumAlone(problem: Regression, lambdas: Float64Array): Contestant<Float64Array> {
  const { n, y } = problem;
  const alone = here(MERCER, { operation: "eigh", n, a: gramOf(problem) });
  return {
    ...alone,
    implementation: `${MERCER}, its eigenvectors alone`,
    prepare: async () => {
      const trial = await alone.prepare();
      return { ...trial, result: async () => leaveOneOutBySpectrum(n, y, lambdas, await trial.result()) };
    },
  };
}
