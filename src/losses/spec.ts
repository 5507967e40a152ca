import type { AbsoluteLoss } from "./absolute";
import type { EpsilonInsensitiveLoss } from "./epsilon-insensitive";
import type { HingeLoss } from "./hinge";
import type { HuberLoss } from "./huber";
import type { LogisticLoss } from "./logistic";
import type { PoissonLoss } from "./poisson";
import type { QuantileLoss } from "./quantile";
import type { SquaredLoss } from "./squared";
import type { SquaredHingeLoss } from "./squared-hinge";

/** A loss as plain data, made by the constructor of its kind. */
export type Loss =
  | SquaredLoss
  | AbsoluteLoss
  | HuberLoss
  | EpsilonInsensitiveLoss
  | QuantileLoss
  | PoissonLoss
  | LogisticLoss
  | HingeLoss
  | SquaredHingeLoss;

export type LossName = Loss["kind"];
export type ClassificationLoss = "logistic" | "hinge" | "squaredHinge";
export type RegressionLoss = Exclude<LossName, ClassificationLoss>;
