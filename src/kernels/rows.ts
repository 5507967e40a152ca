import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { exponentOf, timesPowersOfTwo } from "../matrix/powers-of-two";

/** f of every row, all of one length. @throws "shape" where the lengths differ or are 0 */
export function eachRow(points: Matrix, f: (x: Float64Array) => Float64Array): Matrix {
  const { rows, cols, data } = points;
  const images = Array.from({ length: rows }, (_, i) => f(data.subarray(i * cols, (i + 1) * cols)));
  const width = images[0]?.length ?? 0;
  const mapped = new Float64Array(rows * width);
  images.forEach((image, i) => {
    if (image.length !== width || width === 0) {
      throw mercerError(
        "shape",
        `a mapped point has ${image.length} features at row ${i}, ${width} at row 0; all need the same number, at least one`,
        {
          argument: "map",
          row: i,
        },
      );
    }
    mapped.set(image, i * width);
  });
  return { rows, cols: width, data: mapped };
}

/** Points by 2ᵉ, so that the largest feature is between ½ and 1, unless it lies between 2 to minus and plus `beyond`. */
export function unitScaled(points: Matrix, beyond: number): Matrix {
  return eachRow(points, (x) => {
    const e = unitExponent(x, beyond);
    return e === 0 ? x : timesPowersOfTwo(x, e);
  });
}

/** The e of 2ᵉx in `unitScaled`. */
export function unitExponent(x: Float64Array, beyond: number): number {
  const largest = largestMagnitude(x);
  const e = largest === 0 ? 0 : exponentOf(largest) + 1;
  return Math.abs(e) <= beyond ? 0 : -e;
}

/** @throws "argument" where a feature is negative */
export function requireNonNegative({ cols, data }: Matrix): void {
  const at = data.findIndex((value) => value < 0);
  if (at < 0) return;
  const row = Math.floor(at / cols);
  throw mercerError("argument", `a feature is ${data[at]} at row ${row}, column ${at % cols}; χ² kernels need features ≥ 0`, {
    row,
    column: at % cols,
    value: data[at],
  });
}
