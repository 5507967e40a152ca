import { HEADER, Opcode, WORDS } from "../../assembly/gram/program";
import type { Bench, Placed } from "./core";

/** Where the parts of a program stand in memory, by name; or a number. */
export type Operand = number | "x" | "z" | "d" | "table" | "u" | "v" | "slot" | "given" | "stride";
export type Instruction = readonly [opcode: Opcode, ...operands: Operand[]];

/** A kernel as the core takes it, and as the formula it stands for. */
export interface Program {
  readonly name: string;
  readonly instructions: readonly Instruction[];
  /** One number per feature. */
  readonly weight?: (k: number) => number;
  readonly formula: (x: Float64Array, z: Float64Array) => number;
}

/** The header, instructions of five words, and Opcode.End: a program of one thread with its stack of tiles at `tile`. */
export function assemble(
  tile: number,
  instructions: readonly Instruction[],
  places: Readonly<Partial<Record<string, number>>> = {},
): Float64Array {
  const words = new Float64Array(HEADER + (instructions.length + 1) * WORDS);
  words[0] = tile;
  instructions.forEach((instruction, i) => {
    words.set(
      instruction.map((operand) => (typeof operand === "string" ? placeOf(places, operand) : operand)),
      HEADER + i * WORDS,
    );
  });
  words[HEADER + instructions.length * WORDS] = Opcode.End;
  return words;
}

function placeOf(places: Readonly<Partial<Record<string, number>>>, name: string): number {
  const place = places[name];
  if (place === undefined) throw new Error(`the program asks for ${name}`);
  return place;
}

/** A program in memory with the packed points it reads; where both sides are one array, so are the packed points. */
export function placeProgram(
  bench: Bench,
  { instructions, weight }: Pick<Program, "instructions" | "weight">,
  d: number,
  X: Float64Array,
  Z: Float64Array,
  more: Readonly<Partial<Record<string, number>>> = {},
): Placed {
  const x = bench.vector(packed(X.length / d, d, X)).address;
  const z = Z === X ? x : bench.vector(packed(Z.length / d, d, Z)).address;
  const table = weight ? { table: bench.vector(Float64Array.from({ length: d }, (_, k) => weight(k))).address } : {};
  return bench.vector(assemble(bench.tile, instructions, { x, z, d, ...table, ...more }));
}

function sum(x: Float64Array, z: Float64Array, term: (a: number, b: number, k: number) => number): number {
  return x.reduce((total, a, k) => total + term(a, z[k] as number, k), 0);
}

/** A length scale's reciprocal for each feature: powers of 2, so that products with whole numbers are exact. */
const weight = (k: number): number => 2 ** ((k % 3) - 1);

/** The instruction of a leaf of points. */
export function pairs(opcode: Opcode, ...more: Operand[]): Instruction {
  return [opcode, "x", "z", "d", ...more];
}

const squaredDistance = (x: Float64Array, z: Float64Array): number => sum(x, z, (a, b) => (a - b) ** 2);
const manhattan = (x: Float64Array, z: Float64Array): number => sum(x, z, (a, b) => Math.abs(a - b));
const innerProduct = (x: Float64Array, z: Float64Array): number => sum(x, z, (a, b) => a * b);

export const LINEAR: Program = { name: "InnerProduct", instructions: [pairs(Opcode.InnerProduct)], formula: innerProduct };

/** Every opcode of points whose results on small whole numbers are exact, and joins of them. */
export const EXACT_PROGRAMS: readonly Program[] = [
  LINEAR,
  { name: "SquaredDistance", instructions: [pairs(Opcode.SquaredDistance)], formula: squaredDistance },
  {
    name: "ScaledSquaredDistance",
    instructions: [pairs(Opcode.ScaledSquaredDistance, "table")],
    weight,
    formula: (x, z) => sum(x, z, (a, b, k) => ((a - b) * weight(k)) ** 2),
  },
  { name: "ManhattanDistance", instructions: [pairs(Opcode.ManhattanDistance)], formula: manhattan },
  {
    name: "Affine",
    instructions: [pairs(Opcode.InnerProduct), [Opcode.Affine, -3, 7]],
    formula: (x, z) => -3 * innerProduct(x, z) + 7,
  },
  ...[1, 2, 3, 4, 7].map(
    (power): Program => ({
      name: `IntegerPower ${power}`,
      instructions: [pairs(Opcode.ManhattanDistance), [Opcode.Affine, 2 ** -9, 1], [Opcode.IntegerPower, power]],
      formula: (x, z) => byMultiplication(manhattan(x, z) / 512 + 1, power),
    }),
  ),
  {
    name: "RequireFinite",
    instructions: [pairs(Opcode.SquaredDistance), [Opcode.RequireFinite]],
    formula: squaredDistance,
  },
  // degrees are computed three at a time
  ...[1, 2, 3, 4, 5, 6, 7].map(
    (p): Program => ({
      name: `ElementarySymmetric ${p}`,
      instructions: [pairs(Opcode.ElementarySymmetric, p)],
      formula: (x, z) => elementarySymmetric(p, x, z),
    }),
  ),
  // exact at whole numbers of halves
  {
    name: "SquaredSines",
    instructions: [pairs(Opcode.SquaredSines, 0.5)],
    formula: (x, z) => sum(x, z, (a, b) => Math.abs(a - b) % 2),
  },
  {
    name: "Add",
    instructions: [pairs(Opcode.InnerProduct), pairs(Opcode.SquaredDistance), [Opcode.Add]],
    formula: (x, z) => innerProduct(x, z) + squaredDistance(x, z),
  },
  {
    name: "Multiply",
    instructions: [pairs(Opcode.InnerProduct), pairs(Opcode.ManhattanDistance), [Opcode.Multiply]],
    formula: (x, z) => innerProduct(x, z) * manhattan(x, z),
  },
  {
    name: "a sum with a product on the right",
    instructions: [
      pairs(Opcode.InnerProduct),
      pairs(Opcode.ManhattanDistance),
      [Opcode.Constant, 3],
      [Opcode.Multiply],
      [Opcode.Affine, 1, -1],
      [Opcode.Add],
    ],
    formula: (x, z) => innerProduct(x, z) + (3 * manhattan(x, z) - 1),
  },
];

/** Σ over the subsets of p features of Π x_k z_k, one subset after the other by its smallest feature. */
export function elementarySymmetric(p: number, x: Float64Array, z: Float64Array): number {
  let e = new Float64Array(p + 1).fill(1, 0, 1);
  x.forEach((a, k) => {
    const before = e;
    e = before.map((value, q) => (q === 0 ? 1 : value + a * (z[k] as number) * (before[q - 1] as number)));
  });
  return e[p] as number;
}

/** τᵖ in the order of repeated squaring, each product rounded. */
function byMultiplication(base: number, power: number): number {
  let value = base;
  for (const bit of power.toString(2).slice(1)) {
    value *= value;
    if (bit === "1") value *= base;
  }
  return value;
}

/** Π (1 + x_k z_k): exact where it is a power of 2, as it is on zeros and ones. */
export const SUBSET_PRODUCT: Program = {
  name: "SubsetProduct",
  instructions: [pairs(Opcode.SubsetProduct)],
  formula: (x, z) => x.reduce((product, a, k) => product * (1 + a * (z[k] as number)), 1),
};

/** Σ (x_k − z_k)²/(x_k + z_k): exact on zeros and ones. */
export const CHI_SQUARE: Program = {
  name: "ChiSquare",
  instructions: [pairs(Opcode.ChiSquare)],
  formula: (x, z) => sum(x, z, (a, b) => (a + b === 0 ? 0 : (a - b) ** 2 / (a + b))),
};

export const GAUSSIAN: Program = {
  name: "Exponential of SquaredDistance",
  instructions: [pairs(Opcode.SquaredDistance), [Opcode.Exponential, -0.01]],
  formula: (x, z) => Math.exp(-0.01 * squaredDistance(x, z)),
};

/** Points of d features in panels of 4: element (i, k) of a panel at 4k + i; the last panel is filled up with zeros. */
export function packed(n: number, d: number, points: Float64Array): Float64Array {
  const panels = new Float64Array(4 * Math.ceil(n / 4) * d);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < d; k++) panels[Math.floor(i / 4) * 4 * d + 4 * k + (i % 4)] = points[i * d + k] as number;
  }
  return panels;
}

/** k(x_i, z_j) by the formula, m × n. */
export function gramByFormula(program: Program, d: number, X: Float64Array, Z: Float64Array): Float64Array {
  const [m, n] = [X.length / d, Z.length / d];
  return Float64Array.from({ length: m * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return program.formula(X.subarray(i * d, (i + 1) * d), Z.subarray(j * d, (j + 1) * d));
  });
}
