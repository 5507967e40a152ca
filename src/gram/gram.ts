import { gramRectangular, gramSymmetric } from "../core/gram";
import { mercerError } from "../errors";
import { readPoints } from "../input";
import { isPrecomputed } from "../kernels/parts";
import { resolveKernel } from "../kernels/resolve";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { type Matrix, type Points, rowOf } from "../matrix";
import { copyOf, withBlocks } from "../wasm/memory";
import { diagonalOf, planOf, sideOf, withProgram } from "./run";

/**
 * The Gram matrix K_ij = k(x_i, x_j), n × n and symmetric bit for bit; or, with Z, K_ij = k(x_i, z_j), n × m.
 *
 * @throws "shape" when X and Z differ in their number of features; "not-finite" for an infinite or missing number, and where the kernel
 * overflows; "kernel" for a precomputed kernel; "memory" when n × m does not fit into 4 GiB
 */
export function gram(kernel: Kernel, X: Points, Z?: Points): Matrix {
  const x = readPoints(X, "X");
  const resolved = resolveVectorKernel(kernel, x);
  const rows = sideOf(x);
  const n = x.rows;
  if (Z === undefined) {
    const pairing = { kernel: resolved, rows, columns: rows };
    const plan = planOf(pairing);
    return withBlocks({ program: plan.length, K: n * n }, ({ program, K }, workspace) =>
      withProgram(workspace, program, plan, pairing, (placed) => {
        gramSymmetric(workspace, placed, n, K);
        return { rows: n, cols: n, data: copyOf(workspace, K) };
      }),
    );
  }
  const z = readPoints(Z, "Z");
  requireFeatures(z, x.cols, "Z");
  const pairing = { kernel: resolved, rows, columns: sideOf(z) };
  const plan = planOf(pairing);
  const m = z.rows;
  return withBlocks({ program: plan.length, K: n * m }, ({ program, K }, workspace) =>
    withProgram(workspace, program, plan, pairing, (placed) => {
      gramRectangular(workspace, placed, n, m, K);
      return { rows: n, cols: m, data: copyOf(workspace, K) };
    }),
  );
}

/** k(x_i, x_i) for every point, without the rest of the Gram matrix: the same bits as its diagonal. */
export function gramDiagonal(kernel: Kernel, X: Points): Float64Array {
  const x = readPoints(X, "X");
  return diagonalOf(resolveVectorKernel(kernel, x), x);
}

function resolveVectorKernel(kernel: Kernel, x: Matrix): KernelSpec {
  const resolved = resolveKernel(kernel, rowOf(x, 0));
  if (!isPrecomputed(resolved)) return resolved;
  throw mercerError("kernel", "a precomputed kernel has no formula; it is its own Gram matrix", { kind: resolved.kind });
}

/** @throws "shape" unless the points have d features */
export function requireFeatures(points: Matrix, d: number, name: string): void {
  if (points.cols !== d) {
    throw mercerError("shape", `${name} has ${points.cols} features, ${d} are needed`, {
      argument: name,
      features: points.cols,
      needed: d,
    });
  }
}
