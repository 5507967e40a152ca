import { gridIn, type Structure, wavesIn } from "../gaussian/structure";
import { readKernel } from "../kernels/read";
import type { Matrix } from "../matrix";
import type { GaussianModel } from "./gaussian-process-model";
import type { KernelModel } from "./kernel-model";
import { termsOfModel } from "./series";

/** The structure by which a process, or a ridge regression, was solved for; null for any other. */
export function structureOfModel(
  model: Pick<GaussianModel | KernelModel, "kernel" | "report"> & { readonly noise?: number | Float64Array },
  points: Matrix,
): Structure | null {
  const terms = termsOfModel({ ...model, points });
  if (terms) return { kind: "stateSpace", terms, isAsked: true };
  const solver = model.report?.solver;
  if (solver !== "kronecker" && solver !== "fourier") return null;
  const { noise = 0 } = model;
  const atPoints = typeof noise === "number" ? Float64Array.of(noise) : noise;
  const laid = { precomputed: false, X: points, n: points.rows };
  if (solver === "fourier") {
    const waves = wavesIn(readKernel(model.kernel), laid, atPoints);
    return typeof waves === "string" ? null : { kind: solver, ...waves, isAsked: true };
  }
  const found = gridIn(readKernel(model.kernel), laid, atPoints);
  return typeof found === "string" ? null : { kind: "kronecker", ...found, isAsked: true };
}
