import { gridIn, type Structure, wavesIn } from "../gaussian/structure";
import { readKernel } from "../kernels/read";
import type { Matrix } from "../matrix";
import type { GaussianModel } from "./gaussian-process-model";
import { termsOfModel } from "./series";

/** The structure by which a process was solved for; null for any other. */
export function structureOfModel(model: GaussianModel, points: Matrix): Structure | null {
  const terms = termsOfModel(model);
  if (terms) return { kind: "stateSpace", terms, isAsked: true };
  const solver = model.report?.solver;
  if (solver !== "kronecker" && solver !== "fourier") return null;
  const { noise } = model;
  const atPoints = typeof noise === "number" ? Float64Array.of(noise) : noise;
  const laid = { precomputed: false, X: points, n: points.rows };
  if (solver === "fourier") {
    const waves = wavesIn(readKernel(model.kernel), laid, atPoints);
    return typeof waves === "string" ? null : { kind: solver, ...waves, isAsked: true };
  }
  const found = gridIn(readKernel(model.kernel), laid, atPoints);
  return typeof found === "string" ? null : { kind: "kronecker", ...found, isAsked: true };
}
