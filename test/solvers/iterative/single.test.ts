import { beforeAll, describe, expect, it } from "vitest";
import {
  fit,
  fromJSON,
  isMercerError,
  type KernelModel,
  kernelRidge,
  matern,
  predict,
  rbf,
  scale,
  toJSON,
} from "../../../src/entries/index";
import { randomMatrix, randomVector } from "../../support/random";

// single precision begins at 4,096 points
const n = 4100;
const X = randomMatrix(5, n, 2);
const y = randomVector(6, n).map((value, i) => value / 4 + Math.sin(3 * (X.data[2 * i] as number)));
const Z = randomMatrix(7, 60, 2);
const options = { lambda: 0.4, intercept: true, solver: "iterative", rank: 20, tolerance: 1e-4 } as const;
const smooth = { ...options, kernel: scale(2, rbf({ lengthScale: [0.5, 0.7] })) };

function interrupted(steps: number): unknown {
  try {
    fit(kernelRidge({ ...smooth, storage: "tiles", maxIterations: steps }), X, y);
  } catch (error) {
    if (isMercerError(error) && error.code === "diverged") return error.state;
    throw error;
  }
  throw new Error("it was not interrupted");
}

describe("directions in single precision", () => {
  let model: KernelModel;
  beforeAll(() => {
    model = fit(kernelRidge({ ...smooth, storage: "tiles" }), X, y);
  });

  it("are told of, also in a file; where K is kept there are none", () => {
    expect(model.report.certificate?.arithmetic).toBe("single");
    expect(model.report.reason).toContain("directions in single precision");
    expect((fromJSON(toJSON(model)) as KernelModel).report.certificate).toEqual(model.report.certificate);
  });

  it("lead to the fit in double precision, to within both bounds", () => {
    const kept = fit(kernelRidge({ ...smooth, storage: "triangle" }), X, y);
    expect(kept.report.certificate).not.toHaveProperty("arithmetic");
    const [a, b] = [predict(model, Z) as Float64Array, predict(kept, Z) as Float64Array];
    const allowed = Math.SQRT2 * ((model.report.errorBound as number) + (kept.report.errorBound as number));
    a.forEach((value, i) => {
      expect(Math.abs(value - (b[i] as number))).toBeLessThanOrEqual(allowed);
    });
    expect(model.report.certificate?.reached).toBeLessThanOrEqual(1e-4);
  });

  it("go on from a state with the bits of a fit that was never interrupted", () => {
    const resumed = fit(kernelRidge({ ...smooth, storage: "tiles" }), X, y, { resume: interrupted(15) });
    expect(resumed.coefficients).toEqual(model.coefficients);
  });
});

it("a ridge near the rounding of single precision, and kernels that are no function of a distance, have none", () => {
  const tiny = { ...options, kernel: matern({ nu: 1.5, lengthScale: 1 }), lambda: 1e-5, storage: "tiles", maxIterations: 0 } as const;
  const error = (() => {
    try {
      fit(kernelRidge(tiny), X, y);
    } catch (thrown) {
      return thrown;
    }
    return null;
  })();
  expect(isMercerError(error) && (error.model as KernelModel).report.certificate).not.toHaveProperty("arithmetic");
});
