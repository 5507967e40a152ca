import { describe, expect, it } from "vitest";
import {
  epsilonInsensitive,
  fit,
  huber,
  kernelDescent,
  kernelNewton,
  type Loss,
  type LossName,
  linear,
  linearDescent,
  quantile,
  rbf,
  supportVectorRegression,
} from "../../src/entries/index";
import { readLoss } from "../../src/losses/read";
import { expectError } from "../support/errors";
import { LOSSES } from "../support/losses";

const kernel = rbf({ gamma: 1 });

describe("a loss", () => {
  it.each(LOSSES)("$name reads as itself, from JSON too, and its name as the constructor without options", ({ name, loss }) => {
    expect(readLoss(loss)).toEqual(loss);
    expect(readLoss(JSON.parse(JSON.stringify(loss)) as Loss)).toEqual(loss);
    expect(readLoss(name as LossName).kind).toBe(name);
  });

  it("has the defaults of the books", () => {
    expect([huber(), epsilonInsensitive(), quantile()]).toEqual([
      { kind: "huber", delta: 1.35 },
      { kind: "epsilonInsensitive", epsilon: 0.1 },
      { kind: "quantile", tau: 0.5 },
    ]);
  });

  it.each([
    ["delta", () => huber({ delta: 0 })],
    ["delta", () => readLoss({ kind: "huber", delta: Number.NaN })],
    ["epsilon", () => epsilonInsensitive({ epsilon: -1 })],
    ["tau", () => quantile({ tau: 0 })],
    ["tau", () => quantile({ tau: 1 })],
    ["tau", () => readLoss({ kind: "quantile", tau: -0.5 })],
    ["epsilon", () => readLoss({ kind: "huber", epsilon: 1 } as unknown as Loss)],
    ["loss", () => readLoss("cubic" as LossName)],
    ["loss", () => readLoss({ kind: "cubic" } as unknown as Loss)],
    ["loss", () => readLoss(null as unknown as Loss)],
    ["loss", () => readLoss(huber as unknown as Loss)],
  ])("is refused for a bad %s, case %#", (argument, run) => {
    expectError("argument", run, { argument });
  });
});

describe("a parameter beside the name of a loss", () => {
  const base = { kernel, iterations: 1 };

  it("is that of its own loss", () => {
    const short = kernelDescent({ ...base, loss: "huber", delta: 2 });
    expect(short).toEqual(kernelDescent({ ...base, loss: huber({ delta: 2 }) }));
    expect(kernelDescent(short as never)).toEqual(short);
    expect(supportVectorRegression({ kernel, epsilon: 2 }).loss).toEqual(epsilonInsensitive({ epsilon: 2 }));
    expect(kernelNewton({ kernel, loss: "huber", delta: 2 }).loss).toEqual(huber({ delta: 2 }));
  });

  it.each([
    ["delta", () => kernelDescent({ ...base, loss: "absolute", delta: 2 }), "write loss: huber({ delta: 2 })"],
    ["delta", () => kernelDescent({ ...base, delta: 2 }), 'the loss is "squared"'],
    ["delta", () => linearDescent({ iterations: 1, loss: huber(), delta: 2 }), "the loss is huber()"],
    ["epsilon", () => kernelDescent({ ...base, loss: "huber", epsilon: 2 }), "write loss: epsilonInsensitive({ epsilon: 2 })"],
    ["epsilon", () => supportVectorRegression({ kernel, loss: "absolute", epsilon: 0.1 }), "leave epsilon out"],
    ["delta", () => kernelNewton({ kernel, loss: "poisson", delta: 1 }), "write loss: huber({ delta: 1 })"],
  ])("%s is an error beside another, that says what to write: case %#", (argument, run, words) => {
    expect(expectError("argument", run, { argument }).message).toContain(words);
  });
});

describe("a solver states what it needs", () => {
  it("descent with the step auto: a bound of L″, or a kink", () => {
    const error = expectError("unsupported", () => kernelDescent({ kernel, loss: "poisson", iterations: 1 }), { argument: "step" });
    expect(error.message).toContain("use kernelNewton, or give a step");
    expectError("unsupported", () => linearDescent({ loss: "poisson", iterations: 1 }), { argument: "step" });
    expect(kernelDescent({ kernel, loss: "poisson", iterations: 1, step: 0.1 }).step).toBe(0.1);
  });

  it("Newton's method: no kinks", () => {
    for (const loss of ["absolute", "epsilonInsensitive", "quantile", "hinge"]) {
      const error = expectError("argument", () => kernelNewton({ kernel, loss: loss as "huber" }), { argument: "loss" });
      expect(error.message).toContain(loss === "hinge" ? "kernelClassifier" : "supportVectorRegression");
    }
    expectError("argument", () => kernelNewton({ kernel } as never), { argument: "loss" });
  });

  it("support vector regression: straight pieces", () => {
    for (const loss of ["squared", "huber", "poisson", "hinge"]) {
      expectError("argument", () => supportVectorRegression({ kernel, loss: loss as "absolute" }), { argument: "loss" });
    }
  });

  it("and the loss states which targets it takes", () => {
    const X = [[0], [1], [2]];
    const newton = (loss: "poisson" | "logistic") => () => fit(kernelNewton({ kernel: linear(), loss }), X, [1, -1, 2]);
    expectError("argument", newton("poisson"), { argument: "y", row: 1, column: 0, value: -1 });
    expectError("argument", newton("logistic"), { argument: "y", row: 2, column: 0, value: 2 });
    const descent = kernelDescent({ kernel, loss: "poisson", step: 0.1, iterations: 1 });
    expectError("argument", () => fit(descent, X, [1, -1, 2]), { argument: "y", row: 1 });
  });
});
