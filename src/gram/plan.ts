import { HEADER, TILE, WORDS } from "../../assembly/gram/program";
import { packedLength, writePacked } from "../core/points";
import type { CustomKernel } from "../kernels/spec";
import type { Code } from "../program/encode";
import { type Operand, operandsOf } from "../program/instruction";
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
  readonly words: Float64Array;
  readonly based: readonly { readonly word: number; readonly base: Base }[];
  readonly tables: readonly { readonly offset: number; readonly table: readonly number[] }[];
  readonly segments: readonly Segment[];
}

/** The plan of a program for so many rows against the points of a side. */
export function layOut(code: Code, rows: number, columns: Side, training: boolean): Plan {
  return new Layout(columns, training ? columns.points.rows : rows, training).of(code);
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
  fill(plan, numbers, "columns", columns);
}

/** The row side: as many points as planned, or fewer. */
export function writeRows(plan: Plan, numbers: () => Float64Array, rows: Side): void {
  fill(plan, numbers, "rows", rows);
}

function fill({ segments }: Plan, numbers: () => Float64Array, which: Segment["side"], side: Side): void {
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
class Layout {
  readonly #columns: Side;
  readonly #rows: number;
  readonly #training: boolean;
  #length = 0;
  readonly #customs: { readonly kernel: CustomKernel; readonly view: PointView }[] = [];
  readonly #words: number[] = [];
  readonly #based: { readonly word: number; readonly base: Base }[] = [];
  readonly #tables: { readonly offset: number; readonly table: readonly number[] }[] = [];
  readonly #segments: Segment[] = [];

  constructor(columns: Side, rows: number, training: boolean) {
    this.#columns = columns;
    this.#rows = rows;
    this.#training = training;
  }

  of(code: Code): Plan {
    const { instructions, slots, depth } = code;
    const threads = threadCount();
    this.#length = HEADER + WORDS * (instructions.length + 1);
    for (let word = 0; word < this.#length; word++) this.#words.push(0);
    instructions.forEach((instruction, i) => {
      const first = HEADER + i * WORDS;
      this.#words[first] = instruction.opcode;
      operandsOf(instruction).forEach((operand, k) => {
        this.#place(first + 1 + k, operand, i);
      });
    });
    const stack = (slots + depth) * TILE_LENGTH;
    this.#address(0, this.#take(threads * stack) + slots * TILE_LENGTH);
    this.#words[1] = 8 * stack;
    return {
      code,
      rows: this.#rows,
      columns: this.#columns.points.rows,
      threads,
      training: this.#training,
      customs: this.#customs,
      length: this.#length,
      words: Float64Array.from(this.#words),
      based: this.#based,
      tables: this.#tables,
      segments: this.#segments,
    };
  }

  #place(word: number, operand: Operand, instruction: number): void {
    if (typeof operand === "number") this.#words[word] = operand;
    else if ("rows" in operand) this.#address(word, this.#points("rows", operand.rows));
    else if ("columns" in operand) this.#address(word, this.#points("columns", operand.columns));
    else if ("features" in operand) this.#words[word] = this.#columns.view(operand.features).cols;
    else if ("rowValues" in operand) this.#address(word, this.#values("rows", operand.rowValues, instruction));
    else if ("columnValues" in operand) this.#address(word, this.#values("columns", operand.columnValues, instruction));
    else if ("table" in operand) {
      const offset = this.#take(operand.table.length);
      this.#tables.push({ offset, table: operand.table });
      this.#address(word, offset);
    } else if ("slot" in operand) this.#words[word] = 8 * TILE_LENGTH * (operand.slot + 1);
    else if ("custom" in operand) this.#words[word] = this.#customs.push({ kernel: operand.custom, view: operand.view }) - 1;
    else this.#based.push({ word, base: operand.given === "address" ? "given" : "stride" });
  }

  #address(word: number, offset: number): void {
    this.#words[word] = 8 * offset;
    this.#based.push({ word, base: "block" });
  }

  #points(side: Segment["side"], view: PointView): number {
    const d = this.#columns.view(view).cols;
    return this.#segment(side, view.key, packedLength(this.#count(side), d), view);
  }

  #values(side: Segment["side"], values: PointValues, instruction: number): number {
    return this.#segment(side, `values ${instruction}`, 4 * Math.ceil(this.#count(side) / 4), values);
  }

  #count(side: Segment["side"]): number {
    return side === "rows" ? this.#rows : this.#columns.points.rows;
  }

  /** Where what belongs to a side stands: in training both sides have the columns'. */
  #segment(asked: Segment["side"], key: string, length: number, of: Segment["of"]): number {
    const side = this.#training ? "columns" : asked;
    for (const known of this.#segments) if (known.side === side && known.key === key) return known.offset;
    const offset = this.#take(length);
    this.#segments.push({ side, key, offset, length, of });
    return offset;
  }

  #take(count: number): number {
    const offset = this.#length;
    this.#length += Math.ceil(count / 8) * 8;
    return offset;
  }
}
