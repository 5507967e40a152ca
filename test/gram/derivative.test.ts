import { describe, expect, it } from "vitest";
import { parametersOf } from "../../src/entries/index";
import { asPoints, readGradients, rectangularGradient, trainingGradient, worstError } from "../support/gradients";

const fixture = readGradients();
const [X, many, Z] = [asPoints(fixture.X), asPoints(fixture.many), asPoints(fixture.Z)];
const lower = (i: number, j: number): number => fixture.weights[i]?.[j] as number;
const rectangle = Float64Array.from(fixture.rectangle.flat());

describe("derivatives of 300 compositions against 60 digits", () => {
  it("have the parameters of the fixture", () => {
    for (const { kernel, paths } of fixture.cases) expect(parametersOf(kernel).map(({ path }) => path)).toEqual(paths);
  });

  it("in training", () => {
    const errors = fixture.cases.map(({ kernel, n, training, trainingScale }) => {
      return worstError(trainingGradient(kernel, n === 37 ? many : X, lower), training, trainingScale);
    });
    fixture.cases.forEach((c, at) => {
      if ((errors[at] as number) > 1e-12)
        console.log(errors[at], JSON.stringify(c.kernel), c.paths, c.training, c.n === 7 ? trainingGradient(c.kernel, X, lower) : "");
    });
    expect(Math.max(...errors)).toBeLessThan(1e-10);
  });

  it("between other points", () => {
    const errors = fixture.cases.map(({ kernel, other, otherScale }) => {
      return worstError(rectangularGradient(kernel, Z, X, rectangle), other, otherScale);
    });
    fixture.cases.forEach((c, at) => {
      if ((errors[at] as number) > 1e-12)
        console.log(errors[at], JSON.stringify(c.kernel), c.paths, c.other, rectangularGradient(c.kernel, Z, X, rectangle));
    });
    expect(Math.max(...errors)).toBeLessThan(1e-10);
  });
});
