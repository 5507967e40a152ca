import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { instantiate } from "../../build/core.js";
import { eigenSizes } from "../../src/core/eigen.ts";
import { ldl as factorLdl, ldlSizes, solveLdl } from "../../src/core/factors.ts";
import { gramSymmetric } from "../../src/core/gram.ts";
import { asMatrix, OPERAND_BYTES, operands } from "../../src/core/matrix-view.ts";
import { qr as factorQr, qrIn, qrSizes } from "../../src/core/orthogonal.ts";
import { eigh as decompose } from "../../src/dense/divide-and-conquer.ts";
import * as kernels from "../../src/entries/index.ts";
import { amongThemselves, place, planOf, sideOf } from "../../src/gram/run.ts";
import { resolveKernel } from "../../src/kernels/resolve.ts";
import { copyOf, createWorkspace, takeBlocks, view } from "../../src/wasm/memory.ts";
import { Absent, type Contestant } from "../contest.ts";
import type { Points } from "../data.ts";
import { actionsOfReflections, concatenated, solutionOfFactors } from "../oracle.ts";
import { describe } from "./kernels.ts";

/** The raw exports, with the types the compiler wrote: byte addresses, strides in elements, row stride first. */
type Core = Awaited<ReturnType<typeof instantiate>>;

const WASM = fileURLToPath(new URL("../../build/core.wasm", import.meta.url));
/** More than any of the exports asks for; they use a few megabytes. */
const SCRATCH_BYTES = 32 << 20;

/** Columns of a factor computed in one call, as the library's own loop does. */
const COLUMNS = 256;

/** A fresh instance and the addresses of arrays of the given lengths in it; the last address is the scratch. */
function instance(lengths: readonly number[]): { core: Core; arrays: Float64Array[]; addresses: number[] } {
  if (!existsSync(WASM)) throw new Absent("build/core.wasm is not built; run npm run build in the root");
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(WASM)), {
    env: { memory: new WebAssembly.Memory({ initial: 64, maximum: 65536 }) },
    host: { custom: () => undefined },
  });
  const core = exports as unknown as Core;
  const total = lengths.reduce((bytes, length) => bytes + aligned(length), SCRATCH_BYTES);
  let next = core.memory.grow(Math.ceil(total / 65536)) * 65536;
  const addresses: number[] = [];
  for (const length of lengths) {
    addresses.push(next);
    next += aligned(length);
  }
  return { core, arrays: addresses.map((at, i) => new Float64Array(core.memory.buffer, at, lengths[i])), addresses: [...addresses, next] };
}

/** A matrix at an address, row by row. */
function plain(address: number, rows: number, cols: number) {
  return { address, rows, cols, rs: cols, cs: 1 };
}

/** Bytes of an array, rounded up to whole pages. */
function aligned(length: number): number {
  return Math.ceil((length * 8) / 65536) * 65536;
}

/** The library's Wasm on data that is already in its memory: only the arithmetic is timed, so a run returns its own time. */
const IDENTITY = { implementation: "mercer, in Wasm memory", arithmetic: "f64 strict" } as const;

function clock(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

export function product(m: number, n: number, k: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const { core, arrays, addresses } = instance([m * k, k * n, m * n]);
      const [left, right, c] = arrays;
      const [atA, atB, atC, scratch] = addresses;
      const written = { core, operands: null };
      left.set(a);
      right.set(b);
      return {
        run: () => {
          c.fill(0);
          return clock(() => {
            const at = operands(written, plain(atA, m, k), plain(atB, k, n), plain(atC, m, n));
            core.gemm(1, at, at + OPERAND_BYTES, at + 2 * OPERAND_BYTES, scratch);
          });
        },
        result: () => c.slice(),
      };
    },
  };
}

/** On and below the diagonal only; the mirror image is made for the verification. */
export function selfProduct(n: number, d: number, x: Float64Array): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const { core, arrays, addresses } = instance([n * d, n * n]);
      const [points, c] = arrays;
      const [atX, atC, scratch] = addresses;
      const written = { core, operands: null };
      points.set(x);
      return {
        run: () => {
          c.fill(0);
          return clock(() => {
            const at = operands(written, plain(atX, n, d), plain(atC, n, n));
            core.syrk(1, at, at + OPERAND_BYTES, scratch);
          });
        },
        result: () => c.map((value, index) => (index % n > Math.floor(index / n) ? c[(index % n) * n + Math.floor(index / n)] : value)),
      };
    },
  };
}

export function cholesky(n: number, a: Float64Array): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const { core, arrays, addresses } = instance([n * n]);
      const [matrix] = arrays;
      const [at, scratch] = addresses;
      return {
        run: () => {
          matrix.set(a);
          return clock(() => {
            for (let j = 0; j < n; j += COLUMNS) core.choleskyColumns(n, j, Math.min(COLUMNS, n - j), 0, at, n, 1, scratch);
          });
        },
        result: () => matrix.slice(),
      };
    },
  };
}

export function lu(n: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const { core, arrays, addresses } = instance([n * n, n]);
      const [matrix] = arrays;
      const [at, atPivots, scratch] = addresses;
      return {
        run: () => {
          matrix.set(a);
          return clock(() => {
            for (let j = 0; j < n; j += COLUMNS) core.luColumns(n, j, Math.min(COLUMNS, n - j), at, n, 1, atPivots, scratch);
          });
        },
        result: () => solutionOfFactors(n, matrix, new Int32Array(core.memory.buffer, atPivots, n), b),
      };
    },
  };
}

export function qr(n: number, a: Float64Array): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const workspace = createWorkspace();
      const blocks = takeBlocks(workspace, { ...qrSizes(n, n) });
      return {
        run: () => {
          view(workspace, blocks.A).set(a);
          return clock(() => factorQr(workspace, qrIn(blocks, n, n)));
        },
        result: () => actionsOfReflections(n, copyOf(workspace, blocks.A)),
      };
    },
  };
}

/** With the solution of A x = b by the factors, outside the clock. */
export function ldl(n: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const workspace = createWorkspace();
      const blocks = takeBlocks(workspace, { ...ldlSizes(n), X: n });
      return {
        run: () => {
          view(workspace, blocks.G).set(a);
          return clock(() => factorLdl(workspace, n, blocks));
        },
        result: () => {
          view(workspace, blocks.X).set(b);
          solveLdl(workspace, blocks, asMatrix(blocks.X, n));
          return copyOf(workspace, blocks.X);
        },
      };
    },
  };
}

/** Eigenvalues, and eigenvectors row by row behind them. */
export function eigh(n: number, a: Float64Array): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const workspace = createWorkspace();
      const blocks = takeBlocks(workspace, { A: n * n, values: n, ...eigenSizes(n) });
      return {
        run: () => {
          view(workspace, blocks.A).set(a);
          return clock(() => decompose(workspace, asMatrix(blocks.A, n, n), blocks.values, blocks));
        },
        result: () => concatenated(copyOf(workspace, blocks.values), copyOf(workspace, blocks.A)),
      };
    },
  };
}

/** All of K by the library's own program, from points that are already packed and in place. */
export function gram({ n, d, x, kernel }: Points): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const points = sideOf({ rows: n, cols: d, data: x });
      const plan = planOf(amongThemselves(resolveKernel(describe(kernels, kernel), points.pointAt(0)), points, true));
      const workspace = createWorkspace();
      const blocks = takeBlocks(workspace, { program: plan.length, K: n * n });
      const program = place(workspace, blocks.program, plan, points);
      return {
        run: () => clock(() => gramSymmetric(workspace, program, n, blocks.K)),
        result: () => copyOf(workspace, blocks.K),
      };
    },
  };
}
