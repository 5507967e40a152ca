import { seenPoint } from "../kernels/seen-point";
import { trendBasis } from "../kernels/trend";
import type { Matrix } from "../matrix";
import type { GaussianProcessModel } from "../models/model";
import { fault, fieldOf, listOf, oneOf, type Part, readFinite, readObject, recordOf } from "./fields";
import { checked, functionsStay, plainKernel, readFeaturesAt } from "./kernels";

type NoiseModel = NonNullable<GaussianProcessModel["noiseModel"]>;
type Groups = Extract<NoiseModel, { kind: "groupedNoise" }>;
type LogLinear = Extract<NoiseModel, { kind: "logLinearNoise" }>;

/** The model of a noise as a file keeps it. @throws "kernel" for a basis that is a function */
export function noiseModelTree(noise: NoiseModel | undefined): NoiseModel | undefined {
  if (noise?.kind !== "logLinearNoise" || typeof noise.basis === "string") return noise;
  if (typeof noise.basis === "function") throw functionsStay("function");
  return { ...noise, basis: plainKernel(noise.basis) };
}

/** The variances of groups, or the coefficients of a logarithm. */
export function readNoiseModel(part: Part): NoiseModel {
  const kind = oneOf("groupedNoise", "logLinearNoise")(fieldOf(readObject(part), "kind"));
  switch (kind) {
    case "groupedNoise":
      return recordOf<Groups>({ kind: oneOf(kind), variances: listOf(readVariance) })(part);
    case "logLinearNoise":
      return recordOf<LogLinear>({ kind: oneOf(kind), basis: readBasis, coefficients: listOf(readFinite) })(part);
    default:
      return kind satisfies never;
  }
}

/** Beside the model of a noise there is a variance per point, and there is a coefficient for each basis function. */
export function requireNoiseModel({ noise, noiseModel, points }: GaussianProcessModel): void {
  if (noiseModel === undefined) return;
  if (typeof noise === "number") throw fault("$.model.noise", "must be a number per point beside a noiseModel");
  if (noiseModel.kind === "groupedNoise") {
    if (noiseModel.variances.length === 0) throw fault("$.model.noiseModel.variances", "is empty; there is a group at least");
    return;
  }
  const [wanted, found] = [sizeOf(noiseModel.basis, points), noiseModel.coefficients.length];
  if (wanted !== found) throw fault("$.model.noiseModel.coefficients", `has ${found} numbers, the basis has ${wanted} functions`);
}

function readVariance(part: Part): number {
  const variance = readFinite(part);
  if (variance >= 0) return variance;
  throw fault(part.path, `is ${variance}; a variance is not negative`);
}

function readBasis(part: Part): LogLinear["basis"] {
  if (typeof part.value === "string") return oneOf("constant", "linear")(part);
  return readFeaturesAt(part);
}

/** How many functions a basis has. */
function sizeOf(basis: LogLinear["basis"], points: Matrix | null): number {
  if (basis === "constant") return 1;
  if (points === null) throw fault("$.model.noiseModel.basis", "must be constant for a precomputed kernel");
  const first = { rows: 1, cols: points.cols, data: points.data.subarray(0, points.cols) };
  return checked("$.model.noiseModel.basis", () => trendBasis(basis, first, () => seenPoint(first.data)).cols);
}
