import { readFileSync } from "node:fs";
import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import { evaluate, fit, gram, type Kernel, kernelRidge, linear } from "../../src/entries/index";
import { predict as predictServed } from "../../src/entries/predict";
import { errorOf } from "../support/errors";
import { errorInUnits } from "../support/precise-kernels";

type Case = readonly [kernel: Kernel, x: readonly number[], z: readonly number[], value: string, sensitivity: number];

/** Written by nasty_kernels.py beside it. */
const cases: readonly Case[] = JSON.parse(readFileSync("test/fixtures/nasty-kernels.json", "utf8"));

const { report } = fit(kernelRidge({ kernel: linear() }), [1], [1]);

/** k(x, z) by the core, by `mercer/predict` and by the formula; a code where it is refused. */
function values([kernel, x, z]: Case): readonly (number | string)[] {
  const points = { rows: 1, cols: x.length, data: Float64Array.from(x) };
  const served = {
    kind: "kernelModel",
    kernel,
    n: 1,
    d: x.length,
    points,
    coefficients: Float64Array.of(1),
    intercept: 0,
    report,
  } as const;
  return [() => gram(kernel, [x], [z]).data[0] as number, () => predictServed(served, [z])[0] as number, () => evaluate(kernel, x, z)].map(
    (compute) => {
      try {
        return compute();
      } catch {
        return errorOf(compute).code;
      }
    },
  );
}

/** In units of ε times the sensitivity: half a unit for each of what is rounded, and of the result. */
const ROUNDINGS = 2;

describe("kernels where a plain formula loses its digits, against 30 digits of mpmath: right or told", () => {
  const kinds = [...new Set(cases.map(([{ kind }]) => kind))];
  it("has twelve kernels", () => expect(kinds).toHaveLength(12));

  it.each(kinds)("%s", (kind) => {
    const own = cases.filter(([kernel]) => kernel.kind === kind);
    let refused = 0;
    for (const one of own) {
      const [kernel, x, z, digits, sensitivity] = one;
      const precise = { value: new Decimal(digits), sensitivity: new Decimal(sensitivity) };
      for (const found of values(one)) {
        const where = `${JSON.stringify(kernel)} of ${x} and ${z} is ${digits}, not ${found}`;
        if (typeof found === "string") {
          refused++;
          expect(found, where).toBe("not-finite");
        } else expect(errorInUnits(found, precise), where).toBeLessThanOrEqual(ROUNDINGS);
      }
    }
    // a heavy tail far away, which the core does not know: test/kernels/ends-of-range.test.ts
    expect(refused).toBeLessThanOrEqual(kind === "rationalQuadratic" ? 8 : 0);
  });
});
