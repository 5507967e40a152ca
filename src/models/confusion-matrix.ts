import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { type Classes, type Label, readLabels, requireSameType } from "./labels";

/** How often points of each class are taken for each. */
export interface ConfusionMatrix<L extends Label> {
  /** All labels that occur on either side, in order. */
  readonly classes: readonly L[];
  /** Element (i, j): points of class i taken for class j. */
  readonly counts: Matrix;
}

/**
 * How many points of each class were taken for each: rows are the true classes, columns the predicted ones.
 *
 * @throws "shape" unless there are as many predictions as labels; "argument" for labels of different types
 * @example confusionMatrix(["a", "a", "b"], ["a", "b", "b"]).counts.data // [1, 1, 0, 1]
 */
export function confusionMatrix<L extends Label>(truth: ArrayLike<L>, predicted: ArrayLike<L>): ConfusionMatrix<L> {
  const rows = readLabels(truth, "truth");
  const columns = readLabels(predicted, "predicted");
  const n = rows.indices.length;
  if (columns.indices.length !== n) {
    throw mercerError("shape", `predicted has ${columns.indices.length} labels, truth has ${n}`, { argument: "predicted" });
  }
  requireSameType(columns.classes, "predicted", rows.classes, "truth");
  const { classes } = readLabels([...rows.classes, ...columns.classes], "predicted");
  const k = classes.length;
  const data = new Float64Array(k * k);
  const named = (side: Classes<L>): Int32Array => side.indices.map((c) => classes.indexOf(side.classes[c] as L));
  const [from, to] = [named(rows), named(columns)];
  from.forEach((i, at) => {
    const cell = i * k + (to[at] as number);
    data[cell] = (data[cell] as number) + 1;
  });
  return { classes, counts: { rows: k, cols: k, data } };
}
