import { CONTROL, THREAD_SCRATCH } from "../config";

/**
 * Threads that share this memory. A parallel region is a number of chunks that own their outputs; threads claim them one after the other until none is
 * left, and how many threads there are, and which of them does what, leaves no trace in the results.
 *
 * The block at CONTROL, in bytes from there; what threads write at the same time lies on lines of its own:
 *
 *     0  ticket    64 bits: the number of chunks of the region, and below it the next chunk to claim; claimed by one atomic addition
 *    64  done      chunks that are finished
 *   128  bell      rung when there is something to claim, or to leave for
 *   132  sleepers  threads that wait for the bell
 *   136  threads   how many share the memory, helpers included; 0 where it is not shared
 *   140  aborted   1: chunks are claimed, but not computed; what comes out is to be thrown away
 *   144  closed    1: helpers leave
 *   148  chunk     what to do with a chunk: a function
 *   192  the numbers that the region's chunks read (TASK)
 */
const TICKET: usize = CONTROL;
const DONE: usize = CONTROL + 64;
export const BELL: usize = CONTROL + 128;
const SLEEPERS: usize = CONTROL + 132;
const THREADS: usize = CONTROL + 136;
export const ABORTED: usize = CONTROL + 140;
export const CLOSED: usize = CONTROL + 144;
const CHUNK: usize = CONTROL + 148;

/** Where a region puts the numbers that its chunks read, and room for how many. */
export const TASK: usize = CONTROL + 192;
export const TASK_LENGTH: i32 = 24;

/** Looks at an empty ticket before a helper sleeps: about 0.1 ms, longer than the gaps between the regions of a factorisation. */
const SPINS: i32 = 20_000;

/** Nanoseconds after which the caller looks again whether the last chunks are finished, should their threads have been suspended. */
const PATIENCE: i64 = 100_000;

/** Flops from which sharing them pays: about 0.1 ms of work, where starting a region takes some µs. */
const WORTH_SHARING: f64 = 1_000_000;

/** Rows of a chunk, a power of two and a multiple of the register tile. */
const SHORTEST_CHUNK: i32 = 64;
const LONGEST_CHUNK: f64 = 256;

/** Flops of a chunk after which it is time to look whether the work was aborted: about 30 ms. */
const PATIENT_FLOPS: f64 = 400_000_000;

/** What is done with one chunk; `thread` is 0 for the caller, 1, 2 … for its helpers. */
export type Chunk = (index: i32, thread: i32) => void;

/**
 * How many of `length` rows make a chunk, each of them `flops` of work: all of them where no thread shares the memory or little is to be done, otherwise so
 * few that every thread finds several chunks and none takes long, and so many that packing again what they share does not count. One thread alone has chunks for the sake of an abort.
 */
export function chunkSize(length: i32, flops: f64): i32 {
  const threads = load<i32>(THREADS);
  if (threads === 0 || <f64>length * flops < WORTH_SHARING) return max(1, length);
  const shared = threads > 1 ? min(<f64>(length / (4 * threads)), LONGEST_CHUNK) : <f64>length;
  const rows = min(shared, PATIENT_FLOPS / flops);
  return max(SHORTEST_CHUNK, <i32>rows & ~(SHORTEST_CHUNK - 1));
}

/** Whether `length` rows of so many flops each are worth sharing, and there is a thread to share them with. */
export function shares(length: i32, flops: f64): bool {
  return load<i32>(THREADS) > 1 && <f64>length * flops >= WORTH_SHARING;
}

/** Rows of a chunk where sharing pays, a multiple of `unit`, a power of two: every thread finds several. */
export function sizeOfChunk(length: i32, unit: i32 = SHORTEST_CHUNK): i32 {
  return max(unit, (length / (4 * max(1, load<i32>(THREADS)))) & ~(unit - 1));
}

/** How many threads there are, and scratches of theirs. */
export function threadCount(): i32 {
  return max(1, load<i32>(THREADS));
}

/** The scratch of a thread: they lie above each other. */
export function scratchOf(first: usize, thread: i32): usize {
  return first + ((<usize>(thread * THREAD_SCRATCH)) << 3);
}

/** Runs every chunk, on whatever threads there are, and returns when all are finished. Regions are not nested. */
export function region(chunks: i32, chunk: Chunk): void {
  if (chunks <= 1 || load<i32>(THREADS) <= 1) {
    for (let index = 0; index < chunks && !load<i32>(ABORTED); index++) chunk(index, 0);
    return;
  }
  store<usize>(CHUNK, changetype<usize>(chunk));
  atomic.store<i32>(DONE, 0);
  atomic.store<u64>(TICKET, (<u64>chunks) << 32);
  ring();
  claim(0);
  for (let finished = peek(DONE), spins = 0; finished < chunks; finished = peek(DONE)) {
    if (++spins > SPINS) atomic.wait<i32>(DONE, finished, PATIENCE);
  }
}

/** From now on regions are cut for so many threads, helpers included. */
export function open(threads: i32): void {
  store<i32>(THREADS, threads);
}

/** A helper's life: claims chunks, and sleeps when there are none, until the memory is closed. */
export function help(thread: i32): void {
  while (true) {
    const bell = peek(BELL);
    claim(thread);
    if (peek(CLOSED)) return;
    let spins = 0;
    while (!claimable(atomic.add<u64>(TICKET, 0)) && ++spins < SPINS) {}
    if (spins < SPINS) continue;
    atomic.add<i32>(SLEEPERS, 1);
    atomic.wait<i32>(BELL, bell, -1);
    atomic.sub<i32>(SLEEPERS, 1);
  }
}

function claim(thread: i32): void {
  while (claimable(atomic.add<u64>(TICKET, 0))) {
    const ticket = atomic.add<u64>(TICKET, 1);
    if (!claimable(ticket)) return;
    if (!load<i32>(ABORTED)) changetype<Chunk>(load<usize>(CHUNK))(<i32>(ticket & 0xffff_ffff), thread);
    atomic.add<i32>(DONE, 1);
  }
}

function claimable(ticket: u64): bool {
  return (ticket & 0xffff_ffff) < ticket >> 32;
}

function ring(): void {
  atomic.add<i32>(BELL, 1);
  if (peek(SLEEPERS)) atomic.notify(BELL, -1);
}

/** The value now: additions are not moved out of loops. */
function peek(address: usize): i32 {
  return atomic.add<i32>(address, 0);
}
