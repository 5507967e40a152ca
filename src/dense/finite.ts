import { mercerError } from "../errors";
import type { Matrix } from "../matrix";

/**
 * The matrix itself, a result.
 *
 * @throws "not-finite" with the `row` and `column` of its first element that is no number, and the `argument` that the remedy is about
 */
export function requireFinite<M extends Matrix>(result: M, name: string, argument: string, remedy = "divide"): M {
  const { cols, data } = result;
  for (let at = 0; at < data.length; at++) {
    if (Number.isFinite(data[at])) continue;
    const [row, column] = [Math.floor(at / cols), at % cols];
    const message = `${name} at row ${row}, column ${column} is beyond the largest number, 1.8e308; ${remedy} ${argument} by a power of two`;
    throw mercerError("not-finite", message, { argument, row, column });
  }
  return result;
}

/** ‖G‖ itself. @throws "not-finite" where it is beyond the numbers: of what G leaves of y nothing can be told then */
export function requireNorm(norm: number, name: string): number {
  if (norm < Infinity) return norm;
  throw mercerError("not-finite", `the norm of ${name} is beyond the largest number, 1.8e308; divide the kernel by a power of two`, {
    argument: "kernel",
  });
}
