import { readFileSync } from "node:fs";
import { instantiateSync } from "@assemblyscript/loader";
import { expect } from "vitest";
import { KC, TILE } from "../../assembly/gram/program";
import { OPERAND_BYTES, operands } from "../../src/core/matrix-view";
import type { CustomTile, WholeCore } from "../../src/wasm/load";

/**
 * A core of its own whose memory is filled with signalling NaN: an element that is read makes the result NaN, and arithmetic on one makes it
 * quiet, so that even adding 0 to an element that is not to be touched changes its bits.
 */
export interface Bench {
  readonly core: WholeCore;
  /** As many elements as the core may use for packing. */
  readonly scratch: number;
  /** The bottom of a stack of tiles, TILE × TILE elements each. */
  readonly tile: number;
  /** Takes everything back and fills it with NaN. */
  clear(): void;
  /** A matrix in memory, with NaN between and around its elements, and in those that `keep` leaves out. */
  matrix(rows: number, cols: number, values: Float64Array | null, options?: { layout?: Layout; keep?: Keep }): Placed;
  /** A contiguous vector; the elements lie `increment` apart. */
  vector(values: Float64Array, increment?: number): Placed;
  /** Room for 32-bit whole numbers. */
  indices(length: number): { readonly address: number; read(): number[] };
  /** The elements of a matrix, row by row. */
  read(matrix: Placed): Float64Array;
  write(matrix: Placed, values: Float64Array): void;
  /** Hands matrices to the next call: what it takes for each of them. */
  operands<const P extends readonly Placed[]>(...matrices: P): { readonly [K in keyof P]: number };
  /** Calls the core, and fails if anything changed but the elements of `outputs` (those that `keep` has), scratch and tile. */
  run<T>(outputs: readonly Output[], call: (core: WholeCore) => T): T;
}

/** Element (i, j) lies at address + 8(i·rs + j·cs). */
export interface Placed {
  readonly address: number;
  readonly rows: number;
  readonly cols: number;
  readonly rs: number;
  readonly cs: number;
}

export type Keep = (i: number, j: number) => boolean;
export type Layout = (rows: number, cols: number) => { readonly rs: number; readonly cs: number };
type Output = Placed | readonly [Placed, Keep];

export const rowMajor: Layout = (_, cols) => ({ rs: cols, cs: 1 });
export const padded: Layout = (_, cols) => ({ rs: cols + 3, cs: 1 });
export const columnMajor: Layout = (rows) => ({ rs: 1, cs: rows });

/** Every way of striding through memory: both orders, padded, with gaps, and backwards along rows, columns or both. */
export const LAYOUTS: readonly Layout[] = [
  rowMajor,
  columnMajor,
  padded,
  (rows) => ({ rs: 1, cs: rows + 5 }),
  (_, cols) => ({ rs: 2 * cols + 1, cs: 2 }),
  (_, cols) => ({ rs: -cols, cs: -1 }),
  (rows) => ({ rs: -1, cs: -rows }),
  (_, cols) => ({ rs: -(cols + 2), cs: 1 }),
  (_, cols) => ({ rs: cols + 1, cs: -1 }),
];

export const onAndBelow: Keep = (i, j) => j <= i;
export const below: Keep = (i, j) => j < i;
export const above: Keep = (i, j) => j > i;

const SIGNALLING_NAN = 0x7ff4_0bad_0bad_0badn;
const GUARD = 16;

/** Numbers that the operands of a call have room of. */
const OPERANDS_LENGTH = 16;

/** The numbers of the core's blocking by name, as assembly/config.ts has them. */
export const BLOCKING: ReadonlyMap<string, number> = new Map([
  ["KC", KC],
  ...[...source("config.ts").matchAll(/const (\w+): i32 = (\d+);/g)].map(([, name, value]): [string, number] => [
    name as string,
    Number(value),
  ]),
]);

export function blocking(name: string): number {
  const value = BLOCKING.get(name);
  if (value === undefined) throw new Error(`assembly/config.ts has no ${name}`);
  return value;
}

/** Elements of scratch that gemm and syrk promise to stay within: a sum of products of blocking numbers. */
export function productScratch(): number {
  const terms = /PRODUCT_SCRATCH: i32 = ([^;]+);/.exec(source("config.ts"))?.[1]?.split("+") ?? [];
  return terms
    .map((term) => term.split("*").reduce((value, name) => value * blocking(name.trim()), 1))
    .reduce((sum, value) => sum + value, 0);
}

function source(path: string): string {
  return readFileSync(new URL(`../../assembly/${path}`, import.meta.url), "utf8");
}

const WASM = readFileSync(new URL("../../build/core.wasm", import.meta.url));

/** Tiles of the stack. */
export const DEPTH = 6;

/**
 * @param scratchLength elements of scratch; what the triangular solves need unless given
 * @param custom who fills the tiles of the host's functions
 */
export function createBench(scratchLength?: number, custom: CustomTile = () => expect.fail("the core asked for a tile")): Bench {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536 });
  const core = instantiateSync(WASM, { env: { memory }, host: { custom } }).exports as unknown as WholeCore;
  const scratch = Math.ceil(core.HEAP.value / 8) + GUARD;
  const scratchEnd = scratch + (scratchLength ?? core.THREAD_SCRATCH.value);
  const tile = scratchEnd + GUARD;
  const tileEnd = tile + DEPTH * TILE * TILE;
  let top = tileEnd + GUARD;

  const words = (): BigUint64Array => new BigUint64Array(core.memory.buffer);
  const numbers = (): Float64Array => new Float64Array(core.memory.buffer);
  const take = (length: number): number => {
    const start = top;
    top += length + GUARD;
    const missing = top * 8 - core.memory.buffer.byteLength;
    if (missing > 0) {
      const old = core.memory.buffer.byteLength / 8;
      core.memory.grow(Math.ceil(missing / 65536));
      words().fill(SIGNALLING_NAN, old);
    }
    return start;
  };
  /** So many words of NaN; to copy them takes a quarter of the time of writing them. */
  let blanks = new BigUint64Array(0);
  const blank = (length: number): BigUint64Array => {
    if (blanks.length < length) blanks = new BigUint64Array(2 * length).fill(SIGNALLING_NAN);
    return blanks.subarray(0, length);
  };
  const at = ({ address, rs, cs }: Placed, i: number, j: number): number => address / 8 + i * rs + j * cs;
  const each = ({ rows, cols }: Placed, visit: (i: number, j: number) => void): void => {
    for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) visit(i, j);
  };
  const task = core.TASK.value / 8;
  /** Everything but scratch, tile, what a region tells its chunks and, behind it, the operands of a call. */
  const watched = (): BigUint64Array[] =>
    [
      [task + core.TASK_LENGTH.value + OPERANDS_LENGTH, scratch],
      [scratchEnd, tile],
      [tileEnd, top],
      [0, task],
    ].map(([from, to]) => words().subarray(from, to));

  words().fill(SIGNALLING_NAN, scratch - GUARD);
  return {
    core,
    scratch: scratch * 8,
    tile: tile * 8,
    clear() {
      words().set(blank(top - scratch + GUARD), scratch - GUARD);
      top = tileEnd + GUARD;
    },
    matrix(rows, cols, values, { layout = rowMajor, keep = () => true } = {}) {
      const { rs, cs } = layout(rows, cols);
      const reach = (stride: number, count: number): number => stride * Math.max(0, count - 1);
      const before = -Math.min(0, reach(rs, rows)) - Math.min(0, reach(cs, cols));
      const start = take(before + Math.max(0, reach(rs, rows)) + Math.max(0, reach(cs, cols)) + 1);
      const placed = { address: (start + before) * 8, rows, cols, rs, cs };
      const memory = numbers();
      if (values) {
        each(placed, (i, j) => {
          if (keep(i, j)) memory[at(placed, i, j)] = values[i * cols + j] as number;
        });
      }
      return placed;
    },
    vector(values, increment = 1) {
      return this.matrix(values.length, 1, values, { layout: () => ({ rs: increment, cs: 1 }) });
    },
    indices(length) {
      const address = take(Math.ceil(length / 2)) * 8;
      return { address, read: () => Array.from(new Int32Array(core.memory.buffer, address, length)) };
    },
    read(matrix) {
      const memory = numbers();
      const values = new Float64Array(matrix.rows * matrix.cols);
      each(matrix, (i, j) => {
        values[i * matrix.cols + j] = memory[at(matrix, i, j)] as number;
      });
      return values;
    },
    write(matrix, values) {
      const memory = numbers();
      each(matrix, (i, j) => {
        memory[at(matrix, i, j)] = values[i * matrix.cols + j] as number;
      });
    },
    operands(...matrices) {
      const first = operands({ core, operands: null }, ...(matrices as unknown as [Placed, Placed]));
      return matrices.map((_, index) => first + index * OPERAND_BYTES) as never;
    },
    run(outputs, call) {
      const before = watched().map((part) => part.slice());
      const result = call(core);
      const after = watched().map((part) => part.slice());
      // In the copy outputs are put back to what they were: as halves of 32 bits, which no load can make quiet.
      const [now, previous] = [after, before].map((parts) => new Int32Array((parts[2] as BigUint64Array).buffer)) as [
        Int32Array,
        Int32Array,
      ];
      for (const output of outputs) {
        const [matrix, keep] = "address" in output ? [output, () => true] : output;
        const first = 2 * (matrix.address / 8 - tileEnd);
        for (let i = 0; i < matrix.rows; i++) {
          for (let j = 0; j < matrix.cols; j++) {
            if (!keep(i, j)) continue;
            const half = first + 2 * (i * matrix.rs + j * matrix.cs);
            now[half] = previous[half] as number;
            now[half + 1] = previous[half + 1] as number;
          }
        }
      }
      after.forEach((part, which) => {
        const old = before[which] as BigUint64Array;
        if (Buffer.compare(bytes(part), bytes(old)) !== 0) {
          const word = part.findIndex((value, k) => value !== old[k]);
          expect.fail(`element ${word} of watched part ${which} changed from ${old[word]?.toString(16)} to ${part[word]?.toString(16)}`);
        }
      });
      return result;
    },
  };
}

function bytes(words: BigUint64Array): Buffer {
  return Buffer.from(words.buffer as ArrayBuffer, words.byteOffset, words.byteLength);
}

/** Fails at the first element that is not the same number (0 and −0 are). */
export function expectExact(actual: Float64Array, expected: Float64Array, what: string, keep: (at: number) => boolean = () => true): void {
  if (actual.length !== expected.length) expect.fail(`${what}: ${actual.length} elements, expected ${expected.length}`);
  const wrong = actual.findIndex((value, at) => keep(at) && value !== expected[at]);
  if (wrong >= 0) expect.fail(`${what}: element ${wrong} is ${actual[wrong]}, expected ${expected[wrong]}`);
}
