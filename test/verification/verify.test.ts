import { describe, expect, it } from "vitest";
import {
  annotate,
  type Claim,
  type ClaimName,
  fit,
  fromBytes,
  type KernelModel,
  kernelRidge,
  leastSquares,
  linear,
  type Matrix,
  type Model,
  rbf,
  type Scaling,
  toBytes,
  verify,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { type Fit, fits, n, X, Y } from "../support/fits";

const verified = ({ model, X, y, options }: Fit) => verify(model as never, X, y as never, options);

describe.each([false, true, "range"] as const)("honest models hold, standardize: %s", (standardize) => {
  it.each(fits(standardize).map((each) => ({ ...each })))("$name", (each) => {
    const { claims, holds } = verified(each);
    expect(claims.filter((claim) => claim.holds === false)).toEqual([]);
    expect(holds).toBe(true);
    expect(claims.filter(({ claim }) => claim === "trainingLoss")).toMatchObject([{ holds: true }]);
  });
});

/** The model with one number of one of its parts another, by a share of itself. */
function forged(model: Model, name: string, share: number): Model {
  const part = (model as unknown as Record<string, Float64Array | Matrix>)[name] as Float64Array | Matrix;
  const changed = (numbers: Float64Array): Float64Array =>
    numbers.map((value, k) => (k === 3 % numbers.length ? value * (1 + share) + share * 1e-3 : value));
  return { ...model, [name]: "data" in part ? { ...part, data: changed(part.data) } : changed(part) };
}

const reported = (model: Model, changes: object): Model => ({ ...model, report: { ...model.report, ...changes } }) as Model;

const failed = (each: Fit): readonly string[] => verified(each).claims.flatMap(({ claim, holds }) => (holds === false ? [claim] : []));

describe.each([false, true] as const)("forgeries are named, standardize: %s", (standardize) => {
  it.each(fits(standardize).map((each) => ({ ...each })))("$name", (each) => {
    const { model } = each;
    const part = model.kind === "linearModel" ? "weights" : "coefficients";
    const checked = verified(each).claims.flatMap(({ claim, holds }) => (holds ? [claim] : []));
    for (const share of [0.01, 1e-4]) {
      const names = failed({ ...each, model: forged(model, part, share) });
      expect(names).toContain("trainingLoss");
      if (checked.includes("gap")) expect(names).toContain("gap");
      if (checked.includes("equations")) expect(names.includes("equations") || names.includes("backwardError")).toBe(true);
      if (model.kind !== "linearModel" && model.points) {
        expect(failed({ ...each, model: forged(model, "points", share) })).toContain("points");
      }
    }
    const { trainingLoss, backwardError, errorBound } = model.report;
    expect(failed({ ...each, model: reported(model, { trainingLoss: trainingLoss.map((loss) => loss * 0.999 - 1e-9) }) })).toEqual([
      "trainingLoss",
    ]);
    if (checked.includes("backwardError")) {
      expect(failed({ ...each, model: reported(model, { backwardError: (backwardError as number) + 1e-9 }) })).toEqual(["backwardError"]);
    }
    if (checked.includes("errorBound")) {
      expect(failed({ ...each, model: reported(model, { errorBound: (errorBound as number) / 2 }) })).toEqual(["errorBound"]);
    }
    if (model.kind === "gaussianProcessModel") {
      expect(checked).toContain("logMarginalLikelihood");
      const better = { ...model, logMarginalLikelihood: model.logMarginalLikelihood + 1e-9 } as Model;
      expect(failed({ ...each, model: better })).toEqual(["logMarginalLikelihood"]);
    }
  });
});

describe("what is told", () => {
  const all = new Map(fits(false).map((each) => [each.name, each]));
  const the = (name: string): Fit => all.get(name) as Fit;
  const of = (each: Fit, name: ClaimName): Claim => verified(each).claims.find(({ claim }) => claim === name) as Claim;

  it("λ as it was, and the likelihood to the bit", () => {
    // that of a Newton fit to the root of its gap
    for (const [name, lambdas, within] of [
      ["ridge", [0.1], 1e-12],
      ["ridge of two targets", [0.1, 3], 1e-12],
      ["ridge, weighted", [0.1], 1e-12],
      ["classifier of three", [0.5, 0.5, 0.5], 1e-12],
      ["primal, intercept", [1, 1], 1e-12],
      ["logistic", [0.5], 1e-5],
      ["Newton, Huber", [0.1], 1e-5],
    ] as const) {
      const { found } = of(the(name), "lambda");
      (found as number[]).forEach((lambda, q) => {
        expect(Math.abs(lambda / (lambdas[q] as number) - 1)).toBeLessThan(within);
      });
    }
    const { told, found } = of(the("process, noise of each"), "logMarginalLikelihood");
    expect(found).toBe(told);
  });

  it("other data are other data", () => {
    const ridge = the("ridge");
    const y = (ridge.y as Float64Array).map((value, i) => (i === 5 ? value + 1e-6 : value));
    expect(failed({ ...ridge, y })).toEqual(["trainingLoss", "equations", "backwardError", "errorBound"]);
    const fewer = { rows: n - 1, cols: 2, data: X.data.slice(2) };
    expect(failed({ ...ridge, X: fewer, y: (ridge.y as Float64Array).slice(1) })).toEqual(["size"]);
    expect(failed({ ...ridge, options: { sampleWeight: Float64Array.from({ length: n }, (_, i) => 1 + (i % 2)) } })).toContain("equations");
    const wide = { rows: n, cols: 3, data: new Float64Array(3 * n) };
    expect(failed({ ...ridge, X: wide })).toEqual(["size"]);
  });

  it("a digest of other data, and none", () => {
    const { model, y } = the("ridge");
    const target = y as Float64Array;
    const digested = annotate(model, { data: { X, y: target } });
    expect(of({ name: "", model: digested, X, y }, "digest").holds).toBe(true);
    const other = annotate(model, { data: { X, y: target.map((value) => -value) } });
    expect(failed({ name: "", model: other, X, y })).toEqual(["digest"]);
    expect(of(the("ridge"), "digest")).toMatchObject({ holds: null, reason: expect.stringContaining("annotate") });
  });

  it("classes that y lacks, and such as the model lacks", () => {
    const each = the("classifier");
    const labels = each.y as string[];
    expect(failed({ ...each, y: labels.map((label) => (label === "low" ? "lowest" : label)) })).toEqual(["classes"]);
    expect(failed({ ...each, y: labels.map(() => "low") })).toContain("classes");
  });

  it("units that no method finds", () => {
    const model = fit(kernelRidge({ kernel: rbf({ lengthScale: 1 }), lambda: 0.1, standardize: true }), X, Y);
    const { X: ofX, y: ofY } = model.scaling as { X: Scaling; y: Scaling };
    const other = { ...model, scaling: { X: ofX, y: { ...ofY, spread: ofY.spread.map((s) => 2 * s) } } };
    expect(of({ name: "", model, X, y: Y }, "scaling")).toMatchObject({ holds: true, found: "deviation" });
    expect(failed({ name: "", model: other, X, y: Y })).toContain("scaling");
  });

  it("what is not checked, with its reason", () => {
    const { model, y } = the("descent");
    const { holds, claims } = verify(model as KernelModel, X, y as Float64Array);
    expect(holds).toBe(true);
    expect(claims.filter((claim) => claim.holds === null).map(({ claim, reason }) => [claim, typeof reason])).toEqual(
      ["digest", "trainingLoss", "nullComponent", "iterations", "step", "bytes"].map((name) => [name, "string"]),
    );
  });

  it("refuses a loss of its own beside that of the model, unknown options, and what is no model", () => {
    const { model, y } = the("ridge");
    const call =
      (...given: unknown[]) =>
      () =>
        (verify as (...given: unknown[]) => unknown)(...given);
    expectError("argument", call(model, X, y, { loss: "huber" }), { argument: "loss" });
    expectError("argument", call(model, X, y, { weights: [1] }), { argument: "weights" });
    expectError("argument", call({}, X, y), { argument: "model" });
    expectError("shape", call(model, X, [1, 2]), { argument: "y" });
    expectError(
      "argument",
      call(
        the("Newton, Poisson").model,
        X,
        Float64Array.from(y as Float64Array, () => -1),
        { loss: "poisson" },
      ),
      { argument: "y" },
    );
  });

  it("models from files hold as the ones they were", () => {
    for (const each of fits(true)) expect(verified({ ...each, model: fromBytes(toBytes(each.model)) })).toEqual(verified(each));
  });
});

it("equations of weights that are no more than rounding are not checked", () => {
  const model = fit(leastSquares({ features: linear(), lambda: 0.1 }), X, Y);
  const equationsOf = (share: number) => {
    const weights = { ...model.weights, data: model.weights.data.map((w) => w * share) };
    return verify({ ...model, weights }, X, Y).claims.find(({ claim }) => claim === "equations");
  };
  expect(equationsOf(1)).toMatchObject({ holds: true });
  expect(equationsOf(0.5)).toMatchObject({ holds: false });
  for (const share of [0, 1e-30]) expect(equationsOf(share)).toMatchObject({ holds: null, reason: expect.stringContaining("error bound") });
});
