import { describe, expect, it } from "vitest";
import { Opcode, TILE } from "../../../assembly/gram/program";
import { createBench, DEPTH, expectExact, padded } from "../../support/core";
import { integers, random } from "../../support/generator";
import { assemble, type Instruction, pairs, placeProgram } from "../../support/programs";

/** The host's function: 1000·index + 10·i + j. */
const bench = createBench(undefined, (index, i, j, m, n, tile) => {
  const numbers = new Float64Array(bench.core.memory.buffer, tile, TILE * TILE);
  for (let r = 0; r < m; r++) for (let c = 0; c < n; c++) numbers[r * TILE + c] = 1000 * index + 10 * (i + r) + (j + c);
});

const SIZES: readonly (readonly [m: number, n: number])[] = [
  [1, 1],
  [3, 5],
  [TILE - 1, TILE + 1],
  [TILE, TILE],
  [2 * TILE + 3, TILE + 2],
];

/** K, m × n, of instructions without points. */
function rectangular(
  m: number,
  n: number,
  instructions: readonly Instruction[],
  places: Readonly<Record<string, number>> = {},
): Float64Array {
  const program = bench.vector(assemble(bench.tile, instructions, places));
  const K = bench.matrix(m, n, null, { layout: padded });
  expect(bench.run([K], (core) => core.gramRectangular(program.address, m, n, K.address, K.rs))).toBe(-1);
  return bench.read(K);
}

const of = (m: number, n: number, element: (i: number, j: number) => number): Float64Array =>
  Float64Array.from({ length: m * n }, (_, at) => element(Math.floor(at / n), at % n));

describe.each(SIZES)("leaves that are not made of features, %i × %i", (m, n) => {
  it("Constant", () => {
    bench.clear();
    expectExact(
      rectangular(m, n, [[Opcode.Constant, 7]]),
      of(m, n, () => 7),
      "7",
    );
  });

  it("Diagonal", () => {
    bench.clear();
    expectExact(
      rectangular(m, n, [[Opcode.Diagonal, 3]]),
      of(m, n, (i, j) => (i === j ? 3 : 0)),
      "3 I",
    );
  });

  it("Given, with a stride of its own", () => {
    bench.clear();
    const values = integers(random(m), m * n, -99, 99);
    const A = bench.matrix(m, n, values, { layout: padded });
    expectExact(rectangular(m, n, [[Opcode.Given, "given", "stride"]], { given: A.address, stride: A.rs }), values, "A");
  });

  it("Custom: the host is asked for every tile", () => {
    bench.clear();
    const instructions: Instruction[] = [[Opcode.Custom, 2], [Opcode.Custom, 1], [Opcode.Add]];
    expectExact(
      rectangular(m, n, instructions),
      of(m, n, (i, j) => 3000 + 20 * i + 2 * j),
      "2 + 1",
    );
  });

  it("Keep and Fetch: the tile as it was", () => {
    bench.clear();
    const size = 8 * TILE * TILE;
    const program = bench.vector(
      assemble(bench.tile + size, [
        [Opcode.Custom, 0],
        [Opcode.Keep, size],
        [Opcode.Affine, 2, 1],
        [Opcode.Fetch, size],
        [Opcode.Multiply],
      ]),
    );
    const K = bench.matrix(m, n, null, { layout: padded });
    bench.run([K], (core) => core.gramRectangular(program.address, m, n, K.address, K.rs));
    expectExact(
      bench.read(K),
      of(m, n, (i, j) => (2 * (10 * i + j) + 1) * (10 * i + j)),
      "(2t + 1)t",
    );
  });

  it("Outer and Normalize: numbers of the rows and of the columns", () => {
    bench.clear();
    const whole = (seed: number, count: number): Float64Array => {
      const padding = new Float64Array(4 * Math.ceil(count / 4));
      padding.set(integers(random(seed), count, 0, 3));
      return padding;
    };
    const [u, v] = [whole(m, m), whole(n + 50, n)];
    const [atU, atV] = [bench.vector(u), bench.vector(v)];
    const places = { u: atU.address, v: atV.address };
    const outer = (i: number, j: number): number => (u[i] as number) * (v[j] as number);
    expectExact(
      rectangular(
        m,
        n,
        [
          [Opcode.Constant, 5],
          [Opcode.Outer, "u", "v"],
        ],
        places,
      ),
      of(m, n, (i, j) => 5 * outer(i, j)),
      "5 uvᵀ",
    );
    expectExact(
      rectangular(
        m,
        n,
        [
          [Opcode.Constant, 5],
          [Opcode.Normalize, "u", "v"],
        ],
        places,
      ),
      of(m, n, (i, j) => (outer(i, j) === 0 ? 0 : 5 / Math.sqrt(outer(i, j)))),
      "5/√(uv)",
    );
  });
});

describe("a leaf in the last tile of the stack", () => {
  const LEAVES: readonly { readonly leaf: Instruction }[] = [
    { leaf: [Opcode.Constant, 7] },
    { leaf: [Opcode.Diagonal, 3] },
    { leaf: [Opcode.Given, "given", "stride"] },
  ];
  it.each(LEAVES)("writes no further than the tile: $leaf", ({ leaf }) => {
    bench.clear();
    const A = bench.matrix(TILE, 2 * TILE, integers(random(1), 2 * TILE * TILE, -99, 99));
    const last = bench.tile + 8 * TILE * TILE * (DEPTH - 1);
    const program = bench.vector(assemble(last, [leaf], { given: A.address, stride: A.rs }));
    const K = bench.matrix(TILE, TILE, null);
    expect(bench.run([K], (core) => core.gramRectangular(program.address, TILE, TILE, K.address, K.rs))).toBe(-1);
  });
});

describe("Normalize", () => {
  it("is exactly 1 where the element and both numbers are the same, of any size", () => {
    bench.clear();
    for (const value of [1, 3, 0.1, 1e150, 1e-150]) {
      const u = bench.vector(new Float64Array(4).fill(value)).address;
      const code: Instruction[] = [
        [Opcode.Constant, value],
        [Opcode.Normalize, "u", "v"],
      ];
      expectExact(rectangular(3, 3, code, { u, v: u }), new Float64Array(9).fill(1), `${value}`);
    }
  });
});

describe("Normalize between numbers far apart or extreme", () => {
  it.each([
    [2, 3],
    [1e300, 1e-300],
    [1e308, 3e307],
    [1e-308, 3e-308],
    [5e-324, 1e308],
  ])("neither overflows nor vanishes on the way: %d and %d", (u, v) => {
    bench.clear();
    const places = { u: bench.vector(new Float64Array(4).fill(u)).address, v: bench.vector(new Float64Array(4).fill(v)).address };
    const code = (a: "u" | "v", b: "u" | "v"): Instruction[] => [
      [Opcode.Constant, Math.sqrt(u) * Math.sqrt(v)],
      [Opcode.Normalize, a, b],
    ];
    const value = rectangular(1, 1, code("u", "v"), places)[0] as number;
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(4 * Number.EPSILON);
    expect(rectangular(1, 1, code("v", "u"), places)[0]).toBe(value);
  });
});

describe("gramSymmetric", () => {
  it("has the diagonal and the host's function in their places, in every group of rows", () => {
    bench.clear();
    const n = 2 * TILE + 7;
    const X = integers(random(1), n, -9, 9);
    const instructions: Instruction[] = [pairs(Opcode.InnerProduct), [Opcode.Diagonal, 1000], [Opcode.Add]];
    const program = placeProgram(bench, { instructions }, 1, X, X);
    const K = bench.matrix(n, n, null);
    bench.run([K], (core) => core.gramSymmetric(program.address, 0, n, n, K.address, n));
    expectExact(
      bench.read(K),
      of(n, n, (i, j) => (X[i] as number) * (X[j] as number) + (i === j ? 1000 : 0)),
      "xxᵀ + 1000 I",
    );
  });
});
