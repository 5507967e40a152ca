import { Opcode } from "../../assembly/gram/program";
import { mercerError } from "../errors";
import type { CustomKernel } from "../kernels/spec";
import type { PointValues, PointView } from "./views";

/** One step of a program by its opcode, with what the opcode takes by name; assembly/gram/program.ts says what each does. */
export type Instruction = Leaf | Join | PointwiseMap | Check;

/** As a kernel says it, every part by itself: nothing is kept to be fetched again. */
export type Step = Exclude<Instruction, { readonly slot: number }>;

/** Pushes a tile. */
type Leaf =
  | PairLeaf
  | { readonly opcode: Opcode.Constant | Opcode.Diagonal; readonly value: number }
  /** elements of the caller's own matrix */
  | { readonly opcode: Opcode.Given }
  | { readonly opcode: Opcode.Custom; readonly custom: CustomKernel; readonly view: PointView }
  | { readonly opcode: Opcode.Fetch; readonly slot: number };

/** What a program is made of that does not run back: sines of differences belong to derivatives. */
export type ForwardStep = Exclude<Step, { readonly opcode: Opcode.SquaredSines }>;

/** A leaf made of the features of two points. */
export type PairLeaf =
  | { readonly opcode: PlainPairing | Opcode.ChiSquare; readonly view: PointView }
  | { readonly opcode: Opcode.ScaledSquaredDistance; readonly view: PointView; readonly weights: readonly number[] }
  | { readonly opcode: Opcode.ElementarySymmetric; readonly view: PointView; readonly degree: number }
  | { readonly opcode: Opcode.SquaredSines; readonly view: PointView; readonly frequency: number };

export type PlainPairing =
  | Opcode.InnerProduct
  | Opcode.SquaredDistance
  | Opcode.ManhattanDistance
  | Opcode.SubsetProduct
  | Opcode.SquaredCrossProducts;

/** Takes two tiles and pushes one. */
export interface Join {
  readonly opcode: Opcode.Add | Opcode.Multiply;
}

/** Replaces every element τ of the tile on top. */
type PointwiseMap =
  | { readonly opcode: Opcode.Root }
  | { readonly opcode: Opcode.Affine | Opcode.Sigmoid; readonly factor: number; readonly shift: number }
  | { readonly opcode: Opcode.IntegerPower; readonly exponent: number }
  | { readonly opcode: Opcode.Exponential; readonly factor: number }
  | { readonly opcode: Opcode.Matern; readonly factor: number; readonly square: number }
  | { readonly opcode: Opcode.RationalQuadratic; readonly exponent: number; readonly factor: number }
  | { readonly opcode: Opcode.SquaredSine; readonly period: number }
  | { readonly opcode: Opcode.Outer | Opcode.Normalize; readonly values: PointValues };

/** Leaves the tile on top alone. */
type Check = { readonly opcode: Opcode.Keep; readonly slot: number } | { readonly opcode: Opcode.RequireFinite };

/** A word of an instruction, until the program and its points have their places in memory. */
export type Operand =
  | number
  /** address of the packed points of a view, as rows or as columns of the tile */
  | { readonly rows: PointView }
  | { readonly columns: PointView }
  /** number of features of a view */
  | { readonly features: PointView }
  /** address of one number per point */
  | { readonly rowValues: PointValues }
  | { readonly columnValues: PointValues }
  /** address of numbers */
  | { readonly table: readonly number[] }
  /** address of a tile kept */
  | { readonly slot: number }
  /** index of a function of the host */
  | { readonly custom: CustomKernel; readonly view: PointView }
  /** address and row stride of the caller's own matrix */
  | { readonly given: "address" | "stride" };

/** The words after the opcode, in the order of assembly/gram/program.ts. */
export function operandsOf(instruction: Instruction): readonly Operand[] {
  switch (instruction.opcode) {
    case Opcode.InnerProduct:
    case Opcode.SquaredDistance:
    case Opcode.ManhattanDistance:
    case Opcode.SubsetProduct:
    case Opcode.SquaredCrossProducts:
    case Opcode.ChiSquare:
      return pairOf(instruction.view);
    case Opcode.ScaledSquaredDistance:
      return [...pairOf(instruction.view), { table: instruction.weights }];
    case Opcode.ElementarySymmetric:
      return [...pairOf(instruction.view), instruction.degree];
    case Opcode.SquaredSines:
      return [...pairOf(instruction.view), instruction.frequency];
    case Opcode.Constant:
    case Opcode.Diagonal:
      return [instruction.value];
    case Opcode.Given:
      return [{ given: "address" }, { given: "stride" }];
    case Opcode.Custom:
      return [{ custom: instruction.custom, view: instruction.view }];
    case Opcode.Fetch:
    case Opcode.Keep:
      return [{ slot: instruction.slot }];
    case Opcode.Affine:
    case Opcode.Sigmoid:
      return [instruction.factor, instruction.shift];
    case Opcode.IntegerPower:
      return [instruction.exponent];
    case Opcode.Exponential:
      return [instruction.factor];
    case Opcode.Matern:
      return [instruction.factor, instruction.square];
    case Opcode.RationalQuadratic:
      return [instruction.exponent, instruction.factor];
    case Opcode.SquaredSine:
      return [instruction.period];
    case Opcode.Outer:
    case Opcode.Normalize:
      return [{ rowValues: instruction.values }, { columnValues: instruction.values }];
    case Opcode.Add:
    case Opcode.Multiply:
    case Opcode.Root:
    case Opcode.RequireFinite:
      return [];
    default:
      return unknownOpcode(instruction satisfies never);
  }
}

/** How many tiles an instruction leaves on the stack beyond those that it found. */
export function growthOf(instruction: Instruction): 1 | 0 | -1 {
  switch (instruction.opcode) {
    case Opcode.InnerProduct:
    case Opcode.SquaredDistance:
    case Opcode.ScaledSquaredDistance:
    case Opcode.ManhattanDistance:
    case Opcode.SubsetProduct:
    case Opcode.SquaredCrossProducts:
    case Opcode.ChiSquare:
    case Opcode.ElementarySymmetric:
    case Opcode.SquaredSines:
    case Opcode.Constant:
    case Opcode.Diagonal:
    case Opcode.Given:
    case Opcode.Custom:
    case Opcode.Fetch:
      return 1;
    case Opcode.Add:
    case Opcode.Multiply:
      return -1;
    case Opcode.Affine:
    case Opcode.IntegerPower:
    case Opcode.Exponential:
    case Opcode.Root:
    case Opcode.Matern:
    case Opcode.RationalQuadratic:
    case Opcode.SquaredSine:
    case Opcode.Sigmoid:
    case Opcode.Outer:
    case Opcode.Normalize:
    case Opcode.Keep:
    case Opcode.RequireFinite:
      return 0;
    default:
      return unknownOpcode(instruction satisfies never);
  }
}

function pairOf(view: PointView): readonly Operand[] {
  return [{ rows: view }, { columns: view }, { features: view }];
}

/** The default of a switch over all instructions: the compiler lets nothing come here, and a program made without it goes no further. */
export function unknownOpcode(instruction: never): never {
  const { opcode } = instruction as { opcode: unknown };
  throw mercerError("kernel", `no instruction has the opcode ${opcode}; programs are made by encode`, { value: opcode });
}
