import { mercerError } from "../errors";
import { logLinearVariances } from "../gaussian/noise";
import { amongThemselves, diagonalOf, sideOf } from "../gram/run";
import { readChoice, readOptions, readVector } from "../input";
import { resolveKernel } from "../kernels/resolve";
import type { Matrix, Values } from "../matrix";
import type { GaussianModel } from "./model";

/** Whether a forecast is of a new observation: `{ group }` names the group of its noise, one for all or one per point. */
export type NoiseChoice = boolean | { readonly group: number | Values };

/**
 * What a new observation at each row of z has beside the function: the noise, and the white noise of the kernel; null where the function is asked for.
 *
 * @throws "argument" where the noise of a new observation is not known, and for a group that there is not
 */
export function addedNoise(model: GaussianModel, z: Matrix, choice: NoiseChoice): Float64Array | null {
  const group = typeof choice === "object" && choice !== null ? readOptions(choice, "noise", { group: true }).group : null;
  if (group === null && !readChoice(choice as boolean, "noise", [true, false])) return null;
  const noise = group === null ? noiseOfNew(model, z) : groupNoise(model, z, group);
  const side = sideOf(z);
  const resolved = resolveKernel(model.kernel, side.pointAt(0));
  const noisy = diagonalOf(amongThemselves(resolved, side, true));
  return diagonalOf(amongThemselves(resolved, side, false)).map((value, i) => (noisy[i] as number) - value + (noise[i] as number));
}

function noiseOfNew({ noise, noiseModel }: GaussianModel, z: Matrix): Float64Array {
  if (noiseModel?.kind === "logLinearNoise") return logLinearVariances(noiseModel, z);
  if (typeof noise === "number") return new Float64Array(z.rows).fill(noise);
  const message = noiseModel
    ? `the noise of this model has ${noiseModel.variances.length} groups; say which one a new observation is of, as in { noise: { group: 0 } }`
    : "the noise of this model differs from point to point, so that of a new observation is not known; add yours to the variance of the function";
  throw mercerError("argument", message, { argument: "noise" });
}

function groupNoise({ noiseModel }: GaussianModel, z: Matrix, group: number | Values): Float64Array {
  if (noiseModel?.kind !== "groupedNoise") {
    throw mercerError("argument", "the noise of this model has no groups; use { noise: true }", { argument: "noise" });
  }
  const groups = typeof group === "number" ? new Float64Array(z.rows).fill(group) : readVector(group, "group");
  if (groups.length !== z.rows) {
    throw mercerError("shape", `group has ${groups.length} elements, Z has ${z.rows} rows; give one, or one per row`, {
      argument: "group",
    });
  }
  const { variances } = noiseModel;
  const stray = groups.findIndex((index) => variances[index] === undefined);
  if (stray < 0) return groups.map((index) => variances[index] as number);
  const message = `group must be a whole number from 0 to ${variances.length - 1}; it is ${groups[stray]}`;
  throw mercerError("argument", message, { argument: "group", row: stray });
}
