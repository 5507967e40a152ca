import { mercerError } from "../errors";
import { formulaOf } from "./formula";
import type { Loss } from "./spec";

const DOMAINS = {
  numbers: { has: (_: number) => true, text: "" },
  labels: { has: (y: number) => y === 1 || y === -1, text: "labels +1 and −1" },
  counts: { has: (y: number) => y >= 0, text: "counts, which are not negative" },
} as const;

/** Whether the targets of a loss have units, in which they can be larger or smaller: labels and counts have none. */
export function unitsOfTargets(loss: Loss): "units" | "none" {
  return formulaOf(loss).targets === "numbers" ? "units" : "none";
}

/** @throws "argument" for a target that the loss is not defined for, with its row and column; t targets a row */
export function requireTargets(loss: Loss, y: ArrayLike<number>, t: number, name: string): void {
  const { has, text } = DOMAINS[formulaOf(loss).targets];
  for (let at = 0; at < y.length; at++) {
    const value = y[at] as number;
    if (has(value)) continue;
    const [row, column] = [Math.floor(at / t), at % t];
    const message = `${name} is ${value} at row ${row}, column ${column}; the loss "${loss.kind}" takes ${text}`;
    throw mercerError("argument", message, { argument: name, row, column, value });
  }
}
