import { mercerError } from "../errors";
import { readNumber, readVector } from "../input";
import type { Values } from "../matrix";

/** @throws "shape", "argument" for weights that are not one per point, negative or all 0 */
export function readWeights(sampleWeight: number | Values | undefined, n: number): Float64Array | null {
  const weights = readPartWeights(sampleWeight, n);
  if (weights?.every((w) => w === 0)) {
    throw mercerError("argument", "all sample weights are 0; at least one point must count", { argument: "sampleWeight" });
  }
  return weights;
}

/** The same for a part of the points, none of which needs to count. */
export function readPartWeights(sampleWeight: number | Values | undefined, n: number): Float64Array | null {
  if (sampleWeight === undefined) return null;
  if (typeof sampleWeight === "number") return new Float64Array(n).fill(readNumber(sampleWeight, "sampleWeight", { above: 0 }));
  const weights = readVector(sampleWeight, "sampleWeight");
  if (weights.length !== n) {
    throw mercerError("shape", `sampleWeight has ${weights.length} elements, X has ${n} rows`, { argument: "sampleWeight" });
  }
  const negative = weights.findIndex((w) => w < 0);
  if (negative >= 0) {
    throw mercerError("argument", `sampleWeight at index ${negative} is ${weights[negative]}; weights must not be negative`, {
      argument: "sampleWeight",
      row: negative,
      value: weights[negative],
    });
  }
  return weights;
}
