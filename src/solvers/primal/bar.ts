import { copied, withMatrices, zeros } from "../../core/matrices";
import { elementsOf, flipped } from "../../core/matrix-view";
import { subtractDoubled } from "../../core/products";
import { UNIT_ROUNDOFF } from "../../kernels/rounding";
import { columnOf, type Matrix, withOnes } from "../../matrix";
import { euclideanNorm } from "../../matrix/magnitude";
import { sumOf } from "../../matrix/vectors";
import { conclude, type ErrorBar, NEGLIGIBLE, reachOf, servingError, type Yardstick, yardstick } from "../../proof/error-bar";
import { worse } from "../../proof/gap-bound";
import { featureMetric } from "./metric";

/** A fit in the space of explicit features, for one target. */
interface FeatureFit {
  readonly phi: Matrix;
  /** η of the features, in units of u. */
  readonly rounding: number;
  readonly y: Float64Array;
  /** α, with w = Φᵀα; null where w itself is the model. */
  readonly alpha: Float64Array | null;
  readonly w: Float64Array;
  /** b; null without intercept */
  readonly b: number | null;
  /** What was taken from y, and is put back into b. */
  readonly centre: number;
  readonly lambda: number;
}

/**
 * With w = Φᵀα, e = y − b − Φw and g = Φ̃ᵀWe − λw, Φ̃ the features less their weighted means where there is an intercept, B = Φ̃ᵀWΦ̃ + λI:
 *
 *     |h(z) − h*(z)| ≤ ‖φ̃(z)‖‖B⁻¹g‖,  since B(w* − w) = g,
 *
 * and with an intercept |Σ w_i e_i|/Σ w_i more. It holds whatever part α has in the null space of Φᵀ. The sums are taken in twice the digits, so that little but
 * the roundings of the features is left. ‖B⁻¹g‖ ≤ ‖g‖/λ, or by the least eigenvalue μ of DBD, D = diag(B)^(−½): max D ‖Dg‖/μ.
 */
export function primalBar(yard: Yardstick, target: number, fit: FeatureFit): ErrorBar {
  const { phi, rounding, alpha, w, b, lambda } = fit;
  const { rows: n, cols: M } = phi;
  const { gradient, missed, balance } = gradientOf(yard, fit);
  const features = (rounding + (yard.weights ? 1 : 0)) * UNIT_ROUNDOFF;
  const once = (n + M + 2) * UNIT_ROUNDOFF;
  const second = once * once;
  const lost = new Float64Array(M);
  const carried = new Float64Array(M);
  for (let i = 0; i < n; i++) {
    const weight = yard.weights?.[i] ?? 1;
    let h = Math.abs(b ?? 0) + Math.abs(fit.y[i] as number);
    for (let j = 0; j < M; j++) h += Math.abs((phi.data[i * M + j] as number) * (w[j] as number));
    const uncertain = weight * (features * (Math.abs(missed[i] as number) + h) + second * h);
    for (let j = 0; j < M; j++) {
      const feature = Math.abs(phi.data[i * M + j] as number);
      lost[j] = (lost[j] as number) + feature * uncertain;
      carried[j] = (carried[j] as number) + feature * Math.abs(alpha?.[i] ?? 0);
    }
  }
  for (let j = 0; j < M; j++) {
    const own = UNIT_ROUNDOFF * Math.abs(w[j] as number);
    gradient[j] = Math.abs(gradient[j] as number) + 2 * (lost[j] as number) + 4 * lambda * own;
    carried[j] = (features + second) * (carried[j] as number) + own;
  }
  const serving =
    euclideanNorm(carried) + (alpha ? servingError(yard, reachOf(yard, alpha)) : (M + rounding) * UNIT_ROUNDOFF * euclideanNorm(w));
  const { slope, atPoints } = solved(yard, fit, gradient);
  const constant = b === null ? 0 : slope * yard.largestRoot + Math.abs(balance);
  const bar = conclude(yard, target, { slope, serving, constant, offset: 2 * UNIT_ROUNDOFF * Math.abs((b ?? 0) + fit.centre) });
  const error = atPoints + serving * yard.largestRoot + Math.abs(balance);
  return { ...bar, excess: Math.min(bar.excess, error === 0 ? 0 : error / (yard.deviations[target] as number)) };
}

/** The error bar of a model of weights, w (M × t), the worst of its targets: of h(z) = w·φ(z) + b beside ‖φ(z)‖. None without ridge. */
export function linearBar(
  { phi, Y, sampleWeights, rounding, lambda }: LinearFit,
  weights: Matrix,
  intercepts: Float64Array | null,
  centres: Float64Array | null,
): { readonly errorBound: number | null; readonly excess: number; readonly claimed: number } {
  if (lambda === 0) return { errorBound: null, excess: 0, claimed: 0 };
  const yard = yardstick({ Y, weights: sampleWeights }, squaredLengths(phi), { noise: null, provable: true, rounding: 0 });
  const bars = Array.from({ length: Y.cols }, (_, q) => {
    const b = intercepts ? (intercepts[q] as number) : null;
    const w = columnOf(weights.data, Y.cols, q);
    const fit = { phi, rounding, y: columnOf(Y.data, Y.cols, q), alpha: null, w, b, centre: centres?.[q] ?? 0, lambda };
    const plain = plainBar(yard, q, fit);
    return Math.max(plain.excess, plain.claimed) <= NEGLIGIBLE ? plain : primalBar(yard, q, fit);
  });
  return {
    errorBound: bars.map(({ bound }) => bound).reduce(worse),
    excess: Math.max(...bars.map(({ excess }) => excess)),
    claimed: Math.max(...bars.map(({ claimed }) => claimed)),
  };
}

/** The bar ‖g‖/λ by plain sums, whose roundings are bounded by the lengths of the features: wide, but two passes over Φ are all it takes. */
function plainBar(yard: Yardstick, target: number, { phi, rounding, y, w, b, centre, lambda }: FeatureFit): ErrorBar {
  const { rows: n, cols: M, data } = phi;
  const { roots, weights, largestRoot } = yard;
  const length = euclideanNorm(w);
  const gradient = w.map((value) => -lambda * value);
  let [balance, total, lost, drift] = [0, 0, 4 * lambda * UNIT_ROUNDOFF * length, 0];
  for (let i = 0; i < n; i++) {
    let missed = (y[i] as number) - (b ?? 0);
    for (let j = 0; j < M; j++) missed -= (data[i * M + j] as number) * (w[j] as number);
    const weight = weights?.[i] ?? 1;
    const share = weight * missed;
    for (let j = 0; j < M; j++) gradient[j] = (gradient[j] as number) + (data[i * M + j] as number) * share;
    balance += share;
    total += weight;
    const root = roots[i] as number;
    const size = Math.abs(y[i] as number) + Math.abs(b ?? 0) + root * length;
    const error = weight * ((M + 2 * rounding + 4) * UNIT_ROUNDOFF * size + (n + rounding + 2) * UNIT_ROUNDOFF * Math.abs(missed));
    lost += root * error;
    drift += error;
  }
  // g of the centred features is that of Φ less φ̄ Σ w e, ‖φ̄‖ being at most the longest feature
  const offset = b === null ? 0 : largestRoot * (Math.abs(balance) + drift);
  const slope = (euclideanNorm(gradient) + lost + offset) / lambda;
  const serving = (M + rounding) * UNIT_ROUNDOFF * length;
  const constant = b === null ? 0 : slope * largestRoot + (Math.abs(balance) + drift) / total;
  return conclude(yard, target, { slope, serving, constant, offset: 2 * UNIT_ROUNDOFF * Math.abs((b ?? 0) + centre) });
}

interface LinearFit {
  readonly phi: Matrix;
  readonly Y: Matrix;
  readonly sampleWeights: Float64Array | null;
  /** η of the features, in units of u. */
  readonly rounding: number;
  readonly lambda: number;
}

/** ‖φ(x_i)‖² */
export function squaredLengths({ rows, cols, data }: Matrix): Float64Array {
  const lengths = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++) sum += (data[i * cols + j] as number) * (data[i * cols + j] as number);
    lengths[i] = sum;
  }
  return lengths;
}

/** With more features a point than this, the M³ of factorising B would outweigh the fit, and the null space of Φ keeps B's least eigenvalue at λ anyway. */
const WIDE = 8;

/** A bound of ‖B⁻¹g‖, and one of the largest ‖φ̃(x_i)ᵀB⁻¹g‖ at the points, for |g| ≤ `gradient`. */
function solved({ weights, largestRoot }: Yardstick, { phi, rounding, b, lambda }: FeatureFit, gradient: Float64Array) {
  const plain = euclideanNorm(gradient) / lambda;
  if (phi.cols > WIDE * phi.rows) return { slope: plain, atPoints: plain * largestRoot };
  const metric = featureMetric(phi, weights, { rounding, lambda, centred: b !== null });
  if (metric.least <= 0) return { slope: plain, atPoints: plain * largestRoot };
  const scaled = euclideanNorm(gradient.map((value, j) => value * (metric.scales[j] as number))) / metric.least;
  const slope = Math.min(plain, scaled * metric.scales.reduce((most, value) => Math.max(most, value), 0));
  return { slope, atPoints: Math.min(plain * largestRoot, scaled * metric.longest) };
}

interface Gradient {
  /** g, or a bound of it */
  readonly gradient: Float64Array;
  /** e, rounded once */
  readonly missed: Float64Array;
  /** Σ w_i e_i / Σ w_i */
  readonly balance: number;
}

function gradientOf({ weights }: Yardstick, { phi, y, w, b, lambda }: FeatureFit): Gradient {
  const { rows: n, cols: M } = phi;
  // a column of ones stands for b
  const [A, X] = [withOnes(phi), { rows: M + 1, cols: 1, data: Float64Array.from([...w, b ?? 0]) }];
  const G = { ...X, data: X.data.map((value, j) => (j < M ? -lambda * value : 0)) };
  const column = { rows: n, cols: 1, data: y };
  return withMatrices({ A, X, G, high: column, low: column, zero: zeros(Math.max(n, M + 1)) }, (placed, workspace) => {
    const { zero, high, low } = placed;
    subtractDoubled(workspace, placed.A, placed.X, zero, high);
    const missed = copied(workspace, high).data;
    subtractDoubled(workspace, placed.A, placed.X, high, low);
    // ΦᵀWe is added, e by its high and its low part
    for (const part of [high, low]) {
      elementsOf(workspace, part).forEach((value, i, own) => {
        own[i] = -(weights?.[i] ?? 1) * value;
      });
      subtractDoubled(workspace, flipped(placed.A), part, zero, placed.G);
    }
    const gradient = elementsOf(workspace, placed.G).slice(0, M);
    if (b === null) return { gradient, missed, balance: 0 };
    const total = weights ? sumOf(weights) : n;
    const sum = elementsOf(workspace, placed.G)[M] as number;
    for (let j = 0; j < M; j++) {
      // less the share of the mean
      let mean = 0;
      for (let i = 0; i < n; i++) mean += ((weights?.[i] ?? 1) * (phi.data[i * M + j] as number)) / total;
      gradient[j] = Math.abs((gradient[j] as number) - mean * sum) + n * UNIT_ROUNDOFF * Math.abs(mean * sum);
    }
    return { gradient, missed, balance: sum / total };
  });
}
