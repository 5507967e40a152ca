import { loadings } from "./factor";
import { factorInPlace } from "./root";
import type { Series } from "./series";
import { move } from "./solve";
import { Transition } from "./transition";

/** c functions with the covariance of a series, without its white noise, at x in order: n × c. Equal places have one value. */
export function drawSeries(series: Series, x: Float64Array, c: number, next: () => number): Float64Array {
  const { m, starts, coefficients, atRest } = series;
  const terms = series.terms.length;
  const n = x.length;
  const h = loadings(series, x);
  const drawn = new Float64Array(n * c);
  const state = new Float64Array(m * c);
  const room = new Float64Array(m);
  const transition = new Transition(series, "FQL");
  const atStart = atRest.map((P) => {
    const root = P.slice();
    factorInPlace(root, Math.sqrt(P.length));
    return root;
  });
  // x += √c L ξ
  const add = (roots: readonly Float64Array[]): void =>
    roots.forEach((L, b) => {
      const first = starts[b] as number;
      const size = (starts[b + 1] as number) - first;
      const scale = Math.sqrt(coefficients[b] as number);
      for (let q = 0; q < c; q++) {
        for (let k = 0; k < size; k++) {
          const xi = scale * next();
          for (let i = k; i < size; i++) {
            const at = (first + i) * c + q;
            state[at] = (state[at] as number) + (L[i * size + k] as number) * xi;
          }
        }
      }
    });
  add(atStart);
  for (let i = 0; i < n; i++) {
    const gap = i > 0 ? (x[i] as number) - (x[i - 1] as number) : 0;
    if (gap > 0) {
      transition.over(gap);
      move(transition.F, starts, state, c, room);
      add(transition.roots);
    }
    for (let b = 0; b < terms; b++) {
      for (let q = 0; q < c; q++) {
        const at = i * c + q;
        drawn[at] = (drawn[at] as number) + (h[i * terms + b] as number) * (state[(starts[b] as number) * c + q] as number);
      }
    }
  }
  return drawn;
}
