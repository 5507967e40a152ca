import type { KernelRidge } from "../estimators/kernel-ridge";
import type { Matrix, Values } from "../matrix";
import { crossValidate } from "../selection/cross-validate";
import { isBreakdown, type TunedSpec } from "./criterion";

/** The mean score of held-out folds, for parameters by their values; null where they cannot be fitted with. */
export function heldOutScore(
  at: (values: readonly number[]) => TunedSpec,
  { X, y, sampleWeight }: { readonly X: Matrix; readonly y: unknown; readonly sampleWeight: number | Values | undefined },
  options: { readonly folds: number; readonly seed: number; readonly signal?: AbortSignal },
  tell: (done: number, score: number) => void,
): (values: readonly number[]) => number | null {
  let count = 0;
  return (values) => {
    try {
      const { scores } = crossValidate(at(values) as KernelRidge, X, y as Values, {
        ...options,
        ...(sampleWeight === undefined ? {} : { sampleWeight }),
      });
      const score = scores.reduce((sum, value) => sum + value / scores.length, 0);
      tell(++count, score);
      return score;
    } catch (error) {
      if (!isBreakdown(error)) throw error;
      tell(++count, Number.NaN);
      return null;
    }
  };
}
