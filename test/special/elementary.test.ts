import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { cellOf, exp, rationalQuadratic, sine, squaredSine, tanh } from "../../src/special/elementary";
import { createBench } from "../support/core";
import { random } from "../support/generator";
import { compileMath, type MathCore, map, WORK } from "../support/math";

const COUNT = 20_000;
const bench = createBench();
let core: MathCore;

beforeAll(async () => {
  core = await compileMath("tanh", "sinpi", "rational-quadratic");
});

/** Numbers of both signs and every size from 10^low to 10^high, and the ends. */
function numbers(seed: number, low: number, high: number): Float64Array {
  const source = random(seed);
  const ends = [
    0,
    -0,
    1,
    -1,
    0.5,
    0.25,
    0.5625,
    20,
    708,
    -708,
    709,
    -745,
    800,
    Number.MIN_VALUE,
    Number.MAX_VALUE,
    Infinity,
    -Infinity,
    Number.NaN,
  ];
  return Float64Array.from({ length: COUNT }, (_, i) => ends[i] ?? (i % 2 ? 1 : -1) * 10 ** source.between(low, high));
}

it("the constants are those of assembly/math", () => {
  const long = (text: string): string[] => text.match(/\d\.\d{9,}(e-?\d+)?/g) ?? [];
  const theirs = new Set(["exp", "tanh", "sinpi", "log1p"].flatMap((name) => long(readFileSync(`assembly/math/${name}.ts`, "utf8"))));
  const ours = long(readFileSync("src/special/elementary.ts", "utf8"));
  expect(ours.length).toBeGreaterThan(40);
  expect(ours.filter((constant) => !theirs.has(constant))).toEqual([]);
});

it("the cells of the logarithm are those of assembly/math", () => {
  const [, table] = /const CELLS = memory\.data<f64>\(\s*\[([^\]]+)\]/.exec(readFileSync("assembly/math/log1p.ts", "utf8")) as unknown as [
    string,
    string,
  ];
  const numbers = table.split(",").map(Number).slice(0, 96);
  expect(Array.from({ length: 32 }, (_, i) => cellOf(i)).flat()).toEqual(numbers);
});

describe("the bits of assembly/math", () => {
  it("exp", () => {
    const x = numbers(1, -20, 3);
    const values = bench.vector(x);
    bench.run([values], (exports) => exports.exp(x.length, 1, values.address));
    expect(x.map(exp)).toEqual(bench.read(values).slice());
  });

  it("tanh, but for the sign of 0", () => {
    const x = numbers(2, -20, 2);
    const expected = map(core, x, (n, address) => core.tanh(n, 1, 0, address, WORK));
    expect(x.map((value) => tanh(value) + 0)).toEqual(expected.map((value) => value + 0));
  });

  it("sin πx", () => {
    const x = numbers(5, -160, 17);
    expect(x.map(sine)).toEqual(map(core, x, (n, address) => core.sinpi(n, 1, address)));
  });

  it("sin² πx", () => {
    const x = numbers(3, -160, 17);
    expect(x.map(squaredSine)).toEqual(map(core, x, (n, address) => core.squaredSine(n, 1, address)));
  });

  it.each([
    [1, 1],
    [0.3, 1e-5],
    [1e6, 1e-6],
    [1e-3, 1e150],
    [3.5, 1e300],
  ])("(1 + c t)^−a, a = %d, c = %d", (a, c) => {
    const t = numbers(4, -300, 300).map(Math.abs);
    expect(t.map((value) => rationalQuadratic(value, a, c))).toEqual(
      map(core, t, (n, address) => core.rationalQuadratic(n, a, c, address, WORK)),
    );
  });
});
