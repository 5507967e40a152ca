import type { Problem } from "../../problem/problem";
import { type Columns, onesOf } from "./columns";
import type { IterativeState } from "./state";

/** The vectors of all systems, one after the other, and a number for each system. */
export interface Vectors {
  readonly x: Float64Array;
  readonly r: Float64Array;
  readonly p: Float64Array;
  /** rᵀz */
  readonly rho: Float64Array;
  /** Of the steps since the last true residual Σ|a|Σ|p_i|√k_ii, and the sizes of what was added: the roundings of r are in proportion to them. */
  readonly gapReach: Float64Array;
  readonly gapSize: Float64Array;
  /** 1 for a target that is at its end: its x is α then, and its b here. */
  readonly done: Float64Array;
  readonly intercepts: Float64Array;
  /** The share of the tolerance that the bar of a target is to come down to before it is proven again, and what was proven last. */
  readonly margin: Float64Array;
  readonly proven: Float64Array;
  /** The iteration at which that was. */
  readonly tried: Float64Array;
  iterations: number;
  /** That of the products which directions come from: "single" only as long as it serves. */
  arithmetic: "single" | "double";
}

export function startVectors({ n, t, Y }: Problem, { columns }: Columns, single: boolean): Vectors {
  const count = columns.length;
  const zeros = (): Float64Array => new Float64Array(count);
  const r = new Float64Array(n * count);
  columns.forEach(({ target }, c) => {
    for (let i = 0; i < n; i++) r[c * n + i] = target === null ? 1 : (Y.data[i * t + target] as number);
  });
  return {
    x: new Float64Array(n * count),
    r,
    p: new Float64Array(n * count),
    rho: zeros(),
    gapReach: zeros(),
    gapSize: zeros(),
    done: zeros(),
    intercepts: zeros(),
    margin: zeros().fill(1),
    proven: zeros().fill(Infinity),
    tried: zeros().fill(-1),
    iterations: 0,
    arithmetic: single ? "single" : "double",
  };
}

/** The vectors of a state, as copies. */
export function resumedVectors(state: IterativeState): Vectors {
  const { x, r, p, rho, gapReach, gapSize, done, intercepts, margin, proven, tried, iterations, arithmetic } = state;
  const own = (values: Float64Array): Float64Array => Float64Array.from(values);
  return {
    x: own(x),
    r: own(r),
    p: own(p),
    rho: own(rho),
    gapReach: own(gapReach),
    gapSize: own(gapSize),
    done: own(done),
    intercepts: own(intercepts),
    margin: own(margin),
    proven: own(proven),
    tried: own(tried),
    iterations,
    arithmetic,
  };
}

/** The vector of a system. */
export function of(vectors: Float64Array, n: number, c: number): Float64Array {
  return vectors.subarray(c * n, (c + 1) * n);
}

/** α and b of a target: x, or with an intercept x − b x₁ for the x₁ of ones and b = Σx/Σx₁. */
export function answerOf(v: Vectors, systems: Columns, n: number, c: number): { readonly alpha: Float64Array; readonly intercept: number } {
  const x = of(v.x, n, c);
  const ones = onesOf(systems, c);
  if (ones < 0 || v.done[c] === 1) return { alpha: x.slice(), intercept: v.intercepts[c] as number };
  const other = of(v.x, n, ones);
  let [sum, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    sum += x[i] as number;
    total += other[i] as number;
  }
  const intercept = total > 0 ? sum / total : 0;
  return { alpha: x.map((value, i) => value - intercept * (other[i] as number)), intercept };
}
