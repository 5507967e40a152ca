import { formulaOf } from "./formula";
import { readLoss } from "./read";
import type { Loss, LossName } from "./spec";

/**
 * The formula of a loss as text, in h and y.
 *
 * @throws "argument" for an unknown loss
 */
export function describeLoss(loss: Loss | LossName): string {
  return formulaOf(readLoss(loss)).text;
}
