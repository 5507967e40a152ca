import { dot } from "../matrix/vectors";
import { solveSystem } from "./linear-system";

/**
 * The Hessian of f as the last k steps s_i and changes of the gradient y_i have it, k ≤ 10: B = θI − W M Wᵀ with
 *
 *     W = [Y  θS],  M⁻¹ = [−D  Lᵀ; L  θSᵀS],  D = diag s_iᵀy_i,  L = the part of SᵀY below its diagonal,  θ = yᵀy/sᵀy of the last
 *
 * Source: R. H. Byrd, P. Lu, J. Nocedal and C. Zhu, A limited memory algorithm for bound constrained optimization, 1995, (3.2)–(3.4).
 */
export class LimitedMemory {
  static readonly SIZE = 10;

  theta = 1;
  private steps: Float64Array[] = [];
  private changes: Float64Array[] = [];
  /** M⁻¹ */
  private middle: Float64Array[] = [];

  get isEmpty(): boolean {
    return this.steps.length === 0;
  }

  clear(): void {
    this.theta = 1;
    this.steps = [];
    this.changes = [];
    this.middle = [];
  }

  /** Learns a step and the change of the gradient along it, unless the curvature sᵀy between them is not positive. */
  learn(s: Float64Array, y: Float64Array): void {
    const curvature = dot(s, y);
    const square = dot(y, y);
    if (!(curvature > Number.EPSILON * square)) return;
    this.steps = [...this.steps, s].slice(-LimitedMemory.SIZE);
    this.changes = [...this.changes, y].slice(-LimitedMemory.SIZE);
    this.theta = square / curvature;
    this.middle = this.middleMatrix();
  }

  /** Row i of W, 2k numbers. */
  row(i: number): Float64Array {
    const scaled = this.steps.map((s) => this.theta * (s[i] as number));
    return Float64Array.from([...this.changes.map((y) => y[i] as number), ...scaled]);
  }

  /** Wᵀ v */
  project(v: Float64Array): Float64Array {
    return Float64Array.from([...this.changes.map((y) => dot(y, v)), ...this.steps.map((s) => this.theta * dot(s, v))]);
  }

  /** M p; null where M has no numbers. */
  times(p: Float64Array): Float64Array | null {
    return solveSystem(this.middle, p);
  }

  /** (M⁻¹ − AᵀA/θ)⁻¹ v, the rows of A being some of W; null where that has no numbers. */
  reducedTimes(rows: readonly Float64Array[], v: Float64Array): Float64Array | null {
    const reduced = this.middle.map((row, i) =>
      row.map((value, j) => value - rows.reduce((sum, w) => sum + (w[i] as number) * (w[j] as number), 0) / this.theta),
    );
    return solveSystem(reduced, v);
  }

  private middleMatrix(): Float64Array[] {
    const { steps, changes, theta } = this;
    const k = steps.length;
    const below = (i: number, j: number): number => (i > j ? dot(steps[i] as Float64Array, changes[j] as Float64Array) : 0);
    const element = (i: number, j: number): number => {
      if (i < k && j < k) return i === j ? -dot(steps[i] as Float64Array, changes[i] as Float64Array) : 0;
      if (i >= k && j >= k) return theta * dot(steps[i - k] as Float64Array, steps[j - k] as Float64Array);
      return i < k ? below(j - k, i) : below(i - k, j);
    };
    return Array.from({ length: 2 * k }, (_, i) => Float64Array.from({ length: 2 * k }, (_, j) => element(i, j)));
  }
}
