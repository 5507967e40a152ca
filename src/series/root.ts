import type { Series } from "./series";
import type { Transition } from "./transition";

/** The covariance of a state as A Aᵀ, m × m. */
export class Root {
  readonly #series: Series;
  readonly #A: Float64Array;
  /** Room for F A and a root of c Q beside it, m × 2m. */
  readonly #wide: Float64Array;

  /** At rest. */
  constructor(series: Series) {
    const { m, starts, coefficients, atRest } = series;
    this.#series = series;
    this.#A = new Float64Array(m * m);
    this.#wide = new Float64Array(2 * m * m);
    atRest.forEach((P, b) => {
      const root = P.slice();
      factorInPlace(root, Math.sqrt(P.length));
      place(root, Math.sqrt(coefficients[b] as number), this.#A, m, (starts[b] as number) * (m + 1));
    });
  }

  /** A Aᵀ ← F A Aᵀ Fᵀ + c Q: the rows of [F A, root of c Q] turned until they are a triangle. */
  move({ F, roots }: Transition): void {
    const { m, starts, coefficients } = this.#series;
    const A = this.#A;
    const wide = this.#wide.fill(0);
    for (let b = 0; b < F.length; b++) {
      const own = F[b] as Float64Array;
      const first = starts[b] as number;
      const size = (starts[b + 1] as number) - first;
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < m; j++) {
          let sum = 0;
          for (let k = 0; k < size; k++) sum += (own[i * size + k] as number) * (A[(first + k) * m + j] as number);
          wide[(first + i) * 2 * m + j] = sum;
        }
      }
      place(roots[b] as Float64Array, Math.sqrt(coefficients[b] as number), wide, 2 * m, first * 2 * m + m + first);
    }
    triangulate(wide, m, 2 * m);
    for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) A[i * m + j] = wide[i * 2 * m + j] as number;
  }

  /** g += load times a row of A */
  addRow(row: number, load: number, g: Float64Array): void {
    const m = g.length;
    for (let j = 0; j < m; j++) g[j] = (g[j] as number) + load * (this.#A[row * m + j] as number);
  }

  /**
   * A ← A − γ k g for g = hᵀA seen with the noise R, s = R + ggᵀ, γ = 1/(1 + √(R/s)); the gain k = A gᵀ/s is written from `at` on.
   *
   * Source: Potter; Maybeck, Stochastic Models, Estimation and Control 1, 7.3.
   */
  see(g: Float64Array, R: number, s: number, gains: Float64Array, at: number): void {
    const m = g.length;
    const A = this.#A;
    if (m === 1) {
      gains[at] = ((A[0] as number) * (g[0] as number)) / s;
      // what is seen is all there is
      if (g[0] !== 0) A[0] = (A[0] as number) * Math.sqrt(R / s);
      return;
    }
    const left = Math.sqrt(R / s);
    const share = 1 / (1 + left);
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let j = 0; j < m; j++) sum += (A[i * m + j] as number) * (g[j] as number);
      const k = sum / s;
      gains[at + i] = k;
      for (let j = 0; j < m; j++) A[i * m + j] = (A[i * m + j] as number) - share * k * (g[j] as number);
    }
  }

  /** A Aᵀ, from `at` on. */
  write(all: Float64Array, at: number): void {
    const { m } = this.#series;
    const A = this.#A;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k < m; k++) sum += (A[i * m + k] as number) * (A[j * m + k] as number);
        all[at + i * m + j] = sum;
        all[at + j * m + i] = sum;
      }
    }
  }
}

/** P = L Lᵀ in place, by rows; a pivot that rounding leaves at 0 or below is 0. */
export function factorInPlace(P: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < j; i++) P[i * size + j] = 0;
    let pivot = P[j * size + j] as number;
    for (let k = 0; k < j; k++) pivot -= (P[j * size + k] as number) * (P[j * size + k] as number);
    const root = pivot > 0 ? Math.sqrt(pivot) : 0;
    P[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = P[i * size + j] as number;
      for (let k = 0; k < j; k++) sum -= (P[i * size + k] as number) * (P[j * size + k] as number);
      P[i * size + j] = root > 0 ? sum / root : 0;
    }
  }
}

/** A small square matrix times a number, written into rows of `width` numbers. */
function place(B: Float64Array, factor: number, into: Float64Array, width: number, at: number): void {
  const size = Math.sqrt(B.length);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) into[at + i * width + j] = factor * (B[i * size + j] as number);
}

/** Rows of `width` numbers turned by reflections from the right until nothing is right of the diagonal. */
function triangulate(W: Float64Array, m: number, width: number): void {
  for (let i = 0; i < m; i++) {
    const row = i * width;
    let squares = 0;
    for (let j = i; j < width; j++) squares += (W[row + j] as number) * (W[row + j] as number);
    if (squares === 0) continue;
    const first = W[row + i] as number;
    const end = first > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    // v = row − end e, vᵀv = 2(squares − first·end)
    const half = squares - first * end;
    W[row + i] = first - end;
    for (let r = i + 1; r < m; r++) {
      let dot = 0;
      for (let j = i; j < width; j++) dot += (W[row + j] as number) * (W[r * width + j] as number);
      const share = dot / half;
      for (let j = i; j < width; j++) W[r * width + j] = (W[r * width + j] as number) - share * (W[row + j] as number);
    }
    W[row + i] = end;
    W.fill(0, row + i + 1, row + width);
  }
}
