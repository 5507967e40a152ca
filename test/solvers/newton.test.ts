import { describe, expect, it } from "vitest";
import { fit, kernelNewton, type Matrix, rbf } from "../../src/entries/index";
import { expectError } from "../support/errors";

const n = 30;
const X = Float64Array.from({ length: n }, (_, i) => i / 5);
const hard = (i: number): number => 3 * Math.sin(3.7 * i) + Math.cos(i * i);

/** Columns that are 0, whose minimum is found before the first step, or `hard`, whose least gap is some 1e-22. */
function targets(...columns: readonly ("zero" | "hard")[]): Matrix {
  const cols = columns.length;
  return {
    rows: n,
    cols,
    data: Float64Array.from({ length: n * cols }, (_, at) => (columns[at % cols] === "zero" ? 0 : hard(Math.floor(at / cols)))),
  };
}

function warningsOf(tolerance: number, Y: Matrix): readonly string[] {
  return fit(kernelNewton({ kernel: rbf({ gamma: 1 }), loss: "huber", lambda: 1e-3, tolerance }), X, Y).report.warnings;
}

describe("the tolerance", () => {
  it.each([[["zero", "hard"]], [["hard", "zero"]], [["hard"]]] as const)(
    "is told where one of the targets does not reach it: %j",
    (columns) => {
      expect(warningsOf(1e-25, targets(...columns))).toEqual([expect.stringContaining("the tolerance 1e-25 was not reached")]);
    },
  );

  it("is not told where all do", () => {
    expect(warningsOf(1e-25, targets("zero", "zero"))).toEqual([]);
    expect(warningsOf(1e-12, targets("zero", "hard"))).toEqual([]);
  });
});

it("refuses targets whose loss overflows before the first step", () => {
  const Y = Float64Array.from({ length: n }, () => 1e200);
  expectError("not-finite", () => fit(kernelNewton({ kernel: rbf(), loss: "squared" as never, lambda: 1 }), X, Y), { argument: "y" });
});
