import { formulaOf } from "../losses/formula";
import type { Loss } from "../losses/spec";

/** What one unit of the loss of an estimator in standard units is in raw ones: sᵈ where L(sh, sy) = sᵈL(h, y). */
export function lossUnit({ loss }: { readonly loss: Loss }, spread: number): number {
  return formulaOf(loss).degree === 2 ? spread * spread : spread;
}
