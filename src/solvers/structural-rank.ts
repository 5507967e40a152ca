import { featureSpaceDimension } from "../kernels/feature-space";
import { rowOf } from "../matrix";
import { equalRows } from "./equal-rows";
import type { Problem } from "./problem";

/** The rank that K should have: as many as its kernel has features or as there are points that differ; null for a kernel of which one does not know. */
export function structuralRank({ kernel, precomputed, X, n }: Problem): number | null {
  const features = precomputed ? null : featureSpaceDimension(kernel, rowOf(X, 0));
  return features === null ? null : Math.min(features, n - equalRows(X).length);
}
