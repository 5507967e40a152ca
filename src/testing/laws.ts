import { diagnose } from "../diagnosis/diagnose";
import { gram, gramDiagonal } from "../gram/gram";
import { type OptionNames, readChoice, readEach, readNumber, readOptions, readPoints } from "../input";
import { evaluate } from "../kernels/evaluate";
import { someKernel } from "../kernels/parts";
import { isPsd } from "../kernels/psd";
import { readKernel } from "../kernels/read";
import type { Kernel } from "../kernels/spec";
import { type Matrix, type Points, rowOf } from "../matrix";
import { shuffled } from "../random/shuffle";
import { counterexample, readFeatures } from "./counterexample";
import { type Law, requireLaws } from "./law";
import { reordered, samplePoints } from "./sample";

/** One law, and whether a kernel keeps it. */
export type LawResult = Law<"symmetry" | "diagonal" | "rectangle" | "formula" | "order" | "definiteness" | "translation" | "json">;

export interface LawOptions {
  /** Points to judge by; otherwise seeded random ones, not negative, of `features` features. */
  points?: Points;
  /** Numbers of features to try, 1 and 3 unless given; not used with `points`. */
  features?: readonly number[];
  /** Whether k(x + c, z + c) = k(x, z) is claimed. */
  stationary?: boolean;
  /** Largest |K_ij − k(x_i, z_j)| over √(k(x_i, x_i) k(z_j, z_j)), 10⁻¹⁰ unless given: how much the Gram matrix may differ from the formula. */
  tolerance?: number;
  /** Of the random points, 1 unless given. */
  seed?: number;
}

const POINTS = 37;

/**
 * The laws of kernels, tried on points:
 *
 *     symmetry       K = Kᵀ bit for bit, and k(x, z) = k(z, x) to rounding when called both ways round
 *     diagonal       gramDiagonal gives the bits of K's diagonal
 *     rectangle      gram(k, X, X) gives the bits of gram(k, X), white noise apart
 *     formula        K_ij = evaluate(k, x_i, x_j), to `tolerance`
 *     order          the Gram matrix of reordered points is the reordered Gram matrix, bit for bit
 *     definiteness   what isPsd says is true: no negative eigenvalue beyond rounding for true, a counterexample for false
 *     translation    k(x + c, z + c) = k(x, z), bit for bit on a grid where the sums are exact, if claimed
 *     json           a kernel that is plain data is the same kernel after a trip through JSON
 *
 * Returns every law tried, for every number of features.
 *
 * @example kernelLaws(rbf({ gamma: 0.5 })).filter(({ holds }) => holds === false) // []
 */
export function kernelLaws(kernel: Kernel, options: LawOptions = {}): readonly LawResult[] {
  const read = readOptions(options, "kernelLaws", OPTIONS);
  const { points, features = [1, 3], stationary = false, tolerance = 1e-10, seed = 1 } = read;
  readNumber(seed, "seed");
  readNumber(tolerance, "tolerance", { minimum: 0 });
  readChoice(stationary, "stationary", [true, false]);
  const counts = readEach(features, "features", "a list of numbers of features", readFeatures);
  const samples = points === undefined ? counts.map((d) => samplePoints(seed, POINTS, d, 1.5, false)) : [readPoints(points, "points")];
  return samples.flatMap((X) => lawsOn(kernel, X, read));
}

const OPTIONS: OptionNames<LawOptions> = { points: true, features: true, stationary: true, tolerance: true, seed: true };

/**
 * An error unless the kernel keeps every law of `kernelLaws` that applies to it: one line of a test.
 *
 * @throws "kernel" with the laws that were broken
 * @example requireKernelLaws(custom((x, z) => Math.min(x[0], z[0]), { psd: true }), { features: [1] })
 */
export function requireKernelLaws(kernel: Kernel, options: LawOptions = {}): void {
  requireLaws("kernel", "kernel", kernelLaws(kernel, options));
}

function lawsOn(kernel: Kernel, X: Matrix, options: LawOptions): LawResult[] {
  const { stationary = false, tolerance = 1e-10, seed = 1 } = options;
  const K = gram(kernel, X);
  const across = gram(kernel, X, X);
  return [
    symmetry(K, across),
    result("diagonal", difference(gramDiagonal(kernel, X), diagonalOf(K))),
    rectangle(kernel, K, across),
    formula(kernel, X, across, tolerance),
    order(kernel, X, K, seed),
    definiteness(kernel, X, seed),
    stationary ? translation(kernel, X.cols, seed) : skipped("translation", "not claimed"),
    json(kernel, X, K),
  ];
}

function symmetry(K: Matrix, across: Matrix): LawResult {
  const n = K.rows;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (K.data[i * n + j] !== K.data[j * n + i]) return broken("symmetry", `K differs from its transpose at (${i}, ${j})`);
      const [one, other] = [across.data[i * n + j] as number, across.data[j * n + i] as number];
      if (Math.abs(one - other) > 16 * Number.EPSILON * Math.max(Math.abs(one), Math.abs(other))) {
        return broken("symmetry", `k(x, z) = ${one} and k(z, x) = ${other} for rows ${i} and ${j}`);
      }
    }
  }
  return held("symmetry", `${n} × ${n} elements`);
}

function rectangle(kernel: Kernel, K: Matrix, across: Matrix): LawResult {
  const noisy = someKernel(readKernel(kernel), ({ kind }) => kind === "white");
  const n = K.rows;
  const at = across.data.findIndex((value, k) => !Object.is(value, K.data[k]) && !(noisy && k % (n + 1) === 0));
  return at < 0
    ? held("rectangle", "the same bits")
    : broken("rectangle", `(${Math.floor(at / n)}, ${at % n}): ${across.data[at]}, not ${K.data[at]}`);
}

function formula(kernel: Kernel, X: Matrix, across: Matrix, tolerance: number): LawResult {
  const n = X.rows;
  const norms = diagonalOf(across).map((value) => Math.sqrt(Math.abs(value)));
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const value = evaluate(kernel, rowOf(X, i), rowOf(X, j));
      const size = Math.max(Math.abs(value), (norms[i] as number) * (norms[j] as number));
      const error = Math.abs((across.data[i * n + j] as number) - value) / (size || 1);
      if (!(error <= tolerance)) return broken("formula", `K is ${across.data[i * n + j]} and k ${value} for rows ${i} and ${j}`);
      worst = Math.max(worst, error);
    }
  }
  return held("formula", `largest relative difference ${worst.toExponential(1)}`);
}

function order(kernel: Kernel, X: Matrix, K: Matrix, seed: number): LawResult {
  const n = X.rows;
  const rows = shuffled(seed, n);
  const expected = Float64Array.from(
    { length: n * n },
    (_, at) => K.data[(rows[Math.floor(at / n)] as number) * n + (rows[at % n] as number)] as number,
  );
  return result("order", difference(gram(kernel, reordered(X, rows)).data, expected));
}

function definiteness(kernel: Kernel, X: Matrix, seed: number): LawResult {
  const verdict = isPsd(kernel, X.cols);
  if (verdict === false) {
    const found = counterexample(kernel, X.cols, seed);
    return found
      ? held("definiteness", `not a kernel, as isPsd says: qᵀKq = ${found.value} for ${found.points.rows} points`)
      : broken("definiteness", "isPsd is false, but no counterexample was found");
  }
  const { psd, eigenvalues, witness } = diagnose(kernel, X);
  const seen = witness ? `qᵀKq = ${witness.value}` : `smallest eigenvalue ${eigenvalues[0]}`;
  if (verdict === "unknown") return skipped("definiteness", `isPsd is "unknown"; ${seen}`);
  return psd ? held("definiteness", seen) : broken("definiteness", `isPsd is true, but ${seen}`);
}

function translation(kernel: Kernel, d: number, seed: number): LawResult {
  const X = samplePoints(seed, POINTS, d, 1.5, false);
  const grid = { ...X, data: X.data.map((value) => Math.round(value * 2 ** 20) / 2 ** 20) };
  const moved = { ...X, data: grid.data.map((value) => value + 2 ** 20) };
  return result("translation", difference(gram(kernel, moved).data, gram(kernel, grid).data));
}

function json(kernel: Kernel, X: Matrix, K: Matrix): LawResult {
  const plain = !someKernel(readKernel(kernel), (part) => Object.values(part).some((value) => typeof value === "function"));
  if (!plain) return skipped("json", "the kernel has a function of yours");
  return result("json", difference(gram(JSON.parse(JSON.stringify(kernel)) as Kernel, X).data, K.data));
}

function diagonalOf({ rows: n, data }: Matrix): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => data[i * n + i] as number);
}

/** The first element that is not the same bits, as text; null where there is none. */
function difference(got: Float64Array, expected: Float64Array): string | null {
  const at = got.findIndex((value, k) => !Object.is(value, expected[k]));
  return at < 0 ? null : `element ${at} is ${got[at]}, not ${expected[at]}`;
}

function result(law: LawResult["law"], fault: string | null): LawResult {
  return fault === null ? held(law, "the same bits") : broken(law, fault);
}

function held(law: LawResult["law"], evidence: string): LawResult {
  return { law, holds: true, evidence };
}

function broken(law: LawResult["law"], evidence: string): LawResult {
  return { law, holds: false, evidence };
}

function skipped(law: LawResult["law"], evidence: string): LawResult {
  return { law, holds: null, evidence };
}
