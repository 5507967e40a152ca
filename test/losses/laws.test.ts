import { describe, expect, it } from "vitest";
import { describeLoss, type LossName } from "../../src/entries/index";
import { lossLaws, requireLossLaws } from "../../src/entries/testing";
import { formulaOf, type LossFormula } from "../../src/losses/formula";
import { formulaLaws } from "../../src/testing/loss-laws";
import { expectError } from "../support/errors";
import { LOSSES } from "../support/losses";

describe.each(LOSSES)("$name", ({ loss, text }) => {
  it("keeps the laws, whatever the seed", () => {
    for (let seed = 1; seed <= 20; seed++) requireLossLaws(loss, { seed });
  });

  it("has every law but those that it cannot have", () => {
    const without = lossLaws(loss).filter(({ holds }) => holds === null);
    const { curvature, degree } = formulaOf(loss);
    expect(without.map(({ law }) => law)).toEqual([
      ...(curvature === Infinity ? ["curvature"] : []),
      ...(degree === null ? ["degree"] : []),
    ]);
  });

  it("is described", () => expect(describeLoss(loss)).toBe(text));

  it("is described without the roundings of its numbers", () => {
    expect(describeLoss({ kind: "quantile", tau: 0.9 })).toBe("0.9 max(y − h, 0) + 0.1 max(h − y, 0)");
    expect(describeLoss("huber")).toContain("2.7|h − y| − 1.8225");
  });

  it("goes by its name, too", () => {
    expect(lossLaws(loss.kind).every(({ holds }) => holds !== false)).toBe(true);
  });
});

describe("a wrong formula breaks the law it is wrong in", () => {
  const BROKEN: readonly (readonly [string, LossName, (right: LossFormula) => Partial<LossFormula>])[] = [
    ["slope", "squared", (right) => ({ slope: (h, y) => 0.999 * right.slope(h, y) })],
    ["slope", "hinge", (right) => ({ slope: (h, y) => -right.slope(h, y) })],
    ["convexity", "squared", (right) => ({ value: (h, y) => -right.value(h, y), slope: (h, y) => -right.slope(h, y) })],
    ["curvature", "logistic", () => ({ curvature: 0.2 })],
    ["curvature", "logistic", () => ({ curvature: 0.3 })],
    ["bend", "poisson", () => ({ bend: (u) => u })],
    ["bend", "squaredHinge", () => ({ bend: () => 2 })],
    ["conjugate", "poisson", (right) => ({ conjugate: (u, y) => right.conjugate(u, y) + 1e-4 })],
    ["conjugate", "absolute", () => ({ conjugate: (u, y) => u * y })],
    ["conjugate", "quantile", (right) => ({ conjugate: (u, y) => right.conjugate(-u, y) })],
  ];

  it.each(BROKEN)("%s of %s", (law, name, change) => {
    const right = formulaOf({ kind: name, ...(name === "quantile" ? { tau: 0.75 } : {}) } as Parameters<typeof formulaOf>[0]);
    const broken = formulaLaws({ ...right, ...change(right) }, 1).filter(({ holds }) => holds === false);
    expect(broken.map((result) => result.law)).toContain(law);
  });
});

it("the laws refuse what is no loss", () => {
  expectError("argument", () => lossLaws("squard" as LossName), { argument: "loss" });
  expectError("argument", () => lossLaws("squared", { seeds: 1 } as object), { argument: "seeds" });
});
