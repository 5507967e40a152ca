import { callTerm, type Term } from "../term";
import type { Makers } from "./makers";
import { benignProblem } from "./stock";

const candidates: Term = {
  ridge: callTerm("mercer.kernelRidge", { kernel: callTerm("mercer.rbf", { gamma: 0.5 }), lambda: 0.1 }),
  line: callTerm("mercer.leastSquares", { intercept: true }),
};

/** Jobs that other machines do: plain data, and what comes of them. */
export const jobs: Makers = {
  fitJobs: (s) => [candidates, { data: "d", ...s.draw.some<Term>(0.5, { folds: () => s.draw.integer(2, 4), seed: () => s.seed() }) }],
  runFitJob: (s) => {
    const [estimator, X, y] = benignProblem(s, ["kernelRidge", "leastSquares"]);
    const [folds, seed] = [2, s.seed()];
    return [{ kind: "fitJob", key: "k", name: "one", estimator, fold: s.draw.integer(0, 1), folds, seed, data: "d" }, X, y];
  },
  rankFits: (s) => [callTerm("jobs.fitJobs", candidates, { data: "d", folds: 2, seed: s.seed() }), []],
  jobKey: (s) => [s.draw.chance(0.5) ? { a: s.draw.normal(), b: ["x", true, null] } : candidates],
  mergeJobs: (s) => [s.draw.list(s.n, (i) => `key ${i}`), s.draw.some<Term>(0.5, { fanIn: () => s.draw.integer(2, 4) })],
  predictionJobs: (s) => [
    callTerm("mercer.toJSON", callTerm("mercer.fit", callTerm("mercer.leastSquares", {}), [[1], [2]], [1, 2])),
    { rows: s.draw.integer(0, 9000), parts: s.draw.integer(1, 4), data: "d" },
  ],
  statisticJobs: (s) => [
    callTerm("statistics.emptyStatistic", callTerm("mercer.leastSquares", {}), s.matrix(s.n, s.d)),
    { rows: s.draw.integer(1, 9000), parts: s.draw.integer(1, 4), data: "d" },
  ],
  runStatisticJob: () => [{}, {}],
};
