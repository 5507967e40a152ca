import { columnSums } from "../matrix/vectors";

/** The slopes R = w(p − [c = k]), n × c, from which the shares p come back. */
export interface Shares {
  readonly n: number;
  readonly c: number;
  readonly weights: Float64Array;
  /** k of every point */
  readonly classes: Float64Array;
  readonly r: Float64Array;
  readonly intercept: boolean;
}

/**
 * V ↦ WV, W the curvature of Σ w L, w(diag p − ppᵀ) for every point; with an intercept that of its least value over b, W − W1(1ᵀW1)⁺1ᵀW, 1 repeating a
 * number per class for every point.
 */
export function bendOf(shares: Shares): (V: Float64Array) => Float64Array {
  if (!shares.intercept) return (V) => times(shares, V);
  const { c } = shares;
  const M = curvatureOfIntercepts(shares);
  return (V) => {
    const move = intercepts(shares, times(shares, V), M);
    return times(
      shares,
      V.map((value, at) => value - (move[at % c] as number)),
    );
  };
}

/** D = w p(1 − p) for one class; a curvature below ε changes no step. */
export function curvatureIn({ c, weights, r }: Shares, q: number): Float64Array {
  return weights.map((w, i) => {
    // R is −w(1 − p) in the class of the point, and wp elsewhere
    const share = Math.abs(r[i * c + q] as number) / w;
    return w * Math.max(share * (1 - share), Number.EPSILON);
  });
}

/** (1ᵀW1)⁺1ᵀV: the change of b that a change of the slopes by −V asks for. */
export function intercepts(shares: Shares, V: Float64Array, M: Float64Array = curvatureOfIntercepts(shares)): Float64Array {
  return solved(M.slice(), columnSums(V, shares.c));
}

/** 1ᵀW1, c × c by rows; the rows of it add up to 0, so as much as its mean diagonal is added to every element: that leaves what adds up to 0 as it is. */
function curvatureOfIntercepts(shares: Shares): Float64Array {
  const { n, c, weights } = shares;
  const M = new Float64Array(c * c);
  for (let i = 0; i < n; i++) {
    const p = sharesAt(shares, i);
    for (let q = 0; q < c; q++) {
      for (let k = 0; k < c; k++) {
        const same = k === q ? 1 : 0;
        M[q * c + k] = (M[q * c + k] as number) + (weights[i] as number) * (p[q] as number) * (same - (p[k] as number));
      }
    }
  }
  let mean = 0;
  for (let q = 0; q < c; q++) mean += (M[q * c + q] as number) / c;
  return M.map((value) => value + mean);
}

function times(shares: Shares, V: Float64Array): Float64Array {
  const { n, c, weights } = shares;
  const product = new Float64Array(n * c);
  for (let i = 0; i < n; i++) {
    const p = sharesAt(shares, i);
    let mean = 0;
    for (let q = 0; q < c; q++) mean += (p[q] as number) * (V[i * c + q] as number);
    for (let q = 0; q < c; q++) product[i * c + q] = (weights[i] as number) * (p[q] as number) * ((V[i * c + q] as number) - mean);
  }
  return product;
}

function sharesAt({ c, weights, classes, r }: Shares, i: number): Float64Array {
  const p = new Float64Array(c);
  for (let q = 0; q < c; q++) p[q] = (r[i * c + q] as number) / (weights[i] as number) + (q === classes[i] ? 1 : 0);
  return p;
}

/** M⁻¹s for a positive definite M, by Cholesky's factor in its place. */
function solved(M: Float64Array, s: Float64Array): Float64Array {
  const c = s.length;
  const x = s.slice();
  const at = (i: number, j: number): number => M[i * c + j] as number;
  for (let j = 0; j < c; j++) {
    for (let i = j; i < c; i++) {
      let value = at(i, j);
      for (let k = 0; k < j; k++) value -= at(i, k) * at(j, k);
      M[i * c + j] = i === j ? Math.sqrt(value) : value / at(j, j);
    }
    for (let k = 0; k < j; k++) x[j] = (x[j] as number) - at(j, k) * (x[k] as number);
    x[j] = (x[j] as number) / at(j, j);
  }
  for (let j = c - 1; j >= 0; j--) {
    for (let i = j + 1; i < c; i++) x[j] = (x[j] as number) - at(i, j) * (x[i] as number);
    x[j] = (x[j] as number) / at(j, j);
  }
  return x;
}
