import { Opcode } from "../../assembly/gram/program";
import { ownNumbers } from "../kernels/parameters";
import { partsOf } from "../kernels/parts";
import type { KernelSpec } from "../kernels/spec";
import { type Link, linksOf } from "./chain";
import { shareLeaves } from "./code";
import { encodeTraced } from "./encode";
import { type Instruction, unknownOpcode } from "./instruction";
import { type Account, type Tape, tapeOf } from "./tape";
import type { PointValues, PointView } from "./views";

/** A program that makes sums, and what the parameters of its kernel have of them. */
export interface DerivativeCode {
  readonly tape: Tape;
  /** How many sums there are. */
  readonly length: number;
  readonly shares: readonly Share[];
  readonly normalizations: readonly Normalization[];
}

/** That the derivative by a parameter, counted as `parametersOf` lists them, has `factor` times a sum. */
interface Share {
  readonly parameter: number;
  readonly sum: number;
  readonly factor: number;
}

/** What a normalisation owes to the k(x, x) that it divides by, where these depend on parameters, too. */
interface Normalization {
  /** k(x, x) of the points. */
  readonly values: PointValues;
  /** The program of k(x, x). */
  readonly diagonal: DerivativeCode;
  /** Where the sums of the rows and of the columns are: one and the same in training. */
  readonly rows: number;
  readonly columns: number;
}

/** For which pairs: m × n, those of a training set, or those of the points of a view with themselves. */
type Pairs = { readonly m: number; readonly n: number; readonly training: boolean } | { readonly diagonal: PointView };

/** Where the numbers of each part of a kernel are among its parameters, by their paths in that part. */
type Places = ReadonlyMap<KernelSpec, ReadonlyMap<string, number>>;

/**
 * The program of the derivatives of a kernel by its free numbers.
 *
 * @param written as the user wrote it; `resolved` is the same, part by part, checked against points
 */
export function derivativeCode(
  written: KernelSpec,
  resolved: KernelSpec,
  featuresOf: (view: PointView) => number,
  pairs: { readonly m: number; readonly n: number; readonly training: boolean },
): DerivativeCode {
  return codeOf(resolved, placesOf(written, resolved), featuresOf, pairs);
}

function codeOf(kernel: KernelSpec, places: Places, featuresOf: (view: PointView) => number, pairs: Pairs): DerivativeCode {
  const owed = new Map<Instruction, readonly Share[]>();
  const instructions = encodeTraced(kernel, featuresOf, pairs, (part, made) => {
    const own = places.get(part);
    for (const instruction of own ? made : []) {
      const shares = linksOf(part, instruction).flatMap((link) => shareOf(link, own as ReadonlyMap<string, number>));
      if (shares.length > 0) owed.set(instruction, shares);
    }
  });
  instructions.push({ opcode: Opcode.RequireFinite });

  let length = 0;
  const shares: Share[] = [];
  const normalizations: Normalization[] = [];
  const take = (count: number): number => {
    length += count;
    return length - count;
  };
  const accountOf = (instruction: Instruction): Account | null => {
    if (instruction.opcode === Opcode.Normalize && "diagonalOf" in instruction.values && "m" in pairs) {
      const { values } = instruction;
      const diagonal = codeOf(instruction.values.diagonalOf, places, featuresOf, { diagonal: values.view });
      if (diagonal.shares.length === 0) return null;
      const rows = take(4 * Math.ceil(pairs.m / 4));
      const columns = pairs.training ? rows : take(4 * Math.ceil(pairs.n / 4));
      normalizations.push({ values, diagonal, rows, columns });
      return { sums: rows, columns };
    }
    const own = owed.get(instruction);
    if (!own) return null;
    const sums = take(sumsOf(instruction, featuresOf));
    shares.push(...own.map((share) => ({ ...share, sum: sums + share.sum })));
    return { sums };
  };
  const shared = shareLeaves(instructions, (leaf) => owed.has(leaf));
  return { tape: tapeOf(shared, featuresOf, accountOf), length, shares, normalizations };
}

/** What a link gives to a parameter; nothing where the number is "auto" in the kernel as it was written. */
function shareOf({ number, sum, factor }: Link, own: ReadonlyMap<string, number>): Share[] {
  const parameter = own.get(number);
  return parameter === undefined ? [] : [{ parameter, sum, factor }];
}

/** How many sums the core makes for the operands of an instruction; chain.ts says which. */
function sumsOf(instruction: Instruction, featuresOf: (view: PointView) => number): number {
  switch (instruction.opcode) {
    case Opcode.ScaledSquaredDistance:
      return 2 * featuresOf(instruction.view);
    case Opcode.Affine:
    case Opcode.Sigmoid:
    case Opcode.RationalQuadratic:
      return 2;
    case Opcode.Constant:
    case Opcode.Diagonal:
    case Opcode.SquaredSines:
    case Opcode.Exponential:
    case Opcode.Matern:
    case Opcode.SquaredSine:
      return 1;
    case Opcode.InnerProduct:
    case Opcode.SquaredDistance:
    case Opcode.ManhattanDistance:
    case Opcode.SubsetProduct:
    case Opcode.SquaredCrossProducts:
    case Opcode.ChiSquare:
    case Opcode.ElementarySymmetric:
    case Opcode.Given:
    case Opcode.Custom:
    case Opcode.Fetch:
    case Opcode.Add:
    case Opcode.Multiply:
    case Opcode.IntegerPower:
    case Opcode.Root:
    case Opcode.Outer:
    case Opcode.Normalize:
    case Opcode.Keep:
    case Opcode.RequireFinite:
      return 0;
    default:
      return unknownOpcode(instruction satisfies never);
  }
}

/** Both kernels have the same parts in the same places, and `parametersOf` lists the numbers of a part before those of its own parts. */
function placesOf(written: KernelSpec, resolved: KernelSpec): Places {
  const places = new Map<KernelSpec, ReadonlyMap<string, number>>();
  let next = 0;
  const visit = (kernel: KernelSpec, same: KernelSpec): void => {
    places.set(same, new Map(ownNumbers(kernel).map((number) => [number, next++])));
    const others = partsOf(same);
    partsOf(kernel).forEach((part, at) => {
      visit(part, others[at] as KernelSpec);
    });
  };
  visit(written, resolved);
  return places;
}
