import { describe, it } from "vitest";
import { columnMajor, createBench, expectExact, LAYOUTS, type Layout, rowMajor } from "../../support/core";
import { integers, type Random, random } from "../../support/generator";
import { product } from "../../support/oracles";

const bench = createBench();
const INCREMENTS = [1, 2, -1, -3];

function check(source: Random, m: number, n: number, layout: Layout, incx: number, incy: number, alpha: number): void {
  const A = integers(source, m * n, -9, 9);
  const x = integers(source, n, -9, 9);
  const y = integers(source, m, -99, 99);
  bench.clear();
  const a = bench.matrix(m, n, A, { layout });
  const placedX = bench.vector(x, incx);
  const placedY = bench.vector(y, incy);
  bench.run([placedY], (core) => core.multiply(alpha, ...bench.operands(a, placedX, placedY), bench.scratch));
  const expected = product(
    m,
    1,
    n,
    A.map((value) => alpha * value),
    x,
    y,
  );
  expectExact(bench.read(placedY), expected, `y += ${alpha}·A·x, A ${m} × ${n} with strides ${a.rs}, ${a.cs}, x by ${incx}, y by ${incy}`);
}

describe("gemv: y += alpha·A·x on whole numbers, exactly", () => {
  it("for every m, n in 0…12, in every layout, with every increment", () => {
    const source = random(1);
    for (let m = 0; m <= 12; m++) {
      for (let n = 0; n <= 12; n++) {
        for (const [turn, layout] of LAYOUTS.entries()) {
          check(source, m, n, layout, INCREMENTS[(m + turn) % 4] as number, INCREMENTS[(n + 3 * turn) % 4] as number, turn - 4);
        }
      }
    }
  });

  it.each([15, 16, 17, 31, 32, 33, 255, 256, 257, 1001])("for m or n = %i, by rows and by columns", (size) => {
    const source = random(size);
    for (const layout of [rowMajor, columnMajor]) {
      for (const inc of INCREMENTS) {
        check(source, size, 5, layout, inc, 1, 1);
        check(source, 6, size, layout, 1, inc, -1);
      }
    }
  });
});
