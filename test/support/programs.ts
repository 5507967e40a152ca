import { Opcode, WORDS } from "../../assembly/gram/program";

/** A kernel as the core takes it, and as the formula it stands for. */
export interface Program {
  readonly name: string;
  readonly words: (d: number) => Float64Array;
  readonly formula: (x: Float64Array, z: Float64Array) => number;
}

export type Instruction = readonly [opcode: Opcode, a?: number, b?: number];

/** Instructions, Opcode.End, then the table. An operand "table" is where that stands. */
export function assemble(instructions: readonly Instruction[], table: Float64Array = new Float64Array(0)): Float64Array {
  const code = [...instructions, [Opcode.End] as const].flatMap(([opcode, a = 0, b = 0]) => [opcode, a, b, 0]);
  return Float64Array.from([...code, ...table]);
}

/** Position of the table behind that many instructions and Opcode.End. */
export function tableAfter(instructions: number): number {
  return (instructions + 1) * WORDS;
}

function sum(x: Float64Array, z: Float64Array, term: (a: number, b: number, k: number) => number): number {
  return x.reduce((total, a, k) => total + term(a, z[k] as number, k), 0);
}

/** A length scale's reciprocal for each feature: powers of 2, so that products with whole numbers are exact. */
export function weight(k: number): number {
  return 2 ** ((k % 3) - 1);
}

const squaredDistance = (x: Float64Array, z: Float64Array): number => sum(x, z, (a, b) => (a - b) ** 2);
const innerProduct = (x: Float64Array, z: Float64Array): number => sum(x, z, (a, b) => a * b);

/** Every opcode whose results on small whole numbers are exact. */
export const EXACT_PROGRAMS: readonly Program[] = [
  { name: "InnerProduct", words: () => assemble([[Opcode.InnerProduct]]), formula: innerProduct },
  { name: "SquaredDistance", words: () => assemble([[Opcode.SquaredDistance]]), formula: squaredDistance },
  {
    name: "ScaledSquaredDistance",
    words: (d) =>
      assemble(
        [[Opcode.ScaledSquaredDistance, tableAfter(1)]],
        Float64Array.from({ length: d }, (_, k) => weight(k)),
      ),
    formula: (x, z) => sum(x, z, (a, b, k) => ((a - b) * weight(k)) ** 2),
  },
  {
    name: "ManhattanDistance",
    words: () => assemble([[Opcode.ManhattanDistance]]),
    formula: (x, z) => sum(x, z, (a, b) => Math.abs(a - b)),
  },
  {
    name: "Affine",
    words: () => assemble([[Opcode.InnerProduct], [Opcode.Affine, -3, 7]]),
    formula: (x, z) => -3 * innerProduct(x, z) + 7,
  },
  ...[1, 2, 3, 4, 7].map((power) => ({
    name: `IntegerPower ${power}`,
    words: () => assemble([[Opcode.ManhattanDistance], [Opcode.Affine, 2 ** -9, 1], [Opcode.IntegerPower, power]]),
    formula: (x: Float64Array, z: Float64Array) => byMultiplication(sum(x, z, (a, b) => Math.abs(a - b)) / 512 + 1, power),
  })),
  {
    name: "RequireFinite",
    words: () => assemble([[Opcode.SquaredDistance], [Opcode.RequireFinite]]),
    formula: squaredDistance,
  },
];

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
  words: () => assemble([[Opcode.SubsetProduct]]),
  formula: (x, z) => x.reduce((product, a, k) => product * (1 + a * (z[k] as number)), 1),
};

export const GAUSSIAN: Program = {
  name: "Exponential of SquaredDistance",
  words: () => assemble([[Opcode.SquaredDistance], [Opcode.Exponential, -0.01]]),
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
