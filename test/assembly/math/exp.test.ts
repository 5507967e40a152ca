import Decimal from "decimal.js";
import { describe, expect, it } from "vitest";
import { createBench, expectExact } from "../../support/core";
import { random } from "../../support/generator";
import { ulp } from "../../support/oracles";

const Precise = Decimal.clone({ precision: 40, toExpNeg: -9e15, toExpPos: 9e15 });
const bench = createBench();

/** e^(a x_i) by the core; elements beyond the next multiple of 4 may not change. */
function exp(x: Float64Array, a = 1): Float64Array {
  bench.clear();
  const room = new Float64Array(Math.ceil(x.length / 4) * 4);
  room.set(x);
  const values = bench.vector(room);
  bench.run([values], (core) => core.exp(x.length, a, values.address));
  return bench.read(values).subarray(0, x.length);
}

/** A double as it is, not as it is printed. */
function exact(x: number): Decimal {
  const scale = ulp(x);
  return new Precise(x / scale).times(new Precise(2).pow(Math.log2(scale)));
}

/** The largest |computed − eˣ| in units in the last place of eˣ, eˣ having 40 digits. */
function worstError(x: Float64Array, a = 1): number {
  const computed = exp(x, a);
  let worst = 0;
  x.forEach((value, i) => {
    const truth = Precise.exp(exact(a * value));
    const error = truth
      .minus(exact(computed[i] as number))
      .abs()
      .div(exact(ulp(truth.toNumber())))
      .toNumber();
    worst = Math.max(worst, error);
  });
  return worst;
}

function sample(seed: number, count: number, next: (source: ReturnType<typeof random>, i: number) => number): Float64Array {
  const source = random(seed);
  return Float64Array.from({ length: count }, (_, i) => next(source, i));
}

/** The double `steps` units in the last place further from 0. */
function beyond(x: number, steps: number): number {
  const bits = new BigInt64Array(Float64Array.of(x).buffer);
  bits[0] = (bits[0] as bigint) + BigInt(steps);
  return new Float64Array(bits.buffer)[0] as number;
}

const LN2 = Math.LN2;

describe("exp is at most 1 ulp from eˣ; the greatest error seen on these points is 0.884 ulp", () => {
  it.each<[string, Float64Array]>([
    ["on all of [−708, 708]", sample(1, 4000, (source) => source.between(-708, 708))],
    ["on [−40, 0], where kernels live", sample(2, 3000, (source) => source.between(-40, 0))],
    ["from 1e-20 to 1 on a logarithmic scale, both signs", sample(3, 2000, (s) => s.between(-1, 1) * 10 ** s.between(-20, 0))],
    [
      "around odd multiples of ln 2 / 2, where k changes",
      sample(4, 3000, (s, i) => beyond((s.integer(-1010, 1010) + 0.5) * LN2, (i % 7) - 3)),
    ],
    ["around multiples of ln 2", sample(5, 1000, (s, i) => beyond(s.integer(1, 1010) * LN2 * (i % 2 ? 1 : -1), (i % 5) - 2))],
    ["near the ends: ±[707.9, 709.782712893384]", sample(6, 2000, (s, i) => (i % 2 ? 1 : -1) * s.between(707.9, 709.782712893384))],
    ["where the result is subnormal: [−745.14, −708.39]", sample(7, 2000, (source) => source.between(-745.14, -708.39))],
  ])("%s", (_, x) => {
    const worst = worstError(x);
    expect(worst).toBeLessThanOrEqual(1);
    // No function that rounds gets below ½ on so many points: the oracle does look at the result.
    expect(worst).toBeGreaterThan(0.45);
  });

  it.each([-0.5, -1, 2, -1 / 3, 1e-3, -731.7])("with the factor %d, the product rounded once", (a) => {
    const x = sample(8, 300, (source) => source.between(0, 700 / Math.abs(a)));
    expect(worstError(x, a)).toBeLessThanOrEqual(1);
  });
});

describe("exp of special values", () => {
  it.each([
    [0, 1],
    [-0, 1],
    [5e-324, 1],
    [-5e-324, 1],
    [2 ** -54, 1],
    [-(2 ** -55), 1],
    [Infinity, Infinity],
    [-Infinity, 0],
    [709.7827128933841, Infinity],
    [710, Infinity],
    [800.5, Infinity],
    [1e308, Infinity],
    [Number.MAX_VALUE, Infinity],
    [-745.1332191019411, 5e-324],
    [-745.1332191019412, 0],
    [-746, 0],
    [-800.5, 0],
    [-1e308, 0],
    [-Number.MAX_VALUE, 0],
  ])("exp(%d) is %d", (x, expected) => {
    // In every lane, beside ordinary values: the four values of a group choose their path together.
    for (let lane = 0; lane < 4; lane++) {
      const values = new Float64Array(4);
      values[lane] = x;
      const result = exp(values);
      expect(result[lane]).toBe(expected);
      for (let other = 0; other < 4; other++) if (other !== lane) expect(result[other]).toBe(1);
    }
  });

  it("exp(NaN) is NaN, in its lane alone", () => {
    for (let lane = 0; lane < 4; lane++) {
      const values = new Float64Array(4);
      values[lane] = Number.NaN;
      exp(values).forEach((value, i) => {
        expect(value).toBe(i === lane ? Number.NaN : 1);
      });
    }
  });

  it("0·∞ is NaN", () => {
    expect(exp(Float64Array.of(Infinity), 0)[0]).toBeNaN();
  });
});

describe("exp of a run of values", () => {
  it("gives each the same bits, whatever stands beside it", () => {
    const x = sample(9, 400, (source) => source.between(-708, 708));
    const alone = exp(x);
    const beside = new Float64Array(4 * x.length).fill(-1000);
    x.forEach((value, i) => {
      beside[4 * i + (i % 4)] = value;
    });
    const mixed = exp(beside);
    expectExact(
      x.map((_, i) => mixed[4 * i + (i % 4)] as number),
      alone,
      "beside −1000",
    );
  });

  it("goes no further than the next multiple of 4", () => {
    for (let n = 0; n <= 13; n++) {
      expectExact(exp(new Float64Array(n)), new Float64Array(n).fill(1), `n = ${n}`);
    }
  });
});
