import { expect, it } from "vitest";
import { fit, linear, nystrom } from "../../src/entries/index";
import { digestStatistic, emptyStatistic } from "../../src/entries/statistics";
import { errorOf, expectError } from "../support/errors";

it("a digest is of a statistic", () => {
  for (const value of [null, {}, [], "statistic", nystrom({ kernel: linear(), landmarks: 1 })]) {
    expect(errorOf(() => digestStatistic(value as never))).toMatchObject({ code: "argument" });
  }
});

it("kernel values below all sums are refused, where they had made NaN", () => {
  const estimator = nystrom({ kernel: linear(), lambda: 10, landmarks: 1 });
  const X = [[4.7e-157]];
  const { message } = expectError("argument", () => {
    fit(estimator, X, [1]);
  });
  expect(message).toContain("too small");
  expect(() => emptyStatistic(estimator, [[1e-140]])).not.toThrow();
});
