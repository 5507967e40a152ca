import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface PeakExports {
  readonly memory: WebAssembly.Memory;
  tile4x4(k: number, a: number, b: number, c: number, repeats: number): void;
  tile6x4(k: number, a: number, b: number, c: number, repeats: number): void;
  loadFree(factor: number, term: number, repeats: number): number;
  read(n: number, x: number): number;
  copy(n: number, x: number, z: number): void;
  triad(n: number, x: number, y: number, factor: number, z: number): void;
}

const SOURCE = fileURLToPath(new URL("peak.ts", import.meta.url));
const WASM = fileURLToPath(new URL("../build/peak.wasm", import.meta.url));
const COMPILER = fileURLToPath(new URL("../../node_modules/.bin/asc", import.meta.url));

const K = 256;
/** A repeat of a tile is some microseconds; a program runs for about 1 ms, long against the clock's resolution. */
const TILE_REPEATS = 2000;
const LOAD_FREE_REPEATS = 400_000;
const REPEATS = 3;
/** 3 × 64 MB: twice the last-level cache of the machines at hand. */
const STREAM = 8 << 20;

export interface Roof {
  /** The best of the three programs now, and the one without loads, in GF/s; about 10 ms. */
  gflops(): { readonly peak: number; readonly loadFree: number };
  /** The best seen so far, of each program. */
  readonly best: Readonly<Record<"tile4x4" | "tile6x4" | "loadFree", number>>;
}

/** The roof of this machine, warmed up. */
export function raiseRoof(): Roof {
  const wasm = instantiate();
  const a = wasm.memory.grow(1) * 65536;
  const b = a + 6 * K * 8;
  const c = b + 4 * K * 8;
  const panels = new Float64Array(wasm.memory.buffer, a, 10 * K);
  for (let i = 0; i < panels.length; i++) panels[i] = ((i * 7) % 13) / 13 - 0.4;
  const programs = {
    tile4x4: { flops: 2 * 16 * K * TILE_REPEATS, run: () => wasm.tile4x4(K, a, b, c, TILE_REPEATS) },
    tile6x4: { flops: 2 * 24 * K * TILE_REPEATS, run: () => wasm.tile6x4(K, a, b, c, TILE_REPEATS) },
    loadFree: { flops: 48 * LOAD_FREE_REPEATS, run: () => void wasm.loadFree(0.5, 0.5, LOAD_FREE_REPEATS) },
  };
  const best = { tile4x4: 0, tile6x4: 0, loadFree: 0 };
  const gflops = () => {
    const now = { tile4x4: 0, tile6x4: 0, loadFree: 0 };
    for (const name of ["tile4x4", "tile6x4", "loadFree"] as const) {
      const rate = programs[name].flops / (shortest(programs[name].run, REPEATS) * 1e6);
      best[name] = Math.max(best[name], rate);
      now[name] = rate;
    }
    return { peak: Math.max(...Object.values(now)), loadFree: now.loadFree };
  };
  for (let round = 0; round < 20; round++) gflops();
  return { gflops, best };
}

/** Of the memory. */
interface Bandwidth {
  readonly copyGBs: number;
  readonly triadGBs: number;
  readonly readGBs: number;
  readonly firstTouchUs: number;
}

/** The matrix of a descent, 2000 × 2000. */
const MATRIX = 2000 * 2000;

/** GB/s of z = x (16 bytes an element) and z = x + s y (24 bytes) over arrays that fit no cache, and of reading a matrix of 32 MB; and what new memory costs. */
export function measureBandwidth(): Bandwidth {
  const wasm = instantiate();
  const bytes = STREAM * 8;
  const x = wasm.memory.grow((3 * bytes) / 65536) * 65536;
  new Float64Array(wasm.memory.buffer, x, 3 * STREAM).fill(1);
  const copy = shortest(() => wasm.copy(STREAM, x, x + 2 * bytes), 8);
  const triad = shortest(() => wasm.triad(STREAM, x, x + bytes, 0.5, x + 2 * bytes), 8);
  const read = shortest(() => void wasm.read(MATRIX, x), 8);
  return {
    firstTouchUs: firstTouch(),
    readGBs: (8 * MATRIX) / (read * 1e6),
    copyGBs: (2 * bytes) / (copy * 1e6),
    triadGBs: (3 * bytes) / (triad * 1e6),
  };
}

/** Bytes that an operating system gives at a time. */
const PAGE = 4096;

/** Microseconds that a page of new memory costs when it is written for the first time, beside the writing. */
function firstTouch(): number {
  let fresh = new Float64Array();
  const first = shortest(() => {
    fresh = new Float64Array(STREAM);
    fresh.fill(1);
  }, 3);
  const again = shortest(() => void fresh.fill(2), 3);
  return (1e3 * (first - again) * PAGE) / fresh.byteLength;
}

function shortest(run: () => void, repeats: number): number {
  let ms = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    run();
    ms = Math.min(ms, performance.now() - start);
  }
  return ms;
}

function instantiate(): PeakExports {
  if (!existsSync(WASM) || statSync(WASM).mtimeMs < statSync(SOURCE).mtimeMs) compile();
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(WASM)));
  return instance.exports as unknown as PeakExports;
}

function compile(): void {
  if (!existsSync(COMPILER))
    throw new Error("bench/peak needs the AssemblyScript compiler of the root package; run npm ci in the root first");
  mkdirSync(fileURLToPath(new URL("../build", import.meta.url)), { recursive: true });
  const flags = ["-O3", "--runtime", "stub", "--noAssert", "--enable", "simd"];
  execFileSync(COMPILER, [SOURCE, ...flags, "-o", WASM, "-t", WASM.replace(/wasm$/, "wat")], { stdio: "inherit" });
}
