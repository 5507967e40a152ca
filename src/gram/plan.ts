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
 * A program for m rows against the columns, laid out in one block: words, tables, packed points, values, then the tiles it works in, below the stack of
 * a thread those that it keeps. In training the columns serve as rows.
 */
export class Plan {
  /** Whether the columns serve as rows. */
  readonly training: boolean;
  /** Functions of the host that the program calls, by index, with the view of the points that they see. */
  readonly customs: { readonly kernel: CustomKernel; readonly view: PointView }[] = [];
  /** Numbers the block takes. */
  length: number;
  readonly #rows: number;
  readonly #columns: Side;
  /** The words, those with an address less that of the base. */
  readonly #words: number[];
  readonly #based: { readonly word: number; readonly base: Base }[] = [];
  readonly #tables: { readonly offset: number; readonly table: readonly number[] }[] = [];
  readonly #segments: Segment[] = [];

  constructor(code: Code, rows: number, columns: Side, training: boolean) {
    this.training = training;
    this.#rows = rows;
    this.#columns = columns;
    const { instructions } = code;
    this.length = HEADER + WORDS * (instructions.length + 1);
    this.#words = new Array<number>(this.length).fill(0);
    for (let i = 0; i < instructions.length; i++) {
      const instruction = instructions[i] as (typeof instructions)[number];
      const first = HEADER + i * WORDS;
      this.#words[first] = instruction.opcode;
      const operands = operandsOf(instruction);
      for (let k = 0; k < operands.length; k++) this.#place(first + 1 + k, operands[k] as Operand, i);
    }
    const stack = (code.slots + code.depth) * TILE_LENGTH;
    this.#address(0, this.#take(threadCount() * stack) + code.slots * TILE_LENGTH);
    this.#words[1] = 8 * stack;
  }

  /** Everything but the rows, into the numbers of a block (asked for anew after every computation, which may have made memory grow) at a byte address; `given` is where the caller's own matrix stands. */
  write(numbers: () => Float64Array, address: number, given: GivenMatrix | null): void {
    const program = numbers();
    program.set(this.#words);
    for (const { word, base } of this.#based) {
      program[word] =
        (program[word] as number) + (base === "block" ? address : base === "stride" ? (given?.stride ?? 0) : (given?.block.address ?? 0));
    }
    for (const { offset, table } of this.#tables) program.set(table, offset);
    this.#fill(numbers, "columns", this.#columns);
  }

  /** The row side: as many points as planned, or fewer. */
  writeRows(numbers: () => Float64Array, rows: Side): void {
    this.#fill(numbers, "rows", rows);
  }

  #fill(numbers: () => Float64Array, which: Segment["side"], side: Side): void {
    for (const { side: whose, offset, length, of } of this.#segments) {
      if (whose !== which) continue;
      if ("steps" in of) {
        const points = side.view(of);
        writePacked(numbers().subarray(offset, offset + length), points);
      } else {
        // computed first: that may use the memory itself
        const values = side.values(of);
        numbers()
          .fill(0, offset, offset + length)
          .set(values, offset);
      }
    }
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
    else if ("custom" in operand) this.#words[word] = this.customs.push({ kernel: operand.custom, view: operand.view }) - 1;
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
    return side === "rows" && !this.training ? this.#rows : this.#columns.points.rows;
  }

  /** Where what belongs to a side stands: in training both sides have the columns'. */
  #segment(asked: Segment["side"], key: string, length: number, of: Segment["of"]): number {
    const side = this.training ? "columns" : asked;
    for (const known of this.#segments) if (known.side === side && known.key === key) return known.offset;
    const offset = this.#take(length);
    this.#segments.push({ side, key, offset, length, of });
    return offset;
  }

  #take(count: number): number {
    const offset = this.length;
    this.length += Math.ceil(count / 8) * 8;
    return offset;
  }
}
