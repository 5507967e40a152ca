import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";

/**
 * L with L Lᵀ = A for a symmetric positive semi-definite A (d × d), columns of zeros where a pivot is 0 to rounding; so xᵀAz = (Lᵀx)ᵀ(Lᵀz).
 *
 * @throws "shape" unless A is square, "asymmetric" unless it is exactly symmetric, "not-positive-definite" where it has a negative direction
 */
export function semidefiniteFactor({ rows: d, cols, data }: Matrix): Matrix {
  if (d !== cols) throw mercerError("shape", `metric is ${d} × ${cols}; a square matrix is needed`, { argument: "metric" });
  const rest = data.slice();
  const L = new Float64Array(d * d);
  const largest = largestMagnitude(data);
  const noise = 4 * d * Number.EPSILON * largest;
  for (let j = 0; j < d; j++) {
    requireSymmetric(data, d, j);
    const pivot = rest[j * d + j] as number;
    const column = Array.from({ length: d - j }, (_, i) => rest[(j + i) * d + j] as number);
    if (pivot < -noise || (pivot <= noise && column.some((value) => Math.abs(value) > noise))) {
      throw mercerError("not-positive-definite", `metric has a negative eigenvalue: pivot ${j} of ${d} is ${pivot}`, {
        pivot: j,
        value: pivot,
      });
    }
    if (pivot <= noise) continue;
    const root = Math.sqrt(pivot);
    column.forEach((value, i) => {
      L[(j + i) * d + j] = value / root;
    });
    for (let i = j; i < d; i++) {
      for (let k = j; k < d; k++) rest[i * d + k] = (rest[i * d + k] as number) - (L[i * d + j] as number) * (L[k * d + j] as number);
    }
  }
  return { rows: d, cols: d, data: L };
}

function requireSymmetric(data: Float64Array, d: number, j: number): void {
  for (let i = 0; i < j; i++) {
    if (data[i * d + j] !== data[j * d + i]) {
      throw mercerError("asymmetric", `metric differs from its transpose at (${j}, ${i})`, { argument: "metric", row: j, column: i });
    }
  }
}
