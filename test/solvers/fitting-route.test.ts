import { describe, expect, test } from "vitest";
import { type Kernel, linear, matern, polynomial, sigmoid } from "../../src/entries/index";
import { readProblem } from "../../src/problem/problem";
import { fittingRoute } from "../../src/solvers/fitting-route";
import { randomMatrix } from "../support/random";

function routeOf(kernel: Kernel, n: number, lambda: number): string {
  const X = randomMatrix(1, n, 3);
  return fittingRoute(readProblem(kernel, X, new Float64Array(n), undefined), Float64Array.of(lambda));
}

describe('the route of "auto"', () => {
  const rough = matern({ nu: 1.5, lengthScale: 1 });
  test.each([
    [rough, 23_000, 1, "full"],
    [rough, 24_000, 1, "iterative"],
    [rough, 24_000, 0, "full"],
    [linear(), 24_000, 1, "full"],
    [polynomial({ degree: 2 }), 24_000, 1, "full"],
    [sigmoid(), 24_000, 1, "full"],
  ])("%# %i points, lambda %d: %s", (kernel, n, lambda, expected) => {
    expect(routeOf(kernel as Kernel, n as number, lambda as number)).toBe(expected);
  });
});
