import {
  absolute,
  epsilonInsensitive,
  hinge,
  huber,
  type Loss,
  logistic,
  poisson,
  quantile,
  squared,
  squaredHinge,
} from "../../src/entries/index";

/** A loss, with the formula that describeLoss gives it. */
export interface LossCase {
  readonly name: string;
  readonly loss: Loss;
  readonly text: string;
}

/** Every loss, with parameters whose products are exact. */
export const LOSSES: readonly LossCase[] = [
  { name: "squared", loss: squared(), text: "(h − y)²" },
  { name: "absolute", loss: absolute(), text: "|h − y|" },
  { name: "huber", loss: huber({ delta: 0.5 }), text: "(h − y)² where |h − y| ≤ 0.5, else 1|h − y| − 0.25" },
  { name: "epsilonInsensitive", loss: epsilonInsensitive({ epsilon: 0.25 }), text: "max(0, |h − y| − 0.25)" },
  { name: "quantile", loss: quantile({ tau: 0.75 }), text: "0.75 max(y − h, 0) + 0.25 max(h − y, 0)" },
  { name: "poisson", loss: poisson(), text: "eʰ − yh" },
  { name: "logistic", loss: logistic(), text: "log(1 + e^(−yh))" },
  { name: "hinge", loss: hinge(), text: "max(0, 1 − yh)" },
  { name: "squaredHinge", loss: squaredHinge(), text: "max(0, 1 − yh)²" },
];
