import type { KeptGram } from "../../core/products";
import { mercerError } from "../../errors";
import type { Problem } from "../../problem/problem";
import { view, type Workspace } from "../../wasm/memory";

/** K becomes G = K + λW⁻¹. */
export function addRidge(
  workspace: Workspace,
  { n, weights }: Pick<Problem, "n" | "weights">,
  { K, diagonal }: KeptGram,
  lambda: number,
): void {
  const gram = view(workspace, K);
  const kept = view(workspace, diagonal);
  for (let i = 0; i < n; i++) gram[i * n + i] = (kept[i] as number) + lambda / (weights?.[i] ?? 1);
}

/** The chosen columns of Y, and a column of ones for the intercept, into `rhs`. */
export function writeRightHandSides(rhs: Float64Array, { n, t, Y }: Problem, targets: readonly number[], intercept: boolean): Float64Array {
  const count = targets.length;
  const columns = count + (intercept ? 1 : 0);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < count; c++) rhs[i * columns + c] = Y.data[i * t + (targets[c] as number)] as number;
    if (intercept) rhs[i * columns + count] = 1;
  }
  return rhs;
}

/**
 * b = 1ᵀG⁻¹y / 1ᵀG⁻¹1 and α = G⁻¹y − b G⁻¹1, from the solutions for y and, in the last column, for 1; without intercept α = G⁻¹y.
 *
 * @throws "singular" where 1ᵀG⁻¹1 is 0
 */
export function separateIntercept(
  solutions: Float64Array,
  n: number,
  t: number,
  intercept: boolean,
): { readonly coefficients: Float64Array; readonly intercepts: readonly number[] } {
  if (!intercept) return { coefficients: solutions.slice(0, n * t), intercepts: new Array<number>(t).fill(0) };
  const columns = t + 1;
  const sums = new Float64Array(columns);
  let magnitude = 0;
  for (let at = 0; at < n * columns; at++) {
    sums[at % columns] = (sums[at % columns] as number) + (solutions[at] as number);
    if (at % columns === t) magnitude += Math.abs(solutions[at] as number);
  }
  const total = sums[t] as number;
  if (Math.abs(total) <= n * Number.EPSILON * magnitude) {
    const message = "1ᵀ(K + λI)⁻¹1 is 0, so no intercept is determined; fit without one, or use a larger lambda";
    throw mercerError("singular", message, { value: total });
  }
  const intercepts = Array.from({ length: t }, (_, c) => (sums[c] as number) / total);
  const coefficients = new Float64Array(n * t);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < t; c++) {
      coefficients[i * t + c] = (solutions[i * columns + c] as number) - (intercepts[c] as number) * (solutions[i * columns + t] as number);
    }
  }
  return { coefficients, intercepts };
}

/**
 * The α and b given, corrected by the solutions for what is left of y and, in the last column, for 1: G dα + db 1 = r, 1ᵀ(α + dα) = 0; without
 * intercept G dα = r.
 */
export function correction(
  solutions: Float64Array,
  given: { readonly coefficients: Float64Array; readonly intercepts: readonly number[] },
  n: number,
  intercept: boolean,
): { readonly coefficients: Float64Array; readonly intercepts: readonly number[] } {
  const t = given.intercepts.length;
  const columns = t + (intercept ? 1 : 0);
  const coefficients = given.coefficients.slice();
  const intercepts = given.intercepts.map((b, c) => {
    let step = 0;
    if (intercept) {
      let [sum, total] = [0, 0];
      for (let i = 0; i < n; i++) {
        sum += (coefficients[i * t + c] as number) + (solutions[i * columns + c] as number);
        total += solutions[i * columns + t] as number;
      }
      step = sum / total;
    }
    for (let i = 0; i < n; i++) {
      const ones = intercept ? step * (solutions[i * columns + t] as number) : 0;
      coefficients[i * t + c] = (coefficients[i * t + c] as number) + ((solutions[i * columns + c] as number) - ones);
    }
    return b + step;
  });
  return { coefficients, intercepts };
}
