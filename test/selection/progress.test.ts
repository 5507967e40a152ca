import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  crossValidate,
  kernelRidge,
  laplacian,
  leaveOneOut,
  type Progress,
  selectLambda,
  type WatchOptions,
} from "../../src/entries/index";
import { randomMatrix } from "../support/random";

const n = 300;
const X = randomMatrix(1, n, 2);
const Y = randomMatrix(2, n, 2);
// two values of λ are two factors
const ridge = kernelRidge({ kernel: laplacian(), lambda: [0.1, 2] });

const VERBS: Readonly<Record<string, (watching: WatchOptions) => unknown>> = {
  "crossValidate, by one factor for each λ": (watching) => crossValidate(ridge, X, Y, { folds: 5, ...watching }),
  leaveOneOut: (watching) => leaveOneOut(ridge, X, Y, watching),
  "selectLambda, few of them": (watching) => selectLambda(ridge, X, Y, [0.1, 1], watching),
  "selectLambda, many of them": (watching) => selectLambda(ridge, X, Y, undefined, watching),
};

let clock = 0;
beforeEach(() => {
  vi.spyOn(performance, "now").mockImplementation(() => {
    clock += 1000;
    return clock;
  });
});
afterEach(() => vi.restoreAllMocks());

describe.each(Object.entries(VERBS))("%s, on a clock that makes every report due", (_, run) => {
  it("never goes back within a phase, nor beyond its end", () => {
    const told: Progress[] = [];
    run({ onProgress: (progress) => told.push(progress) });
    const shares = told.filter(({ phase }) => phase === "leave-one-out").map(({ done, total }) => done / total);
    expect(shares.length).toBeGreaterThan(0);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBeGreaterThanOrEqual(0);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
    // what is left then is a small part
    expect(shares.at(-1)).toBeGreaterThan(0.8);
  });
});
