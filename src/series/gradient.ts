import { GENERATORS } from "./decay";
import { addBlock, moveCovariance, pauseAt, type SeriesFactor } from "./factor";
import { moveInformation, tell } from "./information";
import { addSlopes, type Series } from "./series";
import { move, moveBack } from "./solve";
import { type Decay, powerOf, sizeOf, type Term } from "./terms";
import { Transition } from "./transition";

/** Columns W = D^(−½)L⁻¹C, n × c, and what each counts for in Q = Σ_q w_q α_q α_qᵀ − t G⁻¹. */
export interface Weighted {
  readonly W: Float64Array;
  readonly weights: readonly number[];
  readonly t: number;
}

/** diag G⁻¹ in order, and ½ Σ_ij Q_ij ∂K_ij/∂θ: by the coefficient of every term, and by log λ of each of its decays. */
export interface SeriesGradient {
  readonly inverse: Float64Array;
  /** α of every column, n × c. */
  readonly alpha: Float64Array;
  readonly byCoefficient: Float64Array;
  readonly byRate: readonly Float64Array[];
}

/**
 * One pass back through the series. With r the derivative of log p by the state before a point is seen and ½(Σ w r rᵀ − t N) that by its covariance P, each gap adds
 *
 *     by c       tr(½(Σ w r rᵀ − t N) Q)
 *     by log λ   s (Σ w rᵀA a + tr A (P − cP∞)(Σ w r rᵀ − t N)),  since dF/d log λ = s A F
 *
 * Source: Koopman & Shephard, Biometrika 79 (1992), for Q; de Jong, Biometrika 76 (1989), for r and N.
 */
export function seriesGradient(factor: SeriesFactor & { readonly seen: Float64Array }, { W, weights, t }: Weighted): SeriesGradient {
  const { progress, series, n, x, h, S, gains, seen } = factor;
  const pause = progress.during("derivatives");
  const { m, starts, coefficients, atRest } = series;
  const terms = series.terms.length;
  const c = weights.length;
  const states = statesBefore(factor, W, c);
  const transition = new Transition(series, "FQ");
  const inverse = new Float64Array(n);
  const alpha = new Float64Array(n * c);
  const byCoefficient = new Float64Array(terms);
  const rates = series.atRest.map((P) => new Float64Array(P.length));
  const r = new Float64Array(m * c);
  const N = new Float64Array(m * m);
  const T = new Float64Array(m * m);
  const adjoint = new Float64Array(m * m);
  const excess = new Float64Array(m * m);
  const NK = new Float64Array(m);
  const room = new Float64Array(m);
  for (let i = n - 1; i >= 0; i--) {
    pauseAt(pause, n - 1 - i, n);
    // at the point: u = v/S − kᵀr, r ← r + h u
    inverse[i] = tell(factor, i, N, NK);
    for (let q = 0; q < c; q++) {
      let u = (W[i * c + q] as number) / Math.sqrt(S[i] as number);
      for (let j = 0; j < m; j++) u -= (gains[i * m + j] as number) * (r[j * c + q] as number);
      for (let b = 0; b < terms; b++) {
        const at = (starts[b] as number) * c + q;
        r[at] = (r[at] as number) + (h[i * terms + b] as number) * u;
      }
      alpha[i * c + q] = u;
    }
    const gap = i > 0 ? (x[i] as number) - (x[i - 1] as number) : 0;
    if (i > 0 && !(gap > 0)) continue;
    // Σ w r rᵀ − t N
    for (let j = 0; j < m; j++) {
      for (let l = 0; l < m; l++) {
        let sum = -t * (N[j * m + l] as number);
        for (let q = 0; q < c; q++) sum += (weights[q] as number) * (r[j * c + q] as number) * (r[l * c + q] as number);
        adjoint[j * m + l] = sum;
      }
    }
    if (i === 0) {
      addTraces(series, adjoint, atRest, byCoefficient);
      break;
    }
    transition.over(gap);
    addTraces(series, adjoint, transition.Q, byCoefficient);
    // P − cP∞ = F(P after the point before − cP∞)Fᵀ, which forgets as F does
    for (let at = 0; at < excess.length; at++) excess[at] = seen[(i - 1) * m * m + at] as number;
    for (let b = 0; b < terms; b++) addBlock(excess, m, starts[b] as number, atRest[b] as Float64Array, -(coefficients[b] as number));
    moveCovariance(series, transition.F, excess, T);
    for (let b = 0; b < terms; b++) {
      const first = starts[b] as number;
      const sum = rates[b] as Float64Array;
      const size = (starts[b + 1] as number) - first;
      for (let j = 0; j < size; j++) {
        for (let l = 0; l < size; l++) {
          let value = 0;
          for (let e = 0; e < m; e++) value += (excess[(first + j) * m + e] as number) * (adjoint[e * m + first + l] as number);
          for (let q = 0; q < c; q++) {
            value += (weights[q] as number) * (states[i * m * c + (first + j) * c + q] as number) * (r[(first + l) * c + q] as number);
          }
          sum[j * size + l] = (sum[j * size + l] as number) + gap * value;
        }
      }
    }
    moveBack(transition.F, starts, r, c, room);
    moveInformation(series, transition.F, N, T);
  }
  const byRate = series.terms.map((term, b) => Float64Array.from(term.decays, (_, a) => ofRate(term, a, rates[b] as Float64Array)));
  return { inverse, alpha, byCoefficient, byRate };
}

/** The derivatives by the parameters, in the order of `parametersOf`; `byNoise` by the variance of the noise at each point, in order. */
export function byParameters(
  { terms, noises }: Series,
  { byCoefficient, byRate }: Pick<SeriesGradient, "byCoefficient" | "byRate">,
  { x, byNoise }: { readonly x: Float64Array; readonly byNoise: Float64Array },
  isLogarithm: readonly boolean[],
): Float64Array {
  const gradient = new Float64Array(isLogarithm.length);
  const logarithm = (parameter: number): boolean => isLogarithm[parameter] as boolean;
  terms.forEach((term, b) => {
    addSlopes(term, byCoefficient[b] as number, logarithm, gradient);
    term.decays.forEach(({ parameter, sense }, a) => {
      if (parameter >= 0) gradient[parameter] = (gradient[parameter] as number) + sense * ((byRate[b] as Float64Array)[a] as number);
    });
  });
  for (const term of noises) {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += (byNoise[i] as number) * powerOf(x[i] as number, 2 * term.degree);
    addSlopes(term, sum, logarithm, gradient);
  }
  return gradient;
}

/** The state as it is expected before each point, n × m × c, from what was new in each. */
function statesBefore({ series, n, x, S, gains }: SeriesFactor, W: Float64Array, c: number): Float64Array {
  const { m, starts } = series;
  const states = new Float64Array(n * m * c);
  const transition = new Transition(series, "F");
  const a = new Float64Array(m * c);
  const room = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    const gap = i > 0 ? (x[i] as number) - (x[i - 1] as number) : 0;
    if (gap > 0) {
      transition.over(gap);
      move(transition.F, starts, a, c, room);
    }
    states.set(a, i * m * c);
    const root = Math.sqrt(S[i] as number);
    for (let j = 0; j < m; j++) {
      const gain = (gains[i * m + j] as number) * root;
      for (let q = 0; q < c; q++) a[j * c + q] = (a[j * c + q] as number) + gain * (W[i * c + q] as number);
    }
  }
  return states;
}

/** ½ tr(adjoint Q) of every block. */
function addTraces({ m, starts }: Series, adjoint: Float64Array, Q: readonly Float64Array[], sums: Float64Array): void {
  for (let b = 0; b < Q.length; b++) {
    const own = Q[b] as Float64Array;
    const first = starts[b] as number;
    const size = (starts[b + 1] as number) - first;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) sum += (own[i * size + j] as number) * (adjoint[(first + i) * m + first + j] as number);
    }
    sums[b] = (sums[b] as number) + sum / 2;
  }
}

/** λ tr(A W) for decay a of a term, whose generator is I ⊗ A ⊗ I. */
function ofRate(term: Term, a: number, W: Float64Array): number {
  const { order, rate } = term.decays[a] as Decay;
  const A = GENERATORS[order];
  const size = sizeOf(term);
  const right = term.decays.slice(a + 1).reduce((product, decay) => product * decay.order, 1);
  let sum = 0;
  for (let i = 0; i < size; i++) {
    const own = Math.floor(i / right) % order;
    for (let k = 0; k < order; k++) {
      const j = i + (k - own) * right;
      sum += (A[own * order + k] as number) * (W[j * size + i] as number);
    }
  }
  return rate * sum;
}
