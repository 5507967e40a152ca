import { type MercerError, mercerError } from "../errors";
import { type Core, type CustomTile, type Ground, instantiateCore } from "./load";

/** What the elements of a block are, and the array that shows them. */
interface Arrays {
  readonly f64: Float64Array;
  readonly i32: Int32Array;
}

export type ElementType = keyof Arrays;

/** A run of numbers of one type in the memory of an instance; `address` counts bytes, `length` numbers. */
export interface Block<T extends ElementType = "f64"> {
  readonly address: number;
  readonly length: number;
  readonly type: T;
}

/** Room for a block; a plain number is room for so many float64 numbers. */
export interface Room<T extends ElementType> {
  readonly type: T;
  readonly length: number;
}

export type Rooms = Readonly<Record<string, number | Room<ElementType>>>;

/** The blocks of such rooms. */
export type Blocks<S> = { readonly [K in keyof S]: Block<S[K] extends Room<infer T> ? T : "f64"> };

/** Room for 32-bit whole numbers. */
export function i32(length: number): Room<"i32"> {
  return { type: "i32", length };
}

/** An instance with its memory, given out from the bottom up. */
export interface Workspace {
  readonly core: Core;
  /** What the products and triangular solves of the core pack into, one after the other for every thread. */
  readonly scratch: number;
  /** Who fills the tiles of the host's own functions, while there are any. */
  custom: CustomTile | null;
  /** First free byte. */
  top: number;
  /** Where the matrices of a call are written; null before the first, another array once memory has grown. */
  operands: Int32Array | null;
}

const PAGE = 65536;
/** One page short of 4 GiB, so that the address after the last element is still a 32-bit number. */
const LARGEST_MEMORY = 65535 * PAGE;

/** Bytes above which a call gets an instance of its own: a memory never shrinks, but an instance that is dropped gives it all back. */
const RESIDENT_BYTES = 64 * 2 ** 20;

/** What works at that size: descent without the matrix would take minutes a step. Eigenvalues need four matrices. */
const REMEDY =
  'a full n × n matrix fits up to about n = 23,000; kernelRidge with lambda > 0 takes 100,000 points and more by solver "iterative", with a proven error; ' +
  "else use fewer points, such as a random subset of 20,000 (11,000 for eigenvalues), " +
  'or, for a kernel of few features, solver "primal" or leastSquares({ features: kernel }); nystrom takes any number of points, on landmarks';

/** The largest instance that is kept for the next call that needs one. */
const KEPT_BYTES = 512 * 2 ** 20;

let resident: Workspace | undefined;

/** Collections of garbage that the kept instance outlives: a program that computes again and again makes some between two calls. */
const OUTLIVED = 3;

/** An instance that waits for a call, and how many more collections it waits. */
interface Kept {
  workspace: Workspace | null;
  left: number;
}

/** The last large instance. */
let kept: Kept | undefined;

/** Tells of collections. */
let collections: FinalizationRegistry<Kept> | undefined;

/** Threads that share the memory of this realm; 0 where it is not shared. */
let threads = 0;

/** How many threads work in the memory of this realm. */
export function threadCount(): number {
  return Math.max(1, threads);
}

/** From now on all calls work in one memory, which `count` threads share; before the first call only. */
export function shareMemory(ground: Ground, count: number): Workspace {
  resident = createWorkspace(ground, count);
  resident.core.open(count);
  threads = count;
  return resident;
}

export function createWorkspace(ground?: Ground, count = 1): Workspace {
  const core = instantiateCore((...pair) => keepingTask(core, () => workspace.custom?.(...pair)), ground);
  const scratch = align(core.HEAP.value);
  const workspace: Workspace = { core, scratch, custom: null, top: align(scratch + 8 * count * core.THREAD_SCRATCH.value), operands: null };
  reserve(workspace, 0);
  return workspace;
}

/** A function of the host may call the library: the region that asked for it finds its task again. */
function keepingTask({ memory, TASK, TASK_LENGTH }: Core, call: () => void): void {
  const task = (): Float64Array => new Float64Array(memory.buffer, TASK.value, TASK_LENGTH.value);
  const kept = task().slice();
  call();
  task().set(kept);
}

/**
 * Runs `body` with blocks for the given numbers of elements, in the same object, and takes them back whatever happens. The contents are not initialised.
 *
 * @throws "memory" when they do not fit into the 4 GiB of a WebAssembly memory, or the engine has no more to give.
 */
export function withBlocks<S extends Rooms, T>(rooms: S, body: (blocks: Blocks<S>, workspace: Workspace) => T): T {
  const bytes = bytesOf(rooms);
  if (threads > 0 || bytes <= RESIDENT_BYTES) {
    const workspace = residentWorkspace();
    return within(workspace, rooms, bytes, (blocks) => body(blocks, workspace));
  }
  const workspace = takeKept();
  try {
    return within(workspace, rooms, bytes, (blocks) => body(blocks, workspace));
  } finally {
    keep(workspace);
  }
}

/** The kept instance, which nobody else has then, or a new one: pages that a memory has once had are not made anew. */
function takeKept(): Workspace {
  const workspace = kept?.workspace ?? createWorkspace();
  if (kept) kept.workspace = null;
  kept = undefined;
  return workspace;
}

/** Some runtimes of the edge cannot tell of collections: nothing is kept there. */
function keep(workspace: Workspace): void {
  if (typeof FinalizationRegistry === "undefined" || workspace.core.memory.buffer.byteLength > KEPT_BYTES) return;
  collections ??= new FinalizationRegistry(grownOlder);
  if (kept) kept.workspace = null;
  kept = { workspace, left: OUTLIVED };
  // an object that nobody has goes with the next collection
  collections.register({}, kept);
}

function grownOlder(held: Kept): void {
  if (held !== kept) return;
  held.left--;
  if (held.left > 0) collections?.register({}, held);
  else kept = undefined;
}

/** The same in the workspace of other blocks, which stay where they are. */
export function withMoreBlocks<S extends Rooms, T>(workspace: Workspace, rooms: S, body: (blocks: Blocks<S>) => T): T {
  return within(workspace, rooms, bytesOf(rooms), body);
}

function within<S extends Rooms, T>(workspace: Workspace, rooms: S, bytes: number, body: (blocks: Blocks<S>) => T): T {
  const mark = workspace.top;
  try {
    return body(place(workspace, rooms, bytes));
  } finally {
    workspace.top = mark;
  }
}

function residentWorkspace(): Workspace {
  resident ??= createWorkspace();
  return resident;
}

/** Left for the scratch of the core, 2.8 MB for every thread: enough for 23 of them. */
const SPARED = 2 ** 26;

/** Whether so many bytes fit into the 4 GiB of a WebAssembly memory, whatever else is in it: the answer is the same for any number of threads, since routes are chosen by it. */
export function fits(bytes: number): boolean {
  return bytes <= LARGEST_MEMORY - SPARED;
}

/** Blocks that stay until the workspace is dropped. */
export function takeBlocks<S extends Rooms>(workspace: Workspace, rooms: S): Blocks<S> {
  return place(workspace, rooms, bytesOf(rooms));
}

/** The record of rooms becomes that of their blocks: its shape, that of a literal, stays in the engine's memory, and so does the code made for it. */
function place<S extends Rooms>(workspace: Workspace, rooms: S, bytes: number): Blocks<S> {
  reserve(workspace, bytes);
  const blocks = rooms as Record<string, number | Room<ElementType> | Block<ElementType>>;
  let address = workspace.top;
  for (const name in blocks) {
    const room = blocks[name] as number | Room<ElementType>;
    const plain = typeof room === "number";
    const length = plain ? room : room.length;
    const type = plain ? "f64" : room.type;
    blocks[name] = { address, length, type };
    address = align(address + length * widthOf(type));
  }
  workspace.top = address;
  return blocks as Blocks<S>;
}

/** The numbers of a block. Valid until memory grows: never kept across another call. */
export function view<T extends ElementType>(workspace: Workspace, block: Block<T>): Arrays[T];
export function view({ core }: Workspace, { address, length, type }: Block<ElementType>): Arrays[ElementType] {
  const { buffer } = core.memory;
  switch (type) {
    case "f64":
      return new Float64Array(buffer, address, length);
    case "i32":
      return new Int32Array(buffer, address, length);
    default:
      return type satisfies never;
  }
}

/**
 * A copy of the numbers of a block, which stays. (`slice()` would fill its array with zeros first.)
 *
 * @throws "memory" when the engine has no room for it
 */
export function copyOf<T extends ElementType>(workspace: Workspace, block: Block<T>): Arrays[T];
export function copyOf(workspace: Workspace, block: Block<ElementType>): Arrays[ElementType] {
  const numbers = view(workspace, block);
  try {
    return new (numbers.constructor as new (values: typeof numbers) => typeof numbers)(numbers);
  } catch (cause) {
    const bytes = block.length * widthOf(block.type);
    const message = `the engine has no room for a result of ${gigabytes(bytes)} GB; use fewer points, or free memory first`;
    throw mercerError("memory", message, { bytesNeeded: bytes, cause });
  }
}

/** A part of a block. */
export function slice<T extends ElementType>({ address, type }: Block<T>, from: number, length: number): Block<T> {
  return { address: address + widthOf(type) * from, length, type };
}

/** Bytes of an element. */
export function widthOf(type: ElementType): number {
  return type === "f64" ? 8 : 4;
}

/**
 * Bytes that the blocks of these rooms occupy.
 *
 * @throws "argument" for a length that is no whole number: it comes from an input with no proper length
 */
export function bytesOf(rooms: Rooms): number {
  let bytes = 0;
  for (const name in rooms) {
    const room = rooms[name] as number | Room<ElementType>;
    const plain = typeof room === "number";
    const length = plain ? room : room.length;
    if (!Number.isInteger(length) || length < 0) throw noLength(name, length);
    bytes += align(length * (plain ? 8 : widthOf(room.type)));
  }
  return bytes;
}

function noLength(name: string, length: number): MercerError {
  const message = `room for ${length} numbers is asked for (${name}): an argument has a length, or a number of rows or columns, that is no whole number`;
  return mercerError("argument", message, { argument: name, value: length });
}

function reserve(workspace: Workspace, bytes: number): void {
  const { memory } = workspace.core;
  const needed = workspace.top + bytes;
  const pages = Math.ceil((needed - memory.buffer.byteLength) / PAGE);
  if (pages <= 0) return;
  try {
    if (needed > LARGEST_MEMORY) throw new RangeError("more than 4 GiB");
    memory.grow(pages);
  } catch (cause) {
    const available = LARGEST_MEMORY - workspace.top;
    throw mercerError("memory", `${gigabytes(bytes)} GB of working memory are needed, ${gigabytes(available)} GB can be had: ${REMEDY}`, {
      bytesNeeded: bytes,
      bytesAvailable: available,
      cause,
    });
  }
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(2);
}

function align(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
