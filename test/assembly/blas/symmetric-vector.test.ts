import { describe, expect, it } from "vitest";
import { below, createBench, expectExact } from "../../support/core";
import { random } from "../../support/generator";

const bench = createBench();

describe("symmetricVector: A x from what is below the diagonal of A, exactly on whole numbers", () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 33, 70])("n = %i, in one strip and in several", (n) => {
    const source = random(n + 1);
    const whole = (length: number): Float64Array => Float64Array.from({ length }, () => Math.round(source.between(-9, 9)));
    const [lower, diagonal, x] = [whole(n * n), whole(n), whole(n)];
    const element = (i: number, j: number): number =>
      i === j ? (diagonal[i] as number) : (lower[Math.max(i, j) * n + Math.min(i, j)] as number);
    const wanted = Float64Array.from({ length: n }, (_, i) => x.reduce((sum, value, j) => sum + value * element(i, j), 0));
    for (const strips of [1, 2, 4]) {
      bench.clear();
      const a = bench.matrix(n, n, lower, { keep: below });
      const [pd, px, ph] = [bench.vector(diagonal), bench.vector(x), bench.vector(new Float64Array(n))];
      const work = bench.vector(new Float64Array(n * (strips - 1)));
      bench.run([ph, work], (core) => core.symmetricVector(n, a.address, pd.address, px.address, ph.address, strips, work.address));
      expectExact(bench.read(ph), wanted, `n = ${n}, ${strips} strips`);
    }
    expect(wanted.length).toBe(n);
  });
});
