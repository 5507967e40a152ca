import { dot } from "../matrix/vectors";
import { type Elimination, eliminate, substitute } from "./linear-system";

/** Steps that are remembered. */
const SIZE = 10;

/**
 * The Hessian of f as the last k steps s_i and changes of the gradient y_i have it, k ≤ 10: B = θI − W M Wᵀ with
 *
 *     W = [Y  θS],  M⁻¹ = [−D  Lᵀ; L  θSᵀS],  D = diag s_iᵀy_i,  L = the part of SᵀY below its diagonal,  θ = yᵀy/sᵀy of the last
 *
 * Source: R. H. Byrd, P. Lu, J. Nocedal and C. Zhu, A limited memory algorithm for bound constrained optimization, 1995, (3.2)–(3.4).
 */
export class LimitedMemory {
  theta = 1;
  private steps: readonly Float64Array[] = [];
  private changes: readonly Float64Array[] = [];
  /** M⁻¹, 2k × 2k, and its factors; null where it is singular. */
  private middle = new Float64Array(0);
  private factors: Elimination | null = eliminate(this.middle, 0);

  get isEmpty(): boolean {
    return this.steps.length === 0;
  }

  clear(): void {
    this.keep([], []);
    this.theta = 1;
  }

  /** Learns a step and the change of the gradient along it, unless the curvature sᵀy between them is not positive. */
  learn(s: Float64Array, y: Float64Array): void {
    const [curvature, square] = [dot(s, y), dot(y, y)];
    if (!(curvature > Number.EPSILON * square)) return;
    this.theta = square / curvature;
    this.keep([...this.steps, s].slice(-SIZE), [...this.changes, y].slice(-SIZE));
  }

  /** Row i of W, 2k numbers. */
  row(i: number): Float64Array {
    const k = this.steps.length;
    const row = new Float64Array(2 * k);
    for (let j = 0; j < k; j++) {
      row[j] = (this.changes[j] as Float64Array)[i] as number;
      row[k + j] = this.theta * ((this.steps[j] as Float64Array)[i] as number);
    }
    return row;
  }

  /** Wᵀ v */
  project(v: Float64Array): Float64Array {
    return Float64Array.from([...this.changes.map((y) => dot(y, v)), ...this.steps.map((s) => this.theta * dot(s, v))]);
  }

  /** M p; null where M has no numbers. */
  times(p: Float64Array): Float64Array | null {
    return this.factors && substitute(this.factors, p);
  }

  /** (M⁻¹ − AᵀA/θ)⁻¹ v, the rows of A being some of W; null where that has no numbers. */
  reducedTimes(rows: readonly Float64Array[], v: Float64Array): Float64Array | null {
    const k = v.length;
    const reduced = this.middle.slice();
    for (const w of rows) {
      for (let i = 0; i < k; i++) {
        const factor = (w[i] as number) / this.theta;
        for (let j = 0; j < k; j++) reduced[i * k + j] = (reduced[i * k + j] as number) - factor * (w[j] as number);
      }
    }
    const factors = eliminate(reduced, k);
    return factors && substitute(factors, v);
  }

  private keep(steps: readonly Float64Array[], changes: readonly Float64Array[]): void {
    this.steps = steps;
    this.changes = changes;
    const k = steps.length;
    const middle = new Float64Array(4 * k * k);
    const set = (i: number, j: number, value: number): void => {
      middle[i * 2 * k + j] = value;
      middle[j * 2 * k + i] = value;
    };
    steps.forEach((s, i) => {
      set(i, i, -dot(s, changes[i] as Float64Array));
      for (let j = 0; j <= i; j++) set(k + i, k + j, this.theta * dot(s, steps[j] as Float64Array));
      for (let j = 0; j < i; j++) set(k + i, j, dot(s, changes[j] as Float64Array));
    });
    this.middle = middle;
    this.factors = eliminate(middle, 2 * k);
  }
}
