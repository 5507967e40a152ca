import { describe, expect, it } from "vitest";
import { fit, kernelNewton, precomputed } from "../../src/entries/index";

describe("the error of Newton's method for a K with a negative eigenvalue", () => {
  it("gives it to three digits", () => {
    // [0 c; c 0] has the eigenvalues ±c; 2λ/¼ is to lift −c above 0, with as much again for the steps: λ = c/4, rounded up
    for (const [c, said, enough] of [
      [1.2345, "-1.23", "0.31"],
      [876.54, "-877", "220"],
      [3.14159e-5, "-0.0000314", ""],
    ] as const) {
      const run = () =>
        fit(
          kernelNewton({ kernel: precomputed(), loss: "logistic", lambda: 1e-9 * c }),
          [
            [0, c],
            [c, 0],
          ],
          [1, -1],
        );
      expect(run).toThrow(`K has an eigenvalue of ${said} or less; use lambda ≥ ${enough}`);
    }
  });
});
