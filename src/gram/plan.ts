import { HEADER, TILE, WORDS } from "../../assembly/gram/program";
import { packedLength, writePacked } from "../core/points";
import type { CustomKernel } from "../kernels/spec";
import type { Code } from "../program/code";
import { type Instruction, type Operand, operandsOf } from "../program/instruction";
import type { Side } from "../program/side";
import type { PointValues, PointView } from "../program/views";
import { type Block, threadCount } from "../wasm/memory";

const TILE_LENGTH = TILE * TILE;

/** Where the matrix of a precomputed kernel stands, and its row stride. */
export interface GivenMatrix {
  readonly block: Block;
  readonly stride: number;
}

/** A part of the block that holds what belongs to one side: the packed points of a view, or numbers for its points. */
interface Segment {
  readonly side: "rows" | "columns";
  readonly key: string;
  readonly offset: number;
  readonly length: number;
  readonly of: PointView | PointValues;
}

/** Whose address a word has: of the block itself, or of the caller's own matrix. */
type Base = "block" | "given" | "stride";

/**
 * A program for m rows against n columns, laid out in one block: words, tables, packed points, values, then the tiles it works in, below the stack of
 * a thread those that it keeps. In training the columns serve as rows. It holds no points: it serves all that are as many, of as many features.
 */
export interface Plan {
  readonly code: Code;
  readonly rows: number;
  readonly columns: number;
  readonly threads: number;
  /** Whether the columns serve as rows. */
  readonly training: boolean;
  /** Functions of the host that the program calls, by index, with the view of the points that they see. */
  readonly customs: readonly { readonly kernel: CustomKernel; readonly view: PointView }[];
  /** Numbers the block takes. */
  readonly length: number;
  /** The words, those with an address less that of the base. */
  readonly words: readonly number[];
  readonly based: readonly { readonly word: number; readonly base: Base }[];
  readonly tables: readonly { readonly offset: number; readonly table: readonly number[] }[];
  readonly segments: readonly Segment[];
}

/** The plan of a program for so many rows against the points of a side. */
export function layOut(code: Code, rows: number, columns: Side, training: boolean): Plan {
  const { instructions, slots, depth } = code;
  const n = columns.points.rows;
  const threads = threadCount();
  const length = HEADER + WORDS * (instructions.length + 1);
  const words = new Array<number>(length).fill(0);
  const plan: Draft = { code, rows, columns: n, threads, training, customs: [], length, words, based: [], tables: [], segments: [] };
  for (let i = 0; i < instructions.length; i++) {
    const instruction = instructions[i] as Instruction;
    const first = HEADER + i * WORDS;
    words[first] = instruction.opcode;
    const operands = operandsOf(instruction);
    for (let k = 0; k < operands.length; k++) place(plan, columns, first + 1 + k, operands[k] as Operand, i);
  }
  const stack = (slots + depth) * TILE_LENGTH;
  address(plan, 0, take(plan, threads * stack) + slots * TILE_LENGTH);
  words[1] = 8 * stack;
  return plan;
}

/**
 * Everything but the rows, into the numbers of a block (asked for anew after every computation, which may have made memory grow) at a byte address;
 * `given` is where the caller's own matrix stands.
 */
export function writeColumns(plan: Plan, numbers: () => Float64Array, address: number, columns: Side, given: GivenMatrix | null): void {
  const program = numbers();
  program.set(plan.words);
  for (const { word, base } of plan.based) {
    program[word] =
      (program[word] as number) + (base === "block" ? address : base === "stride" ? (given?.stride ?? 0) : (given?.block.address ?? 0));
  }
  for (const { offset, table } of plan.tables) program.set(table, offset);
  writeSide(plan, numbers, "columns", columns);
}

/** What belongs to one side: as many points as planned, or fewer. */
export function writeSide({ segments }: Plan, numbers: () => Float64Array, which: Segment["side"], side: Side): void {
  for (const { side: whose, offset, length, of } of segments) {
    if (whose !== which) continue;
    // computed first: that may use the memory itself
    const seen = "steps" in of ? side.view(of) : side.values(of);
    const segment = numbers().fill(0, offset, offset + length);
    if ("data" in seen) writePacked(segment, offset, seen);
    else segment.set(seen, offset);
  }
}

/** A plan in the making. */
type Draft = { -readonly [K in keyof Plan]: Plan[K] extends readonly (infer T)[] ? T[] : Plan[K] };

function place(draft: Draft, columns: Side, word: number, operand: Operand, instruction: number): void {
  const { words } = draft;
  if (typeof operand === "number") words[word] = operand;
  else if ("rows" in operand) address(draft, word, points(draft, "rows", operand.rows, columns));
  else if ("columns" in operand) address(draft, word, points(draft, "columns", operand.columns, columns));
  else if ("features" in operand) words[word] = columns.view(operand.features).cols;
  else if ("rowValues" in operand) address(draft, word, values(draft, "rows", operand.rowValues, instruction));
  else if ("columnValues" in operand) address(draft, word, values(draft, "columns", operand.columnValues, instruction));
  else if ("table" in operand) {
    const offset = take(draft, operand.table.length);
    draft.tables.push({ offset, table: operand.table });
    address(draft, word, offset);
  } else if ("slot" in operand) words[word] = 8 * TILE_LENGTH * (operand.slot + 1);
  else if ("custom" in operand) words[word] = draft.customs.push({ kernel: operand.custom, view: operand.view }) - 1;
  else draft.based.push({ word, base: operand.given === "address" ? "given" : "stride" });
}

function address({ words, based }: Draft, word: number, offset: number): void {
  words[word] = 8 * offset;
  based.push({ word, base: "block" });
}

function points(draft: Draft, side: Segment["side"], of: PointView, columns: Side): number {
  return segment(draft, { side, key: of.key, length: packedLength(draft[side], columns.view(of).cols), of });
}

function values(draft: Draft, side: Segment["side"], of: PointValues, instruction: number): number {
  return segment(draft, { side, key: `values ${instruction}`, length: 4 * Math.ceil(draft[side] / 4), of });
}

/** Where what belongs to a side stands: in training both sides have the columns'. */
function segment(draft: Draft, { side: asked, key, length, of }: Omit<Segment, "offset">): number {
  const side = draft.training ? "columns" : asked;
  for (const known of draft.segments) if (known.side === side && known.key === key) return known.offset;
  const offset = take(draft, length);
  draft.segments.push({ side, key, offset, length, of });
  return offset;
}

function take(draft: Draft, count: number): number {
  const offset = draft.length;
  draft.length += Math.ceil(count / 8) * 8;
  return offset;
}
