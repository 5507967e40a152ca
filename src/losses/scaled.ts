import type { Loss } from "./spec";

/** The loss for targets c times as large: the parameters in units of y are c times what they were. */
export function scaledLoss(loss: Loss, c: number): Loss {
  switch (loss.kind) {
    case "huber":
      return { ...loss, delta: c * loss.delta };
    case "epsilonInsensitive":
      return { ...loss, epsilon: c * loss.epsilon };
    case "squared":
    case "absolute":
    case "quantile":
    case "poisson":
    case "logistic":
    case "hinge":
    case "squaredHinge":
      return loss;
    default:
      return loss satisfies never;
  }
}
