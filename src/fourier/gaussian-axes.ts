import type { KernelSpec } from "../kernels/spec";
import type { Separable } from "../kronecker/separable";
import type { Matrix } from "../matrix";
import { coefficientOf } from "../series/terms";
import { type AxisModes, axisModes } from "./modes";

/** The waves of a Gaussian kernel over the box of its points. */
export interface GaussianWaves {
  readonly axes: readonly AxisModes[];
  /** The number of each axis's width in the whole kernel, −1 for none, and ∂ log ℓ by its logarithm. */
  readonly parameters: readonly { readonly parameter: number; readonly sense: number }[];
  /** How many features: the product of those of each axis. */
  readonly features: number;
  /** How far Π of the sums is from Π of the Gaussians at most. */
  readonly error: number;
}

/** Features above which a factor of them is too dear. */
const MOST_FEATURES = 2500;

/** What each axis may be wrong by. */
const TOLERANCE = 1e-14;

/** The waves of a kernel that is a product of one Gaussian for each feature, or what does not fit, in words. */
export function gaussianWaves(separable: Separable, { rows: n, cols: d, data }: Matrix): GaussianWaves | string {
  if (d > 3) return `X has ${d} features, more than three`;
  if (!(coefficientOf(separable.scale) < Infinity)) return "its factor is beyond the numbers";
  const axes: AxisModes[] = [];
  const parameters: { parameter: number; sense: number }[] = [];
  let features = 1;
  for (let k = 0; k < d; k++) {
    const { kernel, parameters: own } = separable.axes[k] as Separable["axes"][number];
    if (kernel.kind !== "rbf") return `feature ${k} has the kernel "${kernel.kind}", which is no Gaussian`;
    const lengthScale = lengthScaleOf(kernel);
    let [from, to] = [Infinity, -Infinity];
    for (let i = 0; i < n; i++) {
      from = Math.min(from, data[i * d + k] as number);
      to = Math.max(to, data[i * d + k] as number);
    }
    // as many waves as there are length scales along the axis, and some
    if ((to - from) / lengthScale > MOST_FEATURES) return tooMany(features * ((to - from) / lengthScale));
    const modes = axisModes(from, to, lengthScale, TOLERANCE);
    features *= 2 * modes.p + 1;
    if (features > MOST_FEATURES) return tooMany(features);
    axes.push(modes);
    parameters.push({ parameter: own[0] ?? -1, sense: "gamma" in kernel ? -0.5 : 1 });
  }
  return { axes, parameters, features, error: axes.reduce((product, { error }) => product * (1 + error), 1) - 1 };
}

/** ℓ of a Gaussian of one feature, however it is written. */
function lengthScaleOf(kernel: Extract<KernelSpec, { kind: "rbf" }>): number {
  if ("lengthScale" in kernel) return typeof kernel.lengthScale === "number" ? kernel.lengthScale : (kernel.lengthScale[0] as number);
  if ("sigma" in kernel) return kernel.sigma / Math.SQRT2;
  return 1 / Math.sqrt(2 * (kernel.gamma === "auto" ? 1 : kernel.gamma));
}

function tooMany(count: number): string {
  return `it would take ${Math.ceil(count)} waves or more, above ${MOST_FEATURES}: the length scales are short beside the box of the points`;
}
