import { mercerError } from "../errors";
import { pointGradient } from "../gram/point-gradient";
import { sideOf } from "../gram/run";
import { readPoints, requireFeatures } from "../input";
import { resolveKernel } from "../kernels/resolve";
import type { Matrix, Points } from "../matrix";
import { spreadOfTarget } from "../scaling/units";
import { view, withBlocks } from "../wasm/memory";
import { columnsOf, type KernelModel, type ReportLike, requireRegression } from "./model";
import { rawSlopes, standardPoints } from "./units";

/**
 * ∇h(z) = Σ_i α_i ∇_z k(x_i, z) at every row z of Z: m × d, for a model of one target. One reverse pass over K(Z, X), which is never stored.
 *
 * A feature below 0 is no point of a χ² kernel; where both features are 0 its derivative is that from above.
 *
 * @example
 *
 *     const model = fit(kernelRidge({ kernel: rbf({ gamma: 0.5 }), lambda: 1e-6 }), [[0], [1], [2]], [0, 1, 4]);
 *     predictGradient(model, [[1]]).data; // about 2, the slope of x²
 *
 * @throws "shape" when Z has another number of features than the training points, and for a model of several targets; "kernel" for a kernel with a function
 * or a matrix of the user's in it; "unsupported" with `row` and `column` where the kernel has no gradient at a row of Z and a training point: the Matérn kernel
 * of ν = ½ where they are equal, the Laplacian where they agree in a feature; "not-finite" where the kernel or the gradient overflows
 */
export function predictGradient(model: KernelModel<Float64Array, ReportLike>, Z: Points): Matrix {
  const given = readPoints(Z, "Z");
  const read = requireRegression(model);
  if (read.kind !== "kernelModel") {
    const remedy = read.kind === "gaussianProcessModel" ? "; distributionGradient is for Gaussian processes" : "";
    throw mercerError("argument", `model must be a kernel model${remedy}`, { argument: "model" });
  }
  const { coefficients } = columnsOf(read);
  if (coefficients.cols !== 1) {
    throw mercerError("shape", `model has ${coefficients.cols} targets; a gradient is that of one`, {
      argument: "model",
      cols: coefficients.cols,
    });
  }
  if (read.points === null) {
    throw mercerError("kernel", "a precomputed kernel has no gradient: its points are not known", { kind: "precomputed" });
  }
  const { rows: n, cols: d } = read.points;
  requireFeatures(given, d, "Z");
  const z = standardPoints(read, given, "Z");
  const columns = sideOf(read.points);
  const kernel = resolveKernel(read.kernel, columns.pointAt(0));
  const slopes = withBlocks({ alpha: n }, ({ alpha }, workspace) => {
    view(workspace, alpha).set(coefficients.data);
    return pointGradient(workspace, { kernel, rows: sideOf(z), columns }, { vectors: { v: alpha, count: 1 } });
  });
  return read.scaling ? rawSlopes(read, slopes, spreadOfTarget(read.scaling)) : slopes;
}
