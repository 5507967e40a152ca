import { describe, expect, it, vi } from "vitest";
import { linear } from "../../src/entries/index";
import { sideBy } from "../../src/program/side";
import { andThen, identity } from "../../src/program/views";
import { build } from "../support/dense";
import { expectError } from "../support/errors";

const X = build(4, 2, (i, k) => i + k);
const first = andThen(identity, { kind: "columns", columns: [0] });
const ones = (): Float64Array => new Float64Array(4).fill(1);

describe("Side", () => {
  it("computes each view once", () => {
    const map = vi.fn((x: Float64Array) => [x[0] as number]);
    const side = sideBy(ones, X);
    const view = andThen(identity, { kind: "map", map });
    expect(side.view(view)).toEqual(build(4, 1, (i) => i));
    expect(side.view(andThen(identity, { kind: "map", map }))).toBe(side.view(view));
    expect(map).toHaveBeenCalledTimes(4);
    expect(side.view(identity)).toBe(X);
  });

  it("gives the values of a function of the points of a view", () => {
    expect(sideBy(ones, X).values({ view: first, f: (x) => 10 * (x[0] as number) + x.length })).toEqual(Float64Array.of(1, 11, 21, 31));
  });

  it("gives a function points of its own", () => {
    const side = sideBy(ones, X);
    const before = X.data.slice();
    side.values({ view: identity, f: (x) => x.fill(9).length });
    expect(X.data).toEqual(before);
  });

  it("asks for k(x, x) of the points of a view, and refuses negative ones", () => {
    const diagonalOf = vi.fn(() => Float64Array.of(0, 1, 2, 3));
    const known = sideBy(diagonalOf, X);
    const kernel = linear();
    expect(known.values({ view: first, diagonalOf: kernel })).toEqual(Float64Array.of(0, 1, 2, 3));
    expect(diagonalOf).toHaveBeenCalledWith(kernel, first, known);
    const side = sideBy(() => Float64Array.of(1, 1, -1, 1), X);
    expectError("kernel", () => side.values({ view: first, diagonalOf: linear() }), { row: 2, value: -1 });
  });

  it("asks for k(x, x) once, and tells where it is not 0", () => {
    const diagonalOf = vi.fn(() => Float64Array.of(0, 1, 2, 3));
    const side = sideBy(diagonalOf, X);
    const kernel = linear();
    expect(side.values({ view: first, diagonalOf: kernel })).toBe(side.values({ view: first, diagonalOf: kernel }));
    expect(side.values({ view: first, supportOf: kernel })).toEqual(Float64Array.of(0, 1, 1, 1));
    expect(diagonalOf).toHaveBeenCalledTimes(1);
    side.values({ view: identity, diagonalOf: kernel });
    expect(diagonalOf).toHaveBeenCalledTimes(2);
  });

  it.each([Number.NaN, Infinity, "1", undefined])("refuses the value %s of a function", (value) => {
    const side = sideBy(ones, X);
    expectError("not-finite", () => side.values({ view: first, f: (x) => (x[0] === 2 ? (value as number) : 1) }), { row: 2 });
  });
});
