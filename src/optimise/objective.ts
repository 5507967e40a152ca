import { describeValue, mercerError } from "../errors";
import { isVector } from "../input";
import type { Values } from "../matrix";
import { elementsOf } from "../matrix/numbers";

/** f(x) and its gradient; null where f has no value. x is the caller's to keep. */
export type Objective = (x: Float64Array) => { readonly value: number; readonly gradient: Values } | null;

/** f at a point. */
export interface Evaluation {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** f as numbers, and how often it was asked. */
export class Counted {
  evaluations = 0;

  constructor(private readonly objective: Objective) {}

  /**
   * f at x; null where it has no value: where the objective said so, or gave NaN or ±∞ for it or in the gradient.
   *
   * @throws "argument" for a result that is no value with a gradient, "shape" for a gradient of another length
   */
  at(x: Float64Array): Evaluation | null {
    this.evaluations++;
    const result = this.objective(x.slice());
    if (result === null) return null;
    const { value, gradient } = (result ?? {}) as { value: unknown; gradient: unknown };
    if (typeof value !== "number" || !isVector(gradient)) {
      const message = `objective must return { value, gradient } or null; it returned ${describeValue(result)}`;
      throw mercerError("argument", message, { argument: "objective" });
    }
    if (gradient.length !== x.length) {
      const message = `objective returned a gradient of ${gradient.length} numbers for ${x.length} variables`;
      throw mercerError("shape", message, { argument: "objective" });
    }
    const slope = Float64Array.from({ length: x.length }, (_, i) => elementsOf(gradient)(i) as number);
    return Number.isFinite(value) && slope.every(Number.isFinite) ? { x, value, gradient: slope } : null;
  }
}
