import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { instantiate } from "../../build/core.js";
import { eigenSizes } from "../../src/core/eigen.ts";
import { cholesky as factorCholesky, ldl as factorLdl, ldlSizes, solveCholesky, solveLdl } from "../../src/core/factors.ts";
import { gramSymmetric } from "../../src/core/gram.ts";
import { asMatrix, OPERAND_BYTES, operands } from "../../src/core/matrix-view.ts";
import { qr as factorQr, qrIn, qrSizes } from "../../src/core/orthogonal.ts";
import { eigh as decompose } from "../../src/dense/divide-and-conquer.ts";
import * as kernels from "../../src/entries/index.ts";
import { amongThemselves, place, planOf, sideOf } from "../../src/gram/run.ts";
import { resolveKernel } from "../../src/kernels/resolve.ts";
import { copyOf, createWorkspace, takeBlocks, view } from "../../src/wasm/memory.ts";
import { Absent, type Contestant } from "../contest.ts";
import type { Points, Regression } from "../data.ts";
import { actionsOfReflections, concatenated, solutionOfFactors } from "../oracle.ts";
import { describe } from "./kernels.ts";

/** The raw exports, with the types the compiler wrote: byte addresses, strides in elements, row stride first. */
type Core = Awaited<ReturnType<typeof instantiate>>;

/** The strict core, and the one for relaxed SIMD. */
export type Build = "core" | "relaxed";
/** More than any of the exports asks for; they use a few megabytes. */
const SCRATCH_BYTES = 32 << 20;

/** Columns of a factor computed in one call, as the library's own loop does. */
const COLUMNS = 256;

function fileOf(build: Build): string {
  return fileURLToPath(new URL(`../../build/${build}.wasm`, import.meta.url));
}

/** A fresh instance and the addresses of arrays of the given lengths in it; the last address is the scratch. */
function instance(lengths: readonly number[], build: Build = "core"): { core: Core; arrays: Float64Array[]; addresses: number[] } {
  const file = fileOf(build);
  if (!existsSync(file)) throw new Absent(`build/${build}.wasm is not built; run npm run build in the root`);
  const bytes = readFileSync(file);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
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

/** Of the same in the core for relaxed SIMD, which may round x·y + z once. */
const RELAXED = { implementation: "mercer, relaxed SIMD, in Wasm memory", arithmetic: "f64 relaxed" } as const;

/** The builds of the core that this engine runs. */
export function builds(): readonly Build[] {
  return (["core", "relaxed"] as const).filter((build) => !existsSync(fileOf(build)) || WebAssembly.validate(readFileSync(fileOf(build))));
}

function identityOf(build: Build) {
  return build === "core" ? IDENTITY : RELAXED;
}

export function product(n: number, a: Float64Array, b: Float64Array, build: Build): Contestant<Float64Array> {
  return {
    ...identityOf(build),
    prepare: () => {
      const { core, arrays, addresses } = instance([n * n, n * n, n * n], build);
      const [left, right, c] = arrays;
      const [atA, atB, atC, scratch] = addresses;
      const written = { core, operands: null };
      left.set(a);
      right.set(b);
      return {
        run: () => {
          c.fill(0);
          return clock(() => {
            const at = operands(written, plain(atA, n, n), plain(atB, n, n), plain(atC, n, n));
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

export function cholesky(n: number, a: Float64Array, build: Build): Contestant<Float64Array> {
  return {
    ...identityOf(build),
    prepare: () => {
      const { core, arrays, addresses } = instance([n * n], build);
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

/** All of K by the library's own program, from points that are already packed and in place; a run is so many calls. */
export function gram(points: Points, calls = 1): Contestant<Float64Array> {
  return {
    ...IDENTITY,
    prepare: () => {
      const { workspace, program, blocks } = packed(points);
      return {
        run: () =>
          clock(() => {
            for (let call = 0; call < calls; call++) gramSymmetric(workspace, program, points.n, blocks.K);
          }),
        result: () => copyOf(workspace, blocks.K),
      };
    },
  };
}

/** α = (K + λI)⁻¹ y from the same, by Cholesky, without refinement, condition or report. */
export function fit(problem: Regression, calls: number): Contestant<Float64Array> {
  const { n, y, lambda } = problem;
  return {
    ...IDENTITY,
    prepare: () => {
      const { workspace, program, blocks } = packed(problem);
      const [K, alpha] = [view(workspace, blocks.K), view(workspace, blocks.alpha)];
      const [G, X] = [asMatrix(blocks.K, n, n), asMatrix(blocks.alpha, n)];
      const once = () => {
        gramSymmetric(workspace, program, n, blocks.K);
        for (let i = 0; i < n; i++) K[i * n + i] += lambda;
        factorCholesky(workspace, G);
        alpha.set(y);
        solveCholesky(workspace, G, X);
      };
      return {
        run: () =>
          clock(() => {
            for (let call = 0; call < calls; call++) once();
          }),
        result: () => alpha.slice(),
      };
    },
  };
}

/** A workspace with the program of a kernel, its points, and room for K and for α. */
function packed({ n, d, x, kernel }: Points) {
  const points = sideOf({ rows: n, cols: d, data: x });
  const plan = planOf(amongThemselves(resolveKernel(describe(kernels, kernel), points.pointAt(0)), points, true));
  const workspace = createWorkspace();
  const blocks = takeBlocks(workspace, { program: plan.length, K: n * n, alpha: n });
  return { workspace, blocks, program: place(workspace, blocks.program, plan, points) };
}
