import { describe, expect, it } from "vitest";
import { Opcode } from "../../../assembly/gram/program";
import { blocking, createBench, expectExact } from "../../support/core";
import { integers, normals, random } from "../../support/generator";
import {
  CHI_SQUARE,
  EXACT_PROGRAMS,
  GAUSSIAN,
  gramByFormula,
  type Program,
  pairs,
  placeProgram,
  SUBSET_PRODUCT,
} from "../../support/programs";

const bench = createBench();
const KC = blocking("KC");

type Code = Pick<Program, "instructions" | "weight">;

function diagonal(code: Code, d: number, X: Float64Array): { refused: number; values: Float64Array } {
  const n = X.length / d;
  bench.clear();
  const program = placeProgram(bench, code, d, X, X);
  const values = bench.matrix(n, 1, null);
  const refused = bench.run([values], (core) => core.gramDiagonal(program.address, n, values.address));
  return { refused, values: bench.read(values) };
}

function gram(code: Code, d: number, X: Float64Array): Float64Array {
  const n = X.length / d;
  bench.clear();
  const program = placeProgram(bench, code, d, X, X);
  const K = bench.matrix(n, n, null);
  bench.run([K], (core) => core.gramSymmetric(program.address, 0, n, n, K.address, n));
  return bench.read(K);
}

describe.each([...EXACT_PROGRAMS, SUBSET_PRODUCT, CHI_SQUARE, GAUSSIAN])("gramDiagonal: $name", (program) => {
  it("has the bits of the diagonal of the Gram matrix", () => {
    for (const n of [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 70]) {
      for (const d of [1, 5, KC + 1]) {
        const X = normals(random(n + d), n * d).map((x) => x / 8);
        const K = gram(program, d, X);
        expectExact(
          diagonal(program, d, X).values,
          K.filter((_, at) => at % (n + 1) === 0),
          `n = ${n}, d = ${d}`,
        );
      }
    }
  });
});

describe("gramDiagonal", () => {
  it("is k(x_i, x_i), exactly on whole numbers", () => {
    const [n, d] = [37, 3];
    const X = integers(random(1), n * d, -9, 9);
    for (const program of EXACT_PROGRAMS) {
      const expected = gramByFormula(program, d, X, X).filter((_, at) => at % (n + 1) === 0);
      expectExact(diagonal(program, d, X).values, expected, program.name);
    }
  });

  it("returns i·n + i of an element that is refused", () => {
    const n = 11;
    const code = { instructions: [pairs(Opcode.InnerProduct), [Opcode.RequireFinite]] } as const;
    for (const i of [0, 3, 4, 9, 10]) {
      const X = new Float64Array(n).fill(1);
      X[i] = 1e200;
      expect(diagonal(code, 1, X).refused).toBe(i * n + i);
    }
  });
});
