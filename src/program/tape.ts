import { Opcode, TILE } from "../../assembly/gram/program";
import type { Code } from "./code";
import { growthOf, type Instruction } from "./instruction";
import type { PointView } from "./views";

/** Where the core adds what an instruction is owed: among the sums, and for a normalisation what its columns are owed. */
export interface Account {
  readonly sums: number;
  readonly columns?: number;
}

/** A program that runs forwards and back: the outputs of all instructions stay, each on a tile of its own. */
export interface Tape {
  /** The program, its stack being that of the adjoints and above it the tape. */
  readonly code: Code;
  /** Four words for each instruction, as assembly/gram/tape.ts has them. */
  readonly routes: readonly number[];
  /** Tiles of the stack of adjoints. */
  readonly height: number;
  /** Tiles below what leaves work in. */
  readonly work: number;
}

/** What is on the stack. */
interface Entry {
  /** Tile of the tape. */
  readonly tile: number;
  /** The first instruction of the part. */
  readonly start: number;
  /** Whether anything in the part is owed anything. */
  readonly isLive: boolean;
}

/** The tape of a program: of an instruction `accountOf` says where it has its sums, null where nobody asks for them. */
export function tapeOf(
  { instructions, slots }: Pick<Code, "instructions" | "slots">,
  featuresOf: (view: PointView) => number,
  accountOf: (instruction: Instruction) => Account | null,
): Tape {
  const stack: Entry[] = [];
  const kept: Entry[] = [];
  const routes: number[] = [];
  let [tiles, height] = [0, 0];
  instructions.forEach((instruction, at) => {
    const growth = growthOf(instruction);
    const right = growth < 1 ? (stack.pop() as Entry) : null;
    const left = growth < 0 ? (stack.pop() as Entry) : null;
    const account = accountOf(instruction);
    const fetched = instruction.opcode === Opcode.Fetch ? (kept[instruction.slot] as Entry) : null;
    const stays = instruction.opcode === Opcode.Keep || instruction.opcode === Opcode.RequireFinite ? right : fetched;
    const entry: Entry = {
      tile: stays?.tile ?? tiles++,
      start: (left ?? right)?.start ?? at,
      isLive: [account, left?.isLive, right?.isLive, fetched?.isLive].some(Boolean),
    };
    if (instruction.opcode === Opcode.Keep) kept[instruction.slot] = entry;
    stack.push(entry);
    height = Math.max(height, stack.length);
    routes.push(entry.tile, left?.tile ?? account?.columns ?? -1, account?.sums ?? -1, entry.isLive ? -1 : entry.start);
  });
  // maps work above the adjoints on top, the last leaf above its tile
  const depth = height + 1 + tiles + Math.max(1, ...instructions.map((instruction) => workOf(instruction, featuresOf)));
  return { code: { instructions, slots, depth }, routes, height: height + 1, work: height + 1 + tiles };
}

/** Tiles that a leaf works in, forwards and, where it is asked for the gradient of a point, back. */
function workOf(instruction: Instruction, featuresOf: (view: PointView) => number): number {
  if (!("view" in instruction)) return 1;
  const degree = instruction.opcode === Opcode.ElementarySymmetric ? instruction.degree : 1;
  const d = featuresOf(instruction.view);
  return Math.ceil(Math.max(8 * d, 2 * (d + 2) * (degree + 1)) / (TILE * TILE));
}
