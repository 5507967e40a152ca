import { mercerError } from "../errors";
import { type Core, type CustomTile, type Ground, instantiateCore } from "./load";

/** A run of float64 numbers in the memory of an instance. */
export interface Block {
  readonly address: number;
  readonly length: number;
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
}

const PAGE = 65536;
/** One page short of 4 GiB, so that the address after the last element is still a 32-bit number. */
const LARGEST_MEMORY = 65535 * PAGE;

/** Bytes above which a call gets an instance of its own: a memory never shrinks, but an instance that is dropped gives it all back. */
const RESIDENT_BYTES = 64 * 2 ** 20;

/** What works at that size: descent without the matrix would take minutes a step. Eigenvalues need four matrices. */
const REMEDY =
  "a full n × n matrix fits up to about n = 23,000; use fewer points, such as a random subset of 20,000 (11,000 for eigenvalues), " +
  'or, for a kernel of few features, solver "primal" or leastSquares({ features: kernel })';

let resident: Workspace | undefined;

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
  const workspace: Workspace = { core, scratch, custom: null, top: align(scratch + 8 * count * core.THREAD_SCRATCH.value) };
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
 * Runs `body` with blocks of the given numbers of elements, and takes them back whatever happens. The contents are not initialised.
 *
 * @throws "memory" when they do not fit into the 4 GiB of a WebAssembly memory, or the engine has no more to give.
 */
export function withBlocks<S extends Record<string, number>, T>(
  sizes: S,
  body: (blocks: { readonly [K in keyof S]: Block }, workspace: Workspace) => T,
): T {
  const workspace = threads === 0 && bytesOf(sizes) > RESIDENT_BYTES ? createWorkspace() : residentWorkspace();
  const mark = workspace.top;
  try {
    return body(takeBlocks(workspace, sizes), workspace);
  } finally {
    workspace.top = mark;
  }
}

function residentWorkspace(): Workspace {
  resident ??= createWorkspace();
  return resident;
}

/** Blocks that stay until the workspace is dropped. */
export function takeBlocks<S extends Record<string, number>>(workspace: Workspace, sizes: S): { readonly [K in keyof S]: Block } {
  reserve(workspace, bytesOf(sizes));
  const blocks: Record<string, Block> = {};
  for (const [name, length] of Object.entries(sizes)) {
    blocks[name] = { address: workspace.top, length };
    workspace.top = align(workspace.top + 8 * length);
  }
  return blocks as { readonly [K in keyof S]: Block };
}

/** The numbers of a block. Valid until memory grows: never kept across another call. */
export function view(workspace: Workspace, block: Block): Float64Array {
  return new Float64Array(workspace.core.memory.buffer, block.address, block.length);
}

/**
 * A copy of the numbers of a block, which stays. (`slice()` would fill its array with zeros first.)
 *
 * @throws "memory" when the engine has no room for it
 */
export function copyOf(workspace: Workspace, block: Block): Float64Array {
  const numbers = view(workspace, block);
  try {
    return new Float64Array(numbers);
  } catch (cause) {
    const message = `the engine has no room for a result of ${gigabytes(8 * block.length)} GB; use fewer points, or free memory first`;
    throw mercerError("memory", message, { bytesNeeded: 8 * block.length, cause });
  }
}

/** A part of a block. */
export function slice(block: Block, from: number, length: number): Block {
  return { address: block.address + 8 * from, length };
}

/**
 * Bytes that blocks of these sizes occupy.
 *
 * @throws "argument" for a size that is no whole number: it comes from an input with no proper length
 */
export function bytesOf(sizes: Readonly<Record<string, number>>): number {
  return Object.entries(sizes).reduce((bytes, [name, length]) => {
    if (Number.isInteger(length) && length >= 0) return bytes + align(8 * length);
    const message = `room for ${length} numbers is asked for (${name}): an argument has a length, or a number of rows or columns, that is no whole number`;
    throw mercerError("argument", message, { argument: name, value: length });
  }, 0);
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
