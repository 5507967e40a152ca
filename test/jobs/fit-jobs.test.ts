import { describe, expect, it } from "vitest";
import { compare, gaussianProcess, kernelClassifier, kernelRidge, leastSquares, linear, matern, rbf } from "../../src/entries/index";
import { type FitJob, fitJobs, rankFits, runFitJob } from "../../src/entries/jobs";

const X = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(1.7 * i)]);
const y = X.map(([a, b], i) => (a as number) ** 2 + (b as number) + 0.1 * Math.cos(37 * i));
const candidates = {
  process: gaussianProcess({ kernel: matern({ nu: 1.5, lengthScale: 1 }), noise: 0.01 }),
  ridge: kernelRidge({ kernel: rbf(), lambda: 0.1 }),
  line: leastSquares({ features: linear(), intercept: true }),
  same: leastSquares({ features: linear(), intercept: true }),
};
const jobs = fitJobs(candidates, { folds: 3, seed: 4, data: "these" });
const results = jobs.map((job) => runFitJob(JSON.parse(JSON.stringify(job)), X, y));
const { ranking, best } = rankFits(jobs, [...results].reverse());
const expected = compare(candidates, X, y, { folds: 3, seed: 4 });

describe("fits as jobs", () => {
  it("rank as compare does, equal ones in the order given", () => {
    expect(best).toBe(expected.best);
    expect(ranking.map(({ name }) => name)).toEqual(expected.ranking.map(({ name }) => name));
    expect(ranking.findIndex(({ name }) => name === "same")).toBe(ranking.findIndex(({ name }) => name === "line") + 1);
  });

  it("have its bits where it makes a fit for each fold", () => {
    for (const name of ["process", "line"]) {
      const find = (list: typeof ranking) => list.find((candidate) => candidate.name === name)?.scores;
      expect(find(ranking)).toEqual(find(expected.ranking));
    }
  });

  it("take labels, and tell of the fit", () => {
    const labels = y.map((value) => (value > 0.5 ? "high" : "low"));
    const [job] = fitJobs({ classes: kernelClassifier({ kernel: rbf(), lambda: 0.1 }) }, { folds: 2, data: "these" }) as [FitJob];
    const { score, report } = runFitJob(job, X, labels);
    const { ranking: judged } = compare({ classes: kernelClassifier({ kernel: rbf(), lambda: 0.1 }) }, X, labels, { folds: 2 });
    expect(score).toBe(judged[0]?.scores[0]);
    expect(report.solver).toEqual(expect.any(String));
  });

  it("a result that came twice counts once", () => expect(rankFits(jobs, [...results, ...results]).ranking).toEqual(ranking));

  it.each<[string, () => unknown, string]>([
    ["a result that is missing", () => rankFits(jobs, results.slice(1)), "11 of 12 jobs have a result"],
    ["two results that differ", () => rankFits(jobs, [...results, { key: jobs[0]?.key as string, score: 2 }]), "do not compute alike"],
    ["no list of jobs", () => rankFits(null as never, results), "jobs must be a list"],
    ["an empty list of jobs", () => rankFits([], []), "jobs is empty"],
    ["a hole among the jobs", () => rankFits([undefined as never], results), "jobs[0] must be made by fitJobs"],
    ["no list of results", () => rankFits(jobs, 3 as never), "results must be a list"],
    ["a hole among the results", () => rankFits(jobs, [null as never]), "results[0] must be made by runFitJob"],
    ["a result of another job", () => rankFits(jobs, [{ key: "other", score: 1 }]), "which is none of these"],
    ["no candidates", () => fitJobs({}, { data: "these" }), "at least one estimator"],
    ["a function in a kernel", () => fitJobs({ own: { ...candidates.ridge, kernel: Math.abs } as never }, { data: "these" }), "plain data"],
  ])("refuse %s", (_, body, message) =>
    expect(body).toThrow(expect.objectContaining({ code: "argument", message: expect.stringContaining(message) })),
  );
});
