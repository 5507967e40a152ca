import type { KernelSpec } from "../kernels/spec";
import type { Matrix, Targets } from "../matrix";
import type { KernelModel } from "../models/model";
import { type Field, fieldOf, intercepts, matrix, nullable, positive, targets } from "./fields";
import { plainKernel, requirePoints } from "./kernels";
import { report } from "./report";

const POINTS = nullable(matrix(null));
const FEATURES = nullable(positive);

export function writeKernelModel(model: KernelModel): object {
  const { kind, n, d, points } = model;
  const part = (name: string, field: Field<unknown>): unknown => field.write(fieldOf(model, name, "$.model"), `$.model.${name}`);
  const coefficients = part("coefficients", targets(null));
  const written = {
    kind,
    kernel: part("kernel", plainKernel),
    n: part("n", positive),
    d: part("d", FEATURES),
    points: part("points", POINTS),
    coefficients,
  };
  requirePoints(model.kernel as KernelSpec, n, d, points);
  part("coefficients", targets(n));
  return { ...written, intercept: part("intercept", intercepts(model.coefficients)), report: part("report", report(n)) };
}

export function readKernelModel(model: object): KernelModel {
  const part = <T>(name: string, field: Field<T>): T => field.read(fieldOf(model, name, "$.model"), `$.model.${name}`);
  const kernel: KernelSpec = part("kernel", plainKernel);
  const n = part("n", positive);
  const points: Matrix | null = part("points", POINTS);
  const d = part("d", FEATURES);
  requirePoints(kernel, n, d, points);
  const coefficients: Targets = part("coefficients", targets(n));
  const intercept = part("intercept", intercepts(coefficients));
  return { kind: "kernelModel", kernel, n, d, points, coefficients, intercept, report: part("report", report(n)) } as KernelModel;
}
