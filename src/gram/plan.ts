import { HEADER, TILE, WORDS } from "../../assembly/gram/program";
import { packedLength, writePacked } from "../core/points";
import type { CustomKernel } from "../kernels/spec";
import type { Code } from "../program/encode";
import { type Operand, operandsOf } from "../program/instruction";
import type { Side } from "../program/side";
import { type PointValues, type PointView, viewKey } from "../program/views";
import { type Block, threadCount } from "../wasm/memory";

/** A program with its points, laid out in one block: words, tables, packed points, values, then the tiles it works in, below the stack of a thread those that it keeps. */
export interface Plan {
  /** Numbers the block takes. */
  readonly length: number;
  /** Everything but the rows, into the numbers of a block (asked for anew after every computation, which may have made memory grow) at a byte address; `given` is where the caller's own matrix stands. */
  write(numbers: () => Float64Array, address: number, given: GivenMatrix | null): void;
  /** The row side: as many points as planned, or fewer. */
  writeRows(numbers: () => Float64Array, rows: Side): void;
  /** Whether the columns serve as rows. */
  readonly training: boolean;
  /** Functions of the host that the program calls, by index, with the view of the points that they see. */
  readonly customs: readonly { readonly kernel: CustomKernel; readonly view: PointView }[];
}

const TILE_LENGTH = TILE * TILE;

/** Where the matrix of a precomputed kernel stands, and its row stride. */
export interface GivenMatrix {
  readonly block: Block;
  readonly stride: number;
}

type Word = (address: number, given: GivenMatrix | null) => number;

/** A part of the block that holds what belongs to one side. */
interface Segment {
  readonly offset: number;
  readonly length: number;
  /** Computes what belongs there, which may use the memory itself, and then gives a function that writes it. */
  readonly prepare: (side: Side) => (target: Float64Array) => void;
}

/**
 * Lays out a program for m rows against the columns; in training the columns serve as rows.
 */
export function planProgram(code: Code, m: number, columns: Side, training: boolean): Plan {
  const customs: { kernel: CustomKernel; view: PointView }[] = [];
  const tables: { offset: number; table: readonly number[] }[] = [];
  const segments = { rows: new Map<string, Segment>(), columns: new Map<string, Segment>() };
  const end = HEADER + WORDS * (code.instructions.length + 1);
  let length = end;
  const take = (count: number): number => {
    const offset = length;
    length += Math.ceil(count / 8) * 8;
    return offset;
  };
  const n = columns.points.rows;
  const segment = (side: "rows" | "columns", key: string, count: number, prepare: Segment["prepare"]): number => {
    const place = training ? "columns" : side;
    const known = segments[place].get(key);
    if (known) return known.offset;
    const offset = take(count);
    segments[place].set(key, { offset, length: count, prepare });
    return offset;
  };
  const pointsAt = (side: "rows" | "columns", view: PointView): number => {
    const d = columns.view(view).cols;
    return segment(side, viewKey(view), packedLength(side === "rows" && !training ? m : n, d), (seen) => {
      const points = seen.view(view);
      return (target) => writePacked(target, points);
    });
  };
  const valuesAt = (side: "rows" | "columns", values: PointValues, key: string): number =>
    segment(side, key, 4 * Math.ceil((side === "rows" && !training ? m : n) / 4), (seen) => {
      const numbers = seen.values(values);
      return (target) => target.fill(0).set(numbers);
    });
  const words: Word[] = [];
  const encodeOperand = (operand: Operand, key: string): Word => {
    if (typeof operand === "number") return () => operand;
    if ("rows" in operand) return at(pointsAt("rows", operand.rows));
    if ("columns" in operand) return at(pointsAt("columns", operand.columns));
    if ("features" in operand) {
      const { cols } = columns.view(operand.features);
      return () => cols;
    }
    if ("rowValues" in operand) return at(valuesAt("rows", operand.rowValues, key));
    if ("columnValues" in operand) return at(valuesAt("columns", operand.columnValues, key));
    if ("table" in operand) {
      const offset = take(operand.table.length);
      tables.push({ offset, table: operand.table });
      return at(offset);
    }
    if ("slot" in operand) {
      const below = 8 * TILE_LENGTH * (operand.slot + 1);
      return () => below;
    }
    if ("custom" in operand) {
      const index = customs.push({ kernel: operand.custom, view: operand.view }) - 1;
      return () => index;
    }
    const { given: what } = operand;
    return (_, given) => (given === null ? 0 : what === "address" ? given.block.address : given.stride);
  };
  code.instructions.forEach((instruction, i) => {
    words[HEADER + i * WORDS] = () => instruction.opcode;
    operandsOf(instruction).forEach((operand, k) => {
      words[HEADER + i * WORDS + 1 + k] = encodeOperand(operand, `values ${i}`);
    });
  });
  const stack = (code.slots + code.depth) * TILE_LENGTH;
  const tiles = take(threadCount() * stack) + code.slots * TILE_LENGTH;
  words[0] = at(tiles);
  words[1] = () => 8 * stack;
  const fillSide = (numbers: () => Float64Array, places: Iterable<Segment>, side: Side): void => {
    for (const { offset, length: count, prepare } of places) {
      const write = prepare(side);
      write(numbers().subarray(offset, offset + count));
    }
  };
  return {
    length,
    training,
    customs,
    write(numbers, address, given) {
      const program = numbers();
      program.fill(0, 0, end);
      words.forEach((word, index) => {
        program[index] = word(address, given);
      });
      for (const { offset, table } of tables) program.set(table, offset);
      fillSide(numbers, segments.columns.values(), columns);
    },
    writeRows(numbers, rows) {
      fillSide(numbers, segments.rows.values(), rows);
    },
  };
}

function at(offset: number): Word {
  return (address) => address + 8 * offset;
}
