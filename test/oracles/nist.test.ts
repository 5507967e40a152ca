import { afterAll, describe, expect, it } from "vitest";
import { fit, leastSquares } from "../../src/entries/index";
import { lstsq } from "../../src/entries/linalg";
import { references } from "../support/nist";
import { exactLeastSquares } from "../support/rational";

const REFERENCES = new Map(references().map((reference) => [reference.name, reference]));
const table: string[] = [];

/** The fewest digits of a coefficient that agree; 15 at most, as many as are certified. */
function digits(got: ArrayLike<number>, want: ArrayLike<number>): number {
  const errors = Array.from(want, (value, j) => Math.abs(((got[j] as number) - value) / value));
  return Math.min(15, -Math.log10(Math.max(...errors)));
}

describe("the certified coefficients of NIST's linear reference problems", () => {
  afterAll(() => console.info(["digits: certified, exact for the rounded data, without refinement", ...table].join("\n")));

  it("all eleven", () => expect(REFERENCES.size).toBe(11));

  it("Wampler's noise is orthogonal to the powers, so that his coefficients are exact; NoInt2's is 8/11", () => {
    for (const name of ["Wampler3", "Wampler4", "Wampler5"]) {
      const { X, y } = REFERENCES.get(name) as NonNullable<ReturnType<(typeof REFERENCES)["get"]>>;
      for (let k = 0; k < 6; k++) {
        const sum = y.reduce((rest, value, i) => {
          const row = X.data.subarray(i * 6, (i + 1) * 6);
          return rest + BigInt(value - row.reduce((h, power) => h + power, 0)) * BigInt(row[k] as number);
        }, 0n);
        expect(sum).toBe(0n);
      }
    }
    expect(8 / 11).toBeCloseTo(0.727272727272727, 15);
  });

  // The rounding of the data to float64 allows so many: exact arithmetic on the rounded data agrees with what is certified no better
  it.each([
    ["Norris", 13, 13],
    ["Pontius", 13, 13],
    ["NoInt1", 14, null],
    ["NoInt2", 14, null],
    ["Longley", 14, 14],
    ["Filip", 7.8, 7.8],
    ["Wampler1", 14.9, 14.9],
    ["Wampler2", 12.4, 12.4],
    ["Wampler3", 14.9, 14.9],
    ["Wampler4", 14.9, 14.9],
    ["Wampler5", 14.9, 14.9],
  ] as const)("%s: %d digits with a column of ones, %d with an intercept", (name, column, intercept) => {
    const { X, y, certified } = REFERENCES.get(name) as NonNullable<ReturnType<(typeof REFERENCES)["get"]>>;
    const { weights, report } = fit(leastSquares(), X, y);
    expect(report.rank).toBe(X.cols);
    const exact = exactLeastSquares(X, y);
    const reached = digits(weights, certified);
    expect(reached).toBeGreaterThan(column);
    expect(reached).toBeGreaterThan(digits(exact, certified) - 0.3);
    // As far as the answer to the question that was asked goes, no digit is missing
    expect(digits(weights, exact)).toBeGreaterThan(14.5);
    const [refined, plain] = [true, false].map((refine) => lstsq(X, y, { tolerance: 0, refine }).solution) as [Float64Array, Float64Array];
    expect(digits(refined, exact)).toBeGreaterThan(14.5);
    expect(digits(plain, exact)).toBeGreaterThan(6.5);
    table.push(
      [name, reached, digits(weights, exact), digits(plain, certified)].map((v) => (typeof v === "number" ? v.toFixed(1) : v)).join("  "),
    );
    if (intercept === null) return;
    const withoutOnes = { rows: X.rows, cols: X.cols - 1, data: X.data.filter((_, at) => at % X.cols > 0) };
    const model = fit(leastSquares({ intercept: true }), withoutOnes, y);
    expect(digits([model.intercept, ...model.weights], certified)).toBeGreaterThan(intercept);
  });
});
