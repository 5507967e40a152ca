import { mercerError } from "../errors";
import { gram } from "../gram/gram";
import { seenPoint } from "../kernels/seen-point";
import { trendBasis } from "../kernels/trend";
import { type Matrix, rowOf } from "../matrix";
import { normalSource } from "../normal/samples";
import { kernelPoints } from "../problem/points";
import { watch } from "../progress";
import { sorted, unsorted } from "../series/order";
import { fits, view, withBlocks } from "../wasm/memory";
import type { Process } from "./posterior";
import type { Structure } from "./structure";
import { structured, whitenedTargets } from "./structured";
import { covarianceBy, drawnBy, type Known, knownBy } from "./structured-process";
import { varianceGradient } from "./variance-gradient";

/** What a process whose covariance has structure knows of the function at rows of z. */
export interface StructuredPosterior {
  /** As computed: rounding may leave them below 0. */
  variances(z: Matrix): Float64Array;
  /** m × m. @throws "memory" for so many rows that it does not fit */
  covariance(z: Matrix): Matrix;
  /** Of the variances, m × d. @throws as `Posterior.varianceGradient` */
  varianceGradient(z: Matrix): Matrix;
  /** Functions drawn without the covariance, less what the trend makes of the mean, count × m; null where the structure has no way to do so. @param alpha of the process, in the order of its points */
  draw(z: Matrix, alpha: Float64Array, count: number, seed: number): Matrix | null;
}

/** The factor is made once. */
export function structuredPosterior({ kernel, points, noise, trend }: Process, structure: Structure): StructuredPosterior {
  const training = kernelPoints(kernel, points, {});
  const { n, side } = training;
  const F = trendBasis(trend, points, (row) => side.pointAt(row));
  const atPoints = typeof noise === "number" ? new Float64Array(n).fill(noise) : noise;
  const found = structured({ points: training, structure, noise: atPoints, F }, true, watch({}));
  const { factor, trend: factors } = found;
  const p = F.cols;
  let known: Known | null = null;
  const basisAt = (z: Matrix): Matrix => trendBasis(trend, z, (row) => seenPoint(rowOf(z, row)));
  const knownAt = (z: Matrix) => {
    known ??= knownBy(factor, factors?.columns ?? new Float64Array(0), p);
    return known(z);
  };
  /** U, m × p */
  const untrended = (z: Matrix, shares: Float64Array): Float64Array =>
    factors ? factors.whitened(basisAt(z)).map((value, at) => value - (shares[at] as number)) : new Float64Array(0);
  return {
    variances(z) {
      const { variance, shares } = knownAt(z);
      const U = untrended(z, shares);
      return variance.map((value, i) => withProduct(value, U, p, i, i));
    },
    covariance(z) {
      const m = z.rows;
      requireFit(m);
      const data = covarianceBy(factor, z);
      if (!factors) return { rows: m, cols: m, data };
      const U = untrended(z, knownAt(z).shares);
      for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) data[i * m + j] = withProduct(data[i * m + j] as number, U, p, i, j);
      return { rows: m, cols: m, data };
    },
    varianceGradient(z) {
      const rows = Math.max(1, Math.floor(NUMBERS / n));
      const gradient = new Float64Array(z.rows * z.cols);
      for (let from = 0; from < z.rows; from += rows) {
        const count = Math.min(rows, z.rows - from);
        const part = { rows: count, cols: z.cols, data: z.data.subarray(from * z.cols, (from + count) * z.cols) };
        // V, then V + QU, then G^(−T/2)(V + QU)
        const W = sorted(gram(training.kernel, points, part).data, factor.order, count);
        factor.whiten(W, count);
        const shares = new Float64Array(count * p);
        if (factors) addProducts(factors.columns, W, { p, c: count }, shares);
        const U = untrended(part, shares);
        if (factors) addShares(factors.columns, U, { p, c: count }, W);
        factor.unwhiten(W, count);
        const inOrder = unsorted(W, factor.order, count);
        const found = withBlocks({ w: n * count }, ({ w }, workspace) => {
          const transposed = view(workspace, w);
          for (let i = 0; i < n; i++) for (let q = 0; q < count; q++) transposed[q * n + i] = inOrder[i * count + q] as number;
          return varianceGradient(workspace, training, { trend, factors }, part, { w, U });
        });
        gradient.set(found.data, from * z.cols);
      }
      return { rows: z.rows, cols: z.cols, data: gradient };
    },
    draw(z, alpha, count, seed) {
      const next = normalSource(seed);
      const drawn = drawnBy(factor, z, count, next);
      if (!drawn) return null;
      const { atPoints: W, atRows } = drawn;
      for (let i = 0; i < n; i++) {
        const deviation = Math.sqrt(factor.noise[i] as number);
        for (let q = 0; q < count; q++) W[i * count + q] = (W[i * count + q] as number) + deviation * next();
      }
      const solved = whitenedTargets(found, { rows: n, cols: count, data: W }, true);
      factor.unwhiten(solved.W, count);
      // k_zᵀ(α − α of the draw)
      const own = sorted(alpha, factor.order);
      for (let i = 0; i < n; i++)
        for (let q = 0; q < count; q++) solved.W[i * count + q] = (own[i] as number) - (solved.W[i * count + q] as number);
      const sums = drawn.sums(solved.W);
      const basis = factors ? basisAt(z).data : new Float64Array(0);
      const data = new Float64Array(count * z.rows);
      for (let i = 0; i < z.rows; i++) {
        for (let q = 0; q < count; q++) {
          let value = (atRows[i * count + q] as number) + (sums[i * count + q] as number);
          for (let k = 0; k < p; k++) value -= (basis[i * p + k] as number) * (solved.beta[k * count + q] as number);
          data[q * z.rows + i] = value;
        }
      }
      return { rows: count, cols: z.rows, data };
    },
  };
}

/** Numbers of G⁻¹k_z that are held at once. */
const NUMBERS = 2 ** 20;

interface Sizes {
  readonly p: number;
  readonly c: number;
}

/** shares += WᵀQ, c × p, for Q (n × p) and W (n × c). */
function addProducts(Q: Float64Array, W: Float64Array, { p, c }: Sizes, shares: Float64Array): void {
  for (let i = 0; i < W.length / c; i++) {
    for (let q = 0; q < c; q++) {
      for (let k = 0; k < p; k++) shares[q * p + k] = (shares[q * p + k] as number) + (W[i * c + q] as number) * (Q[i * p + k] as number);
    }
  }
}

/** W += Q Uᵀ for U (c × p). */
function addShares(Q: Float64Array, U: Float64Array, { p, c }: Sizes, W: Float64Array): void {
  for (let i = 0; i < W.length / c; i++) {
    for (let q = 0; q < c; q++) {
      for (let k = 0; k < p; k++) W[i * c + q] = (W[i * c + q] as number) + (Q[i * p + k] as number) * (U[q * p + k] as number);
    }
  }
}

/** A number plus row i times row j. */
function withProduct(value: number, U: Float64Array, p: number, i: number, j: number): number {
  let sum = value;
  for (let k = 0; k < p; k++) sum += (U[i * p + k] as number) * (U[j * p + k] as number);
  return sum;
}

function requireFit(m: number): void {
  if (fits(8 * m * m)) return;
  const message = `the covariance of ${m} rows of Z takes ${m}² numbers, which do not fit; ask for the variances alone, for fewer rows, or for samplePosterior, which does without it where the structure allows`;
  throw mercerError("memory", message, { argument: "Z" });
}
