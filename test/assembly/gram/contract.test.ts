import { describe, expect, it } from "vitest";
import { Opcode, TILE } from "../../../assembly/gram/program";
import { blocking, createBench, expectExact } from "../../support/core";
import { integers, normals, random } from "../../support/generator";
import { infinityNorm, product } from "../../support/oracles";
import { ROUNDOFF } from "../../support/precision";
import { EXACT_PROGRAMS, GAUSSIAN, gramByFormula, type Program, pairs, placeProgram } from "../../support/programs";

const KC = blocking("KC");
const bench = createBench();
const TARGETS = [1, 2, 7, 8, 9, 33];

interface Problem {
  readonly d: number;
  readonly t: number;
  readonly Z: Float64Array;
  readonly X: Float64Array;
  readonly A: Float64Array;
}

/** H = k(Z, X)·A by the core. */
function contract(code: Pick<Program, "instructions" | "weight">, { d, t, Z, X, A }: Problem): { refused: number; H: Float64Array } {
  const [m, n] = [Z.length / d, X.length / d];
  bench.clear();
  const program = placeProgram(bench, code, d, Z, X);
  const a = bench.matrix(n, t, A);
  const H = bench.matrix(m, t, null);
  const refused = bench.run([H], (core) => core.contract(program.address, m, n, t, a.address, H.address, bench.scratch));
  return { refused, H: bench.read(H) };
}

describe.each(TARGETS)("contract with %i targets", (t) => {
  it("is the Gram matrix times the coefficients, exactly on whole numbers", () => {
    for (const m of [1, 2, 5, TILE - 1, TILE, TILE + 1, 70]) {
      for (const n of [1, 3, TILE - 1, TILE, TILE + 1, 2 * TILE + 1]) {
        for (const d of [1, 3]) {
          const source = random(m + 100 * n + d);
          const problem = { d, t, Z: integers(source, m * d, -9, 9), X: integers(source, n * d, -9, 9), A: integers(source, n * t, -9, 9) };
          for (const program of EXACT_PROGRAMS.slice(0, 4)) {
            const K = gramByFormula(program, d, problem.Z, problem.X);
            expectExact(contract(program, problem).H, product(m, t, n, K, problem.A), `${program.name}, ${m} × ${n}, d = ${d}`);
          }
        }
      }
    }
  });

  it("is as good as a product rounded n times, with many features", () => {
    const [m, n, d] = [TILE + 1, 3 * TILE + 2, KC + 1];
    const source = random(t);
    const problem = {
      d,
      t,
      Z: normals(source, m * d).map((z) => z / 8),
      X: normals(source, n * d).map((x) => x / 8),
      A: normals(source, n * t),
    };
    const K = gramByFormula(GAUSSIAN, d, problem.Z, problem.X);
    const expected = product(m, t, n, K, problem.A);
    const { H } = contract(GAUSSIAN, problem);
    const error = H.reduce((largest, h, at) => Math.max(largest, Math.abs(h - (expected[at] as number))), 0);
    // d roundings in the exponent, which is below 0.01·d, and n in the sum, on both sides.
    const bound =
      2 * (n + 0.01 * d * d) * ROUNDOFF * infinityNorm(m, n, K) * problem.A.reduce((largest, a) => Math.max(largest, Math.abs(a)), 0);
    expect(error).toBeLessThanOrEqual(bound);
  });

  it("gives a point the same bits alone and among others", () => {
    const [m, n, d] = [TILE + 5, 2 * TILE + 3, 5];
    const source = random(7);
    const problem = { d, t, Z: normals(source, m * d), X: normals(source, n * d), A: normals(source, n * t) };
    const together = contract(GAUSSIAN, problem).H;
    for (let i = 0; i < m; i++) {
      const alone = contract(GAUSSIAN, { ...problem, Z: problem.Z.slice(i * d, (i + 1) * d) }).H;
      expectExact(alone, together.slice(i * t, (i + 1) * t), `point ${i}`);
    }
  });
});

describe("contract", () => {
  it("returns i·n + j of an element that is refused", () => {
    const code = { instructions: [pairs(Opcode.InnerProduct), [Opcode.RequireFinite]] } as const;
    const [m, n] = [TILE + 3, TILE + 5];
    for (const [i, j] of [
      [0, 0],
      [TILE + 1, 2],
      [m - 1, n - 1],
    ] as const) {
      const Z = new Float64Array(m).fill(1);
      const X = new Float64Array(n).fill(1);
      Z[i] = 1e200;
      X[j] = 1e200;
      expect(contract(code, { d: 1, t: 1, Z, X, A: new Float64Array(n) }).refused).toBe(i * n + j);
    }
  });
});
