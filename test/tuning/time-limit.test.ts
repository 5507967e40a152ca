import { afterEach, describe, expect, it, vi } from "vitest";
import { crossValidate, fit, gaussianProcess, kernelClassifier, rbf, tune } from "../../src/entries/index";
import { expectError } from "../support/errors";
import { random } from "../support/generator";

const source = random(3);
const X = Array.from({ length: 30 }, () => [source.between(0, 6)]);
const y = X.map(([x]) => Math.sin(x as number) + 0.1 * source.normal());
const process = gaussianProcess({ kernel: rbf({ lengthScale: 30 }), noise: 1 });

/** A clock that is a second later at every look. */
const slowClock = () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1000));
};
afterEach(() => {
  vi.restoreAllMocks();
});

describe("tune within seconds", () => {
  it("ends with the best that it has seen, and says so", () => {
    slowClock();
    const found = tune(process, X, y, { seconds: 12 });
    expect(found.converged).toBe(false);
    expect(found.warnings.join()).toMatch(/the time was up; give more seconds/);
    expect(found.evaluations).toBeGreaterThan(1);
    expect(found.evaluations).toBeLessThan(12);
    expect(found.value).toBe(fit(found.estimator, X, y).logMarginalLikelihood);
    expect(found.value).toBeGreaterThan(fit(process, X, y).logMarginalLikelihood);
    expect(found.value).toBeLessThan(tune(process, X, y).value);
  });

  it("evaluates once, however little time there is", () => {
    slowClock();
    expect(tune(process, X, y, { seconds: 1e-6 })).toMatchObject({ evaluations: 1, value: fit(process, X, y).logMarginalLikelihood });
  });

  it("by held-out scores, too", () => {
    const labels = y.map((value) => value > 0);
    const classifier = kernelClassifier({ kernel: rbf({ gamma: 0.01 }), lambda: 10 });
    slowClock();
    const { estimator, value, converged } = tune(classifier, X, labels, { seconds: 60 });
    vi.restoreAllMocks();
    expect(converged).toBe(false);
    const { scores } = crossValidate(estimator, X, labels);
    expect(value).toBe(scores.reduce((sum, score) => sum + score / 5, 0));
  });

  it("is the same search where the time is not used up", () => {
    expect(tune(process, X, y, { seconds: 1e6 })).toEqual(tune(process, X, y));
  });

  it("needs a time", () => {
    expectError("argument", () => tune(process, X, y, { seconds: 0 }), { argument: "seconds" });
  });
});
