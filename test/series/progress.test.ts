import { describe, expect, it } from "vitest";
import {
  fit,
  gaussianProcess,
  type Kernel,
  kernelRidge,
  leaveOneOut,
  logMarginalLikelihood,
  matern,
  type Progress,
  rbf,
  verify,
} from "../../src/entries/index";

const n = 20_000;
const X = Float64Array.from({ length: n }, (_, i) => i / 50);
const y = X.map((x) => Math.sin(x));
const cells = Array.from({ length: 80 * 80 }, (_, i) => [Math.floor(i / 80) / 20, (i % 80) / 20]);
const heights = cells.map(([a, b]) => Math.sin((a as number) + (b as number)));
const middle = matern({ nu: 1.5, lengthScale: 0.8 });

type Watched = { signal: AbortSignal; onProgress: (progress: Progress) => void };

const line = (kernel: Kernel) => gaussianProcess({ kernel, noise: 0.1, solver: "stateSpace" });
const model = fit(line(middle), X, y);

const CASES: Readonly<Record<string, (watched: Watched) => unknown>> = {
  "a fit on a line": (watched) => fit(line(middle), X, y, watched),
  "ridge on a line": (watched) =>
    fit(kernelRidge({ kernel: matern({ nu: 2.5, lengthScale: 1 }), lambda: 0.1, solver: "stateSpace" }), X, y, watched),
  "the likelihood in one pass": (watched) => logMarginalLikelihood(line(middle), X, y, watched),
  "its derivatives": (watched) => logMarginalLikelihood(line(matern({ nu: 0.5, lengthScale: 1 })), X, y, { gradient: true, ...watched }),
  "leave-one-out": (watched) => leaveOneOut(line(middle), X, y, watched),
  verification: (watched) => verify(model, X, y, watched),
  "a grid": (watched) =>
    fit(gaussianProcess({ kernel: rbf({ lengthScale: [1, 2] }), noise: 0.1, solver: "kronecker" }), cells, heights, watched),
  waves: (watched) =>
    fit(
      gaussianProcess({ kernel: rbf({ lengthScale: 2 }), noise: 0.1, solver: "fourier" }),
      X.subarray(0, 4000),
      y.subarray(0, 4000),
      watched,
    ),
};

/** A signal that is raised at the look of that number, and how often it was looked at. */
function raisedAt(look: number): { readonly signal: AbortSignal; readonly looks: () => number } {
  let looks = 0;
  const signal = {
    get aborted() {
      return ++looks > look;
    },
  };
  return { signal: signal as AbortSignal, looks: () => looks };
}

describe.each(Object.entries(CASES))("%s", (_, work) => {
  it("looks at its signal many times, and ends at any of them", () => {
    const never = raisedAt(Number.POSITIVE_INFINITY);
    work({ signal: never.signal, onProgress: () => {} });
    expect(never.looks()).toBeGreaterThan(5);
    for (const share of [0.3, 0.8]) {
      const raised = raisedAt(Math.floor(share * never.looks()));
      const ended = (): unknown => work({ signal: raised.signal, onProgress: () => {} });
      expect(ended).toThrow(expect.objectContaining({ code: "aborted" }));
      expect(raised.looks()).toBe(Math.floor(share * never.looks()) + 1);
    }
  });
});

it("tells how far it is, in phases", () => {
  const told: Progress[] = [];
  const now = performance.now;
  let time = 0;
  performance.now = () => {
    time += 200;
    return time;
  };
  try {
    fit(line(middle), X, y, { onProgress: (progress) => told.push(progress) });
  } finally {
    performance.now = now;
  }
  expect(new Set(told.map(({ phase }) => phase))).toEqual(new Set(["factor", "solve"]));
  expect(told.every(({ done, total }) => done >= 0 && done <= total)).toBe(true);
});
