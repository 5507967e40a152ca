import { describe, expect, it } from "vitest";
import { type Problem, readProblem } from "../../../src/problem/problem";
import { notPositiveDefinite, singular } from "../../../src/solvers/ridge/breakdown";

const problemOf = (X: number[][], weights?: number[]): Problem => readProblem({ kind: "rbf" }, X, new Float64Array(X.length), weights);

describe("notPositiveDefinite", () => {
  it("says where, how much, why, and what to try", () => {
    const error = notPositiveDefinite(
      problemOf([
        [1, 2],
        [3, 4],
        [1, 2],
      ]),
      0,
      2,
      { pivot: 2, value: -3.1e-17 },
    );
    expect(error).toMatchObject({ code: "not-positive-definite", pivot: 2, value: -3.1e-17, duplicates: [0, 2] });
    expect(error.message).toBe(
      "K + λI is not positive definite at pivot 2 of 3 (value -3.10e-17); rows 0 and 2 of X are equal; use lambda ≥ 2e-15",
    );
  });

  it("finds the partner of the failing row before any other pair, and no pair where there is none", () => {
    const X = [[0], [0], [5], [7], [5]];
    expect(notPositiveDefinite(problemOf(X), 0, 1, { pivot: 4, value: 0 })).toMatchObject({ duplicates: [2, 4] });
    expect(notPositiveDefinite(problemOf(X), 0, 1, { pivot: 3, value: 0 })).toMatchObject({ duplicates: [0, 1] });
    expect(notPositiveDefinite(problemOf([[1], [2]]), 0, 1, { pivot: 1, value: 0 })).not.toHaveProperty("duplicates");
  });

  it("advises more than the λ that failed", () => {
    const { message } = notPositiveDefinite(problemOf([[1], [2]]), 1e-3, 1, { pivot: 1, value: -1 });
    expect(message).toContain("lambda ≥ 0.002");
  });

  it("speaks of K where K is what was given", () => {
    const problem = readProblem(
      { kind: "precomputed" },
      [
        [1, 1],
        [1, 1],
      ],
      [1, 2],
      undefined,
    );
    const { message } = notPositiveDefinite(problem, 0, 2, { pivot: 1, value: 0 });
    expect(message).toContain("rows 0 and 1 of K are equal");
    expect(message).toContain('solver "lu"');
  });
});

describe("singular", () => {
  it("tells a pivot of 0 from a condition beyond 1/ε", () => {
    const problem = problemOf([[1], [2]]);
    const exact = singular(problem, 0, 1, 1, Infinity);
    expect(exact).toMatchObject({ code: "singular", pivot: 1, conditionEstimate: Infinity });
    expect(exact.message).toContain("pivot 1 of 2 is 0");
    const nearly = singular(problem, 0, 1, null, 4e17);
    expect(nearly).toMatchObject({ code: "singular", pivot: null, conditionEstimate: 4e17 });
    expect(nearly.message).toContain("to working precision (condition number 4.0e+17)");
  });

  it("counts rows as the caller does, those of weight 0 included", () => {
    const problem = problemOf([[9], [1], [8], [1]], [0, 1, 0, 1]);
    expect(singular(problem, 0, 1, 1, Infinity)).toMatchObject({ duplicates: [1, 3] });
  });
});
