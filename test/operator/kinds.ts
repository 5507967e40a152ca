import { TILE } from "../../assembly/gram/program";
import { productWork } from "../../src/core/iterations";
import { asMatrix } from "../../src/core/matrix-view";
import type { Operator } from "../../src/core/operator";
import { custom, gram, type Kernel, polynomial, rbf } from "../../src/entries/index";
import { amongThemselves, planOf, sideOf, withProgram } from "../../src/gram/run";
import { resolveKernel } from "../../src/kernels/resolve";
import { kernelMatrix, radialInSingle, singleRadialRooms } from "../../src/operator/kernel-matrix";
import { rowsOf } from "../../src/operator/rows";
import { scaled } from "../../src/operator/scaled";
import { shifted } from "../../src/operator/shifted";
import { type Block, slice, view, type Workspace, withBlocks } from "../../src/wasm/memory";
import { normals, random } from "../support/generator";

/** Vectors that an operator of these tests multiplies at once. */
export const VECTORS = 3;

/** What a body of a test is given: X and H with room for `VECTORS` vectors and a guard, C for as many columns. */
export interface Placed {
  readonly A: Operator;
  readonly workspace: Workspace;
  readonly X: Block;
  readonly H: Block;
  readonly C: Block;
  /** The stack of tiles of the last thread; nothing where there is no program. */
  readonly stack: Block | null;
}

/** A symmetric matrix as an operator, and by its definition. */
export interface Kind {
  readonly n: number;
  /** a_ij by the formula, n × n. */
  readonly dense: Float64Array;
  /** What the roundings of products are proportional to: |A|, for ΦΦᵀ |Φ||Φ|ᵀ. */
  readonly magnitude: Float64Array;
  /** Roundings of an element of A. */
  readonly roundings: number;
  /** Whether columns have the bits of products with unit vectors: not where a scale stands inside of a sum. */
  readonly exact: boolean;
  use<T>(body: (placed: Placed) => T): T;
}

/** Numbers behind the vectors of H that are not to be touched. */
export const GUARD = 5;

type Rooms = Readonly<Record<string, number>>;

function room(n: number): Rooms {
  const vectors = n * VECTORS;
  return { X: vectors, H: vectors + GUARD, C: vectors + GUARD, spare: vectors, work: productWork(n, VECTORS) };
}

/** A kind that n(n + 1)/2 numbers define, and what is made of its blocks. */
function kindOf(
  definition: Omit<Kind, "use">,
  rooms: Rooms,
  make: (workspace: Workspace, blocks: Readonly<Record<string, Block>>, use: (A: Operator, stack: Block | null) => void) => void,
): Kind {
  return {
    ...definition,
    use<T>(body: (placed: Placed) => T): T {
      return withBlocks({ ...room(definition.n), ...rooms }, (blocks, workspace) => {
        for (const block of Object.values(blocks)) view(workspace, block).fill(Number.NaN);
        const { X, H, C } = blocks as Record<"X" | "H" | "C", Block>;
        const results: T[] = [];
        make(workspace, blocks, (A, stack) => results.push(body({ A, workspace, X, H, C, stack })));
        return results[0] as T;
      });
    },
  };
}

function symmetric(n: number, element: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) =>
    element(Math.max(Math.floor(at / n), at % n), Math.min(Math.floor(at / n), at % n)),
  );
}

/** The matrix in memory, with NaN above the tiles of the diagonal. */
function stored(n: number, dense: Float64Array, given: Float64Array, roundings: number): Kind {
  const definition = { n, dense, magnitude: dense.map(Math.abs), roundings, exact: true };
  return kindOf(definition, { K: n * n }, (workspace, blocks, use) => {
    const K = blocks.K as Block;
    const known = given.map((value, at) => (Math.floor((at % n) / TILE) > Math.floor(at / n / TILE) ? Number.NaN : value));
    view(workspace, K).set(known);
    use(kernelMatrix(workspace, n, { kind: "stored", K }, blocks.work as Block), null);
  });
}

const [d, gamma] = [3, 0.3];

function pointsOf(n: number): Float64Array {
  return normals(random(n), n * d);
}

/** exp(−γ‖x_i − x_j‖²) */
export function gaussian(n: number): Float64Array {
  const x = pointsOf(n);
  const square = (i: number, j: number): number =>
    [0, 1, 2].reduce((s, k) => s + ((x[i * d + k] as number) - (x[j * d + k] as number)) ** 2, 0);
  return symmetric(n, (i, j) => Math.exp(-gamma * square(i, j)));
}

/** 1/(1 + |x_i1 − x_j1|) */
function cauchy(n: number): Float64Array {
  const x = pointsOf(n);
  return symmetric(n, (i, j) => 1 / (1 + Math.abs((x[i * d] as number) - (x[j * d] as number))));
}

function tiles(n: number, kernel: Kernel, dense: Float64Array): Kind {
  // squares, their sum, γ, and the exponential of an argument below 40
  const definition = { n, dense, magnitude: dense.map(Math.abs), roundings: 40, exact: true };
  const side = sideOf({ rows: n, cols: d, data: pointsOf(n) });
  const pairing = amongThemselves(resolveKernel(kernel, side.pointAt(0)), side, true);
  return {
    ...definition,
    use(body) {
      // made anew: a plan has stacks for as many threads as there are
      const plan = planOf(pairing);
      return kindOf(definition, { program: plan.length }, (workspace, blocks, use) => {
        const block = blocks.program as Block;
        withProgram(workspace, block, plan, pairing, (program) => {
          const stack = slice(block, plan.length - TILE * TILE * 2, TILE * TILE);
          use(kernelMatrix(workspace, n, { kind: "tiles", program }, blocks.work as Block), stack);
        });
      }).use(body);
    },
  };
}

/** A kernel whose values are beyond the numbers. */
export const overflowing = (n: number): Kind => tiles(n, polynomial({ degree: 2, gamma: 1e200 }), new Float64Array(n * n));

export const byTiles = (n: number): Kind => tiles(n, rbf({ gamma }), gaussian(n));

/** A kernel of the host's, which throws where `refuses` says so. */
export function byHost(n: number, refuses: () => boolean = () => false): Kind {
  const evaluate = (x: Float64Array, z: Float64Array): number => {
    if (refuses()) throw new Error("refused");
    return 1 / (1 + Math.abs((x[0] as number) - (z[0] as number)));
  };
  return tiles(n, custom(evaluate), cauchy(n));
}

/** The Gram matrix as the core assembles it, in memory. */
export function storedGram(n: number): Kind {
  return stored(n, gaussian(n), gram(rbf({ gamma }), { rows: n, cols: d, data: pointsOf(n) }).data, 40);
}

/** Any symmetric matrix, with eigenvalues of both signs. */
export function precomputed(n: number): Kind {
  const numbers = normals(random(7 + n), n * n);
  const dense = symmetric(n, (i, j) => numbers[i * n + j] as number);
  return stored(n, dense, dense, 0);
}

export function byFeatures(n: number, p = 7): Kind {
  const phi = normals(random(11 + n), n * p);
  const product = (factors: Float64Array): Float64Array =>
    symmetric(n, (i, j) =>
      Array.from({ length: p }, (_, k) => (factors[i * p + k] as number) * (factors[j * p + k] as number)).reduce((a, b) => a + b, 0),
    );
  const definition = { n, dense: product(phi), magnitude: product(phi.map(Math.abs)), roundings: 2 * p, exact: true };
  return kindOf(definition, { phi: n * p }, (workspace, blocks, use) => {
    view(workspace, blocks.phi as Block).set(phi);
    use(kernelMatrix(workspace, n, { kind: "features", phi: blocks.phi as Block }, blocks.work as Block), null);
  });
}

/** A + diag(d) of another kind, both signs in d. */
export function shiftedOf(inner: Kind): Kind {
  const { n, roundings, use } = inner;
  const shifts = normals(random(13 + n), n);
  const add = (from: Float64Array, change: (value: number) => number): Float64Array =>
    from.map((value, at) => (at % (n + 1) === 0 ? value + change(shifts[at % n] as number) : value));
  const [dense, magnitude] = [add(inner.dense, (value) => value), add(inner.magnitude, Math.abs)];
  return {
    ...{ n, dense, magnitude, roundings: roundings + 2, exact: inner.exact },
    use: (body) => use((placed) => body({ ...placed, A: shifted(placed.workspace, placed.A, shifts) })),
  };
}

/** SAS of another kind, over six powers of ten. */
export function scaledOf(inner: Kind, exact = true): Kind {
  const { n, roundings, use } = inner;
  const source = random(17 + n);
  const s = Float64Array.from({ length: n }, () => 10 ** source.between(-3, 3));
  const scale = (from: Float64Array): Float64Array =>
    from.map((value, at) => (s[Math.floor(at / n)] as number) * value * (s[at % n] as number));
  return {
    ...{ n, dense: scale(inner.dense), magnitude: scale(inner.magnitude), roundings: roundings + 4, exact: inner.exact && exact },
    use: (body) =>
      use((placed) =>
        withBlocks({ s: n, spare: n * VECTORS }, (blocks, workspace) => {
          view(workspace, blocks.s).set(s);
          view(workspace, blocks.spare).fill(Number.NaN);
          return body({ ...placed, A: scaled(workspace, placed.A, blocks.s, blocks.spare) });
        }),
      ),
  };
}

/** The Gaussian kernel matrix in single precision: off by as much of Σ|x_j| as the operator says. */
export function inSingle(n: number): Kind {
  const points = { rows: n, cols: d, data: pointsOf(n) };
  const radial = { map: "gaussian", weights: new Float64Array(d).fill(Math.sqrt(gamma)) } as const;
  const rooms = singleRadialRooms(n, d, VECTORS);
  const error = withBlocks({ ...rooms }, (blocks, workspace) => radialInSingle(workspace, points, radial, blocks).error);
  const definition = { n, dense: gaussian(n), magnitude: new Float64Array(n * n).fill(1), roundings: error / 2 ** -53, exact: true };
  return kindOf(definition, { ...rooms, more: rooms.work }, (workspace, blocks, use) => {
    const { points: packed, more } = blocks as Record<"points" | "more", Block>;
    use(radialInSingle(workspace, points, radial, { points: packed, work: more }), null);
  });
}

/** Any symmetric matrix, every element of it in memory. */
export function byRows(n: number): Kind {
  const { dense, magnitude } = precomputed(n);
  return kindOf({ n, dense, magnitude, roundings: 0, exact: true }, { K: n * n }, (workspace, blocks, use) => {
    const K = blocks.K as Block;
    view(workspace, K).set(dense);
    use(rowsOf(workspace, asMatrix(K, n, n)), null);
  });
}

/** Every kind at a size. */
export function kindsOf(n: number): readonly (readonly [string, Kind])[] {
  return [
    ["stored", storedGram(n)],
    ["precomputed", precomputed(n)],
    ["by its rows", byRows(n)],
    ["by tiles", byTiles(n)],
    ["features", byFeatures(n)],
    ["in single precision", inSingle(n)],
    ["shifted, stored", shiftedOf(precomputed(n))],
    ["shifted, by tiles", shiftedOf(byTiles(n))],
    ["scaled, by tiles", scaledOf(byTiles(n))],
    ["scaled, shifted features", scaledOf(shiftedOf(byFeatures(n)), false)],
  ];
}
