import { describe, expect, it } from "vitest";
import { createBench, padded } from "../../support/core";
import { normals, random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";
import { ROUNDOFF } from "../../support/precision";
import { householder } from "../../support/reflections";

const bench = createBench();

/** [R QᵀY] by the core, for so many threads, of which only the caller comes. */
function reduce(m: number, n: number, t: number, A: Float64Array, Y: Float64Array, threads = 0): Float64Array {
  bench.clear();
  const a = bench.matrix(m, n, A, { layout: padded });
  const y = bench.matrix(m, t, Y, { layout: padded });
  const room = bench.matrix(bench.core.tallChunks(m, n) * n, n + t, null);
  const call = (): void => {
    const [first, second] = bench.operands(a, y);
    bench.core.tallQr(first, second, room.address, bench.scratch);
  };
  if (threads === 0) bench.run([room], call);
  else {
    bench.core.open(threads);
    call();
    bench.core.open(0);
  }
  return bench.read(room).slice(0, n * (n + t));
}

/** Rows whose diagonal element is not negative: Q is free in the signs of its columns. */
function upright(R: Float64Array, n: number, width: number): Float64Array {
  return R.slice(0, n * width).map((value, at) => {
    const i = Math.floor(at / width);
    return at % width < i ? 0 : (R[i * width + i] as number) < 0 ? -value : value;
  });
}

describe("tallQr", () => {
  it.each([
    [5, 5, 1],
    [127, 3, 0],
    [128, 4, 1],
    [129, 5, 2],
    [1023, 8, 1],
    [1024, 9, 3],
    [2047, 2, 1],
    [2048, 6, 0],
    [2177, 7, 2],
    [2300, 20, 1],
  ])("of %i × %i numbers and %i columns beside them has the R and the QᵀY of the textbook", (m, n, t) => {
    const A = normals(random(m), m * n);
    const Y = normals(random(n), m * t);
    const both = Float64Array.from({ length: m * (n + t) }, (_, at) => {
      const [i, j] = [Math.floor(at / (n + t)), at % (n + t)];
      return (j < n ? A[i * n + j] : Y[i * t + j - n]) as number;
    });
    const [got, want] = [upright(reduce(m, n, t, A, Y), n, n + t), upright(householder(m, n + t, both).VR, n, n + t)];
    const worst = got.reduce((most, value, at) => Math.max(most, Math.abs(value - (want[at] as number))), 0);
    expect(worst).toBeLessThanOrEqual(40 * n * Math.sqrt(m) * ROUNDOFF * Math.sqrt(m));
  });

  it("puts triangles together that are higher than a block of rows: RᵀR = AᵀA", () => {
    const [m, n] = [4400, 130];
    expect(bench.core.tallChunks(m, n)).toBe(2);
    const A = normals(random(4), m * n);
    const R = reduce(m, n, 0, A, new Float64Array(0));
    const squareOf = (rows: number, X: Float64Array) => product(n, n, rows, transpose(rows, n, X), X);
    const [got, want] = [squareOf(n, R), squareOf(m, A)];
    const worst = got.reduce((most, value, at) => Math.max(most, Math.abs(value - (want[at] as number))), 0);
    expect(worst).toBeLessThanOrEqual(40 * n * m * ROUNDOFF);
  });

  it("has the same bits for any number of threads", () => {
    const [m, n, t] = [3000, 10, 1];
    const [A, Y] = [normals(random(1), m * n), normals(random(2), m * t)];
    const alone = reduce(m, n, t, A, Y);
    for (const threads of [1, 2, 5]) expect(reduce(m, n, t, A, Y, threads)).toEqual(alone);
  });

  it("leaves columns of zeros, and of what is as good as none, without reflections", () => {
    const [m, n] = [300, 6];
    const A = normals(random(3), m * n).map((value, at) => (at % n === 1 ? 0 : at % n === 4 ? 1e-150 * value : value));
    const R = reduce(m, n, 0, A, new Float64Array(0));
    expect(Array.from({ length: n }, (_, k) => R[k * n + 1])).toEqual(new Array(n).fill(0));
    expect(Array.from({ length: n }, (_, k) => Math.abs(R[k * n + 4] as number) < 1e-140)).toEqual(new Array(n).fill(true));
    expect(R.every(Number.isFinite)).toBe(true);
  });
});
