import { mercerError } from "../errors";
import { readPoints } from "../input";
import { encode } from "../kernels/encode";
import { resolveKernel } from "../kernels/resolve";
import type { Kernel } from "../kernels/spec";
import type { Matrix, Points } from "../matrix";
import { view, withBlocks } from "../wasm/memory";
import { gramDiagonal as diagonalOf, gramRectangular, gramSymmetric, packedLength, packPoints } from "../wasm/operations";

/**
 * The Gram matrix K_ij = k(x_i, x_j), n × n and symmetric bit for bit; or, with Z, K_ij = k(x_i, z_j), n × m.
 *
 * @throws "shape" when X and Z differ in their number of features; "not-finite" for an infinite or missing number, and where the kernel
 * overflows; "kernel" for a precomputed kernel; "memory" when n × m does not fit into 4 GiB
 */
export function gram(kernel: Kernel, X: Points, Z?: Points): Matrix {
  const x = readPoints(X, "X");
  const { rows: n, cols: d } = x;
  const words = encode(resolveKernel(kernel, d), d);
  if (Z === undefined) {
    return withBlocks({ program: words.length, points: packedLength(n, d), K: n * n }, ({ program, points, K }, workspace) => {
      view(workspace, program).set(words);
      packPoints(workspace, x, points);
      gramSymmetric(workspace, program, n, d, points, K);
      return { rows: n, cols: n, data: view(workspace, K).slice() };
    });
  }
  const z = readPoints(Z, "Z");
  requireFeatures(z, d, "Z");
  const m = z.rows;
  const sizes = { program: words.length, x: packedLength(n, d), z: packedLength(m, d), K: n * m };
  return withBlocks(sizes, (blocks, workspace) => {
    view(workspace, blocks.program).set(words);
    packPoints(workspace, x, blocks.x);
    packPoints(workspace, z, blocks.z);
    gramRectangular(workspace, blocks.program, n, m, d, blocks.x, blocks.z, blocks.K);
    return { rows: n, cols: m, data: view(workspace, blocks.K).slice() };
  });
}

/** k(x_i, x_i) for every point, without the rest of the Gram matrix: the same bits as its diagonal. */
export function gramDiagonal(kernel: Kernel, X: Points): Float64Array {
  const x = readPoints(X, "X");
  const { rows: n, cols: d } = x;
  const words = encode(resolveKernel(kernel, d), d);
  return withBlocks({ program: words.length, points: packedLength(n, d), diagonal: n }, ({ program, points, diagonal }, workspace) => {
    view(workspace, program).set(words);
    packPoints(workspace, x, points);
    diagonalOf(workspace, program, n, d, points, diagonal);
    return view(workspace, diagonal).slice();
  });
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
