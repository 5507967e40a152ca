import { Opcode } from "../../assembly/gram/program";
import { type MercerError, mercerError } from "../errors";
import type { KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { encode, encodeDiagonal } from "../program/encode";
import { type ForwardStep, type Join, type PairLeaf, unknownOpcode } from "../program/instruction";
import { type Side, sideBy } from "../program/side";
import type { PointView } from "../program/views";
import { exp, rationalQuadratic, squaredSine, tanh } from "../special/elementary";
import { chiSquare, elementarySymmetric, moderatePoints, pairing } from "./pairings";

/** k(x_i, z_j) for point i of the rows and point j of the columns. */
type KernelFunction = (i: number, j: number) => number;

export type Program = readonly ForwardStep[];

/** The points of a side; k(x, x), where a kernel needs it, pair by pair. */
export function sideOf(points: Matrix): Side {
  return sideBy(diagonalOf, points);
}

/** The program of a resolved kernel for points like those of the columns; `training`: the rows are the same points. */
export function programOf(kernel: KernelSpec, columns: Side, training = false): Program {
  return encode(kernel, (view) => columns.view(view).cols, training) as Program;
}

/**
 * What assembly/gram/evaluate.ts does to tiles, for one pair at a time: a program as a function made of functions. Each does the same operations in
 * the same order as there, so the results are the same bits.
 *
 * @throws (the function) "not-finite" where a check of the program refuses a value
 */
export function kernelFunction(program: Program, rows: Side, columns: Side): KernelFunction {
  const stack: KernelFunction[] = [];
  const pop = (): KernelFunction => stack.pop() as KernelFunction;
  const chains = new Map<KernelFunction, { readonly opcode: Join["opcode"]; readonly parts: KernelFunction[] }>();
  // a sum or product of many is one function: each within the next, they would fill the stack
  const join = (opcode: Join["opcode"]): void => {
    const [second, first] = [pop(), pop()];
    const before = chains.get(first);
    const parts = before?.opcode === opcode ? before.parts : [first];
    parts.push(second);
    const k = joined(opcode, parts);
    chains.set(k, { opcode, parts });
    stack.push(k);
  };
  const map = (f: (value: number, i: number, j: number) => number): void => {
    const k = pop();
    stack.push((i, j) => f(k(i, j), i, j));
  };
  for (const instruction of program) {
    switch (instruction.opcode) {
      case Opcode.InnerProduct:
      case Opcode.SquaredDistance:
      case Opcode.ScaledSquaredDistance:
      case Opcode.ManhattanDistance:
      case Opcode.SubsetProduct:
      case Opcode.SquaredCrossProducts:
      case Opcode.ChiSquare:
      case Opcode.ElementarySymmetric:
        stack.push(leaf(instruction, rows.view(instruction.view), columns.view(instruction.view)));
        break;
      case Opcode.Constant:
        stack.push(() => instruction.value);
        break;
      case Opcode.Diagonal:
        stack.push((i, j) => (i === j ? instruction.value : 0));
        break;
      case Opcode.Given:
        stack.push((i, j) => rows.points.data[i * rows.points.cols + j] as number);
        break;
      case Opcode.Add:
      case Opcode.Multiply:
        join(instruction.opcode);
        break;
      case Opcode.Affine:
        map((value) => value * instruction.factor + instruction.shift);
        break;
      case Opcode.IntegerPower:
        map((value) => integerPower(value, instruction.exponent));
        break;
      case Opcode.Exponential:
        map((value) => exp(value * instruction.factor));
        break;
      case Opcode.Root:
        map(Math.sqrt);
        break;
      case Opcode.Matern:
        map((value) => matern(value, instruction.factor, instruction.square));
        break;
      case Opcode.RationalQuadratic: {
        const { exponent, factor } = instruction;
        map((value) => rationalQuadratic(value, exponent, factor) || (exponent < LIGHT ? Number.NaN : 0));
        break;
      }
      case Opcode.SquaredSine:
        map((value) => squaredSine(value / instruction.period));
        break;
      case Opcode.Sigmoid:
        map((value) => tanh(value * instruction.factor + instruction.shift));
        break;
      case Opcode.RequireFinite:
        map(requireFinite);
        break;
      case Opcode.Normalize:
      case Opcode.Outer: {
        const { opcode, values } = instruction;
        if ("f" in values) throw functionOfYours();
        const [u, v] = [rows.values(values), columns.values(values)];
        const by = opcode === Opcode.Outer ? scaled : normalized;
        map((value, i, j) => by(value, u[i] as number, v[j] as number));
        break;
      }
      case Opcode.Custom:
        throw functionOfYours();
      default:
        unknownOpcode(instruction satisfies never);
    }
  }
  return pop();
}

/** The sum or the product of the parts, in order; the list may grow. */
function joined(opcode: Join["opcode"], parts: readonly KernelFunction[]): KernelFunction {
  const multiplies = opcode === Opcode.Multiply;
  return (i, j) => {
    let value = (parts[0] as KernelFunction)(i, j);
    for (let p = 1; p < parts.length; p++) {
      const part = (parts[p] as KernelFunction)(i, j);
      value = multiplies ? value * part : value + part;
    }
    return value;
  };
}

function functionOfYours(): MercerError {
  return mercerError("kernel", "the kernel has a function of yours, which no JSON holds; predict with mercer itself", { kind: "custom" });
}

/** A leaf made of features. */
function leaf(instruction: PairLeaf & ForwardStep, points: Matrix, others: Matrix): KernelFunction {
  const { data, cols: d } = points;
  const other = others.data;
  switch (instruction.opcode) {
    case Opcode.ChiSquare: {
      const [ofRows, ofColumns] = [moderatePoints(points), moderatePoints(others)];
      return (i, j) => chiSquare((ofRows[i] && ofColumns[j]) as boolean, d, data, i * d, other, j * d);
    }
    case Opcode.ElementarySymmetric:
      return (i, j) => elementarySymmetric(d, instruction.degree, data, i * d, other, j * d);
    case Opcode.InnerProduct:
    case Opcode.SquaredDistance:
    case Opcode.ScaledSquaredDistance:
    case Opcode.ManhattanDistance:
    case Opcode.SubsetProduct:
    case Opcode.SquaredCrossProducts: {
      const { opcode } = instruction;
      const weights = "weights" in instruction ? Float64Array.from(instruction.weights) : undefined;
      return (i, j) => pairing(opcode, d, data, i * d, other, j * d, weights);
    }
    default:
      return unknownOpcode(instruction satisfies never);
  }
}

/** τᵖ by repeated squaring, from the highest bit of p down. */
function integerPower(base: number, p: number): number {
  let value = base;
  for (let bit = 30 - Math.clz32(p); bit >= 0; bit--) {
    value *= value;
    if ((p >> bit) & 1) value *= base;
  }
  return value;
}

/** (2¹⁰²⁴)^−a is not 0 for a below: where (1 + b τ)^−a is, b τ has overflowed. */
const LIGHT = 1.04;

/** (1 − s + b s²) eˢ, s = a √τ */
function matern(value: number, a: number, b: number): number {
  const s = Math.max(Math.sqrt(value) * a, -1000);
  return (1 + (s * s * b - s)) * exp(s);
}

/** τ u v */
function scaled(value: number, u: number, v: number): number {
  return value * u * v;
}

/** τ/√(u v) */
function normalized(value: number, u: number, v: number): number {
  if (u === v) return u === 0 ? 0 : value / u;
  const [r, s] = [inverseRoot(u), inverseRoot(v)];
  return value * Math.max(r, s) * Math.min(r, s);
}

function inverseRoot(u: number): number {
  return u === 0 ? 0 : 1 / Math.sqrt(u);
}

function requireFinite(value: number, row: number, column: number): number {
  if (value - value === 0) return value;
  const message = `the kernel overflows at the pair (${row}, ${column}); scale the features down before the fit`;
  throw mercerError("not-finite", message, { row, column });
}

/** k(x, x) in training, for the points of a view. */
function diagonalOf(kernel: KernelSpec, view: PointView, side: Side): Float64Array {
  const k = kernelFunction(encodeDiagonal(kernel, (seen) => side.view(seen).cols, view) as Program, side, side);
  return Float64Array.from({ length: side.points.rows }, (_, i) => k(i, i));
}
