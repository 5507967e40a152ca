import { gramRectangular, gramSymmetric } from "../core/gram";
import { mercerError } from "../errors";
import { readPoints, requireFeatures } from "../input";
import { isPrecomputed } from "../kernels/parts";
import { resolveKernel } from "../kernels/resolve";
import type { Kernel } from "../kernels/spec";
import type { Matrix, Points } from "../matrix";
import { copyOf, withBlocks } from "../wasm/memory";
import { amongThemselves, diagonalOf, type Pairing, planOf, sideOf, withProgram } from "./run";

/**
 * The Gram matrix K_ij = k(x_i, x_j), n × n and symmetric bit for bit; or, with Z, K_ij = k(x_i, z_j), n × m.
 *
 * @throws "shape" when X and Z differ in their number of features; "not-finite" for an infinite or missing number, and where the kernel
 * overflows; "kernel" for a precomputed kernel; "memory" when n × m does not fit into 4 GiB
 * @example gram(linear(), [[1, 2], [3, 4]]).data // [5, 11, 11, 25]
 */
export function gram(kernel: Kernel, X: Points, Z?: Points): Matrix {
  const training = trainingOf(kernel, X);
  if (Z === undefined) return assemble(training);
  const z = readPoints(Z, "Z");
  requireFeatures(z, training.rows.points.cols, "Z");
  return assemble({ kernel: training.kernel, rows: training.rows, columns: sideOf(z), training: false });
}

/**
 * k(x_i, x_i) for every point, without the rest of the Gram matrix: the same bits as its diagonal.
 *
 * @example gramDiagonal(linear(), [[1, 2], [3, 4]]) // [5, 25]
 */
export function gramDiagonal(kernel: Kernel, X: Points): Float64Array {
  return diagonalOf(trainingOf(kernel, X));
}

/** K between the points of two sides as a matrix of its own. */
export function assemble(pairing: Pairing): Matrix {
  const [m, n] = [pairing.rows.points.rows, pairing.columns.points.rows];
  const plan = planOf(pairing);
  return withBlocks({ program: plan.length, K: m * n }, ({ program, K }, workspace) =>
    withProgram(workspace, program, plan, pairing, (placed) => {
      if (pairing.training) gramSymmetric(workspace, placed, n, K);
      else gramRectangular(workspace, placed, m, n, K);
      return { rows: m, cols: n, data: copyOf(workspace, K) };
    }),
  );
}

function trainingOf(kernel: Kernel, X: Points): Pairing {
  const side = sideOf(readPoints(X, "X"));
  const resolved = resolveKernel(kernel, side.pointAt(0));
  if (!isPrecomputed(resolved)) return amongThemselves(resolved, side, true);
  throw mercerError("kernel", "a precomputed kernel has no formula; it is its own Gram matrix", { kind: resolved.kind });
}
