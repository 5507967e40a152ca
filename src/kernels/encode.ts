import { Opcode, WORDS } from "../../assembly/gram/program";
import { resolveGamma } from "./resolve";
import type { VectorKernel } from "./spec";

type Instruction = readonly [opcode: Opcode, a?: number, b?: number];

/** A resolved kernel as the program that the core runs on every tile; the word order is described in assembly/gram/program.ts. */
export function encode(kernel: VectorKernel, d: number): Float64Array {
  const tables: number[] = [];
  const instructions = [...leaf(kernel, d, tables), [Opcode.End] as Instruction];
  const words = new Float64Array(instructions.length * WORDS + tables.length);
  instructions.forEach(([opcode, a = 0, b = 0], i) => {
    words.set([opcode, opcode === Opcode.ScaledSquaredDistance ? instructions.length * WORDS + a : a, b], i * WORDS);
  });
  words.set(tables, instructions.length * WORDS);
  return words;
}

/** The instructions of one kernel; `tables` collects what their operands point to. Kernels without a bound are checked for overflow. */
function leaf(kernel: VectorKernel, d: number, tables: number[]): Instruction[] {
  switch (kernel.kind) {
    case "linear":
      return [[Opcode.InnerProduct], [Opcode.RequireFinite]];
    case "polynomial": {
      const gamma = resolveGamma(kernel.gamma, d);
      return [[Opcode.InnerProduct], [Opcode.Affine, gamma, kernel.coef0], [Opcode.IntegerPower, kernel.degree], [Opcode.RequireFinite]];
    }
    case "rbf": {
      if (!("lengthScale" in kernel)) return exponentialOf(Opcode.SquaredDistance, resolveGamma(kernel.gamma, d));
      const offset = tables.length;
      tables.push(...kernel.lengthScale.map((l) => 1 / l));
      return [
        [Opcode.ScaledSquaredDistance, offset],
        [Opcode.Exponential, -0.5],
      ];
    }
    case "laplacian":
      return exponentialOf(Opcode.ManhattanDistance, resolveGamma(kernel.gamma, d));
    case "allSubsets":
      return [[Opcode.SubsetProduct], [Opcode.RequireFinite]];
    default:
      return kernel satisfies never;
  }
}

/** e^(−γ distance). A distance may overflow to ∞, whose exponential is rightly 0, unless γ is 0: the check then finds 0·∞. */
function exponentialOf(distance: Opcode, gamma: number): Instruction[] {
  const instructions: Instruction[] = [[distance], [Opcode.Exponential, -gamma]];
  return gamma > 0 ? instructions : [...instructions, [Opcode.RequireFinite]];
}
