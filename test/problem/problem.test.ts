import { describe, expect, it } from "vitest";
import { precomputed, rbf } from "../../src/entries/index";
import { ownPoints } from "../../src/problem/points";
import { readProblem, scatter } from "../../src/problem/problem";
import { at, build, pickRows } from "../support/dense";
import { randomMatrix, randomVector } from "../support/random";

const X = randomMatrix(1, 5, 2);
const y = randomVector(2, 5);

describe("readProblem", () => {
  it("resolves the kernel and keeps what it was given", () => {
    const problem = readProblem(rbf(), X, y, undefined);
    expect(problem).toMatchObject({ kernel: rbf({ gamma: 0.5 }), n: 5, t: 1, weights: null, support: null, isVector: true });
    expect(problem.X).toEqual(X);
    expect(readProblem(rbf(), X, randomMatrix(3, 5, 4), undefined)).toMatchObject({ t: 4, isVector: false });
  });

  it("leaves out the points of weight 0, of a precomputed matrix rows and columns", () => {
    const weights = [1, 0, 2, 0, 3];
    const points = readProblem(rbf(), X, y, weights);
    expect(points).toMatchObject({ n: 3, support: [0, 2, 4], weights: Float64Array.of(1, 2, 3) });
    expect(points.X).toEqual(pickRows(X, [0, 2, 4]));
    expect(points.Y.data).toEqual(Float64Array.of(y[0] as number, y[2] as number, y[4] as number));
    const K = build(5, 5, (i, j) => 10 * Math.min(i, j) + Math.max(i, j));
    expect(readProblem(precomputed(), K, y, weights).X).toEqual(build(3, 3, (i, j) => at(K, 2 * i, 2 * j)));
  });

  it("one weight is the weight of all", () => {
    expect(readProblem(rbf(), X, y, 2.5)).toMatchObject({ weights: new Float64Array(5).fill(2.5), support: null });
  });
});

describe("scatter", () => {
  it("gives the coefficients of the points that count to their places, 0 to the others", () => {
    const problem = readProblem(rbf(), X, randomMatrix(3, 5, 2), [0, 1, 0, 1, 1]);
    const all = scatter(problem, Float64Array.of(1, 2, 3, 4, 5, 6));
    expect(all).toEqual({ rows: 5, cols: 2, data: Float64Array.of(0, 0, 1, 2, 0, 0, 3, 4, 5, 6) });
  });
});

describe("ownPoints", () => {
  it("copies all points, those of weight 0 as well; none of a precomputed kernel", () => {
    const own = ownPoints(readProblem(rbf(), X, y, [0, 1, 1, 1, 1]));
    expect(own).toEqual(X);
    expect(own?.data.buffer).not.toBe(X.data.buffer);
    expect(ownPoints(readProblem(precomputed(), [[2]], [1], undefined))).toBeNull();
  });
});
