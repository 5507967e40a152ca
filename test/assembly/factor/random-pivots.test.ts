import { describe, expect, it } from "vitest";
import { createBench, expectExact, onAndBelow } from "../../support/core";
import { integers, random } from "../../support/generator";

const bench = createBench();

interface Outcome {
  readonly accepted: number[];
  /** On and below the diagonal. */
  readonly factor: Float64Array;
}

/** Whichever of the candidates are taken, `uniforms` deciding, of a block H whose diagonal was `left` before. */
function acceptPivots(b: number, H: Float64Array, uniforms: Float64Array, left: Float64Array): Outcome {
  bench.clear();
  const h = bench.matrix(b, b, H, { keep: onAndBelow });
  const u = bench.vector(uniforms);
  const d = bench.vector(left);
  const indices = bench.indices(b);
  const words = { address: indices.address, rows: Math.ceil(b / 2), cols: 1, rs: 1, cs: 1 };
  const count = bench.run([[h, onAndBelow], words], (core) => core.acceptPivots(b, h.address, u.address, d.address, indices.address));
  return { accepted: indices.read().slice(0, count), factor: bench.read(h) };
}

/** Lower triangles of whole numbers with powers of two on the diagonal, so that every division is exact. */
function triangle(b: number, seed: number): Float64Array {
  const numbers = integers(random(seed), b * b, -3, 3);
  return numbers.map((value, at) => (at % (b + 1) === 0 ? 2 ** Math.abs(value) : at % b < Math.floor(at / b) ? value : 0));
}

describe("acceptPivots", () => {
  it.each([1, 2, 3, 7])("of %i candidates whose draws are 0 takes all: the Cholesky factor of the block", (b) => {
    for (const seed of [1, 2, 3]) {
      const L = triangle(b, seed);
      const H = Float64Array.from({ length: b * b }, (_, at) => {
        const [i, j] = [Math.floor(at / b), at % b];
        return Array.from({ length: b }, (_, k) => (L[i * b + k] as number) * (L[j * b + k] as number)).reduce((a, c) => a + c, 0);
      });
      const left = Float64Array.from({ length: b }, (_, i) => H[i * (b + 1)] as number);
      const { accepted, factor } = acceptPivots(b, H, new Float64Array(b), left);
      expect(accepted).toEqual(Array.from({ length: b }, (_, i) => i));
      expectExact(factor, L, "L", (at) => at % b <= Math.floor(at / b));
    }
  });

  it("takes a candidate where its draw times what was left of it is below what is left now", () => {
    // 4 is all there; of 9 the first takes 1 and leaves 8, of 5 it takes 4 and leaves 1
    const H = Float64Array.of(4, 0, 0, 2, 9, 0, 4, 2, 5);
    const of = (...uniforms: number[]) => acceptPivots(3, H, Float64Array.from(uniforms), Float64Array.of(4, 9, 5)).accepted;
    expect(of(0, 0.9, 0.19)).toEqual([0, 2]);
    expect(of(0, 0.875, 0.19)).toEqual([0, 1, 2]);
    expect(of(0, 0.9, 0.2)).toEqual([0]);
    // 8 of 9, of which the draw has as much: no less
    expect(acceptPivots(3, H, Float64Array.of(0, 0.5, 0.5), Float64Array.of(4, 16, 2)).accepted).toEqual([0]);
  });

  it("leaves the others as if a candidate that is not taken had not been there", () => {
    // the second is a copy of the first, of which nothing is left
    const H = Float64Array.of(4, 0, 0, 4, 4, 0, 2, 2, 17);
    const { accepted, factor } = acceptPivots(3, H, new Float64Array(3), Float64Array.of(4, 4, 17));
    expect(accepted).toEqual([0, 2]);
    expect([factor[0], factor[6], factor[8]]).toEqual([2, 1, 4]);
  });
});
