import { equalRows } from "../dense/equal-rows";
import { asymmetryOf } from "../dense/symmetry";
import { mercerError } from "../errors";
import { assemble } from "../gram/gram";
import { amongThemselves } from "../gram/run";
import { readMatrix } from "../input";
import { someKernel } from "../kernels/parts";
import type { Kernel, KernelSpec } from "../kernels/spec";
import type { Matrix, MatrixLike, Points } from "../matrix";
import { gramMatrix } from "../problem/gram";
import { type KernelPoints, readKernelPoints } from "../problem/points";
import type { Side } from "../program/side";
import type { Pause } from "../wasm/pause";

/** The matrix to be diagnosed and where it comes from. */
export interface Subject {
  readonly K: Matrix;
  readonly symmetric: boolean;
  /** What white noise adds to the diagonal; null where there is none. */
  readonly noise: Float64Array | null;
  /** Equal points, or equal rows of a matrix that was given. */
  readonly duplicates: readonly (readonly [number, number])[];
  /** Resolved; null for a bare matrix. */
  readonly kernel: KernelSpec | null;
  /** The points as the kernel sees them; null for a matrix that was given. */
  readonly side: Side | null;
}

/** A bare matrix. */
export function subjectOfMatrix(matrix: MatrixLike): Subject {
  const K = readMatrix(matrix, "K");
  if (K.rows === 0 || K.rows !== K.cols) {
    throw mercerError("shape", `K is ${K.rows} × ${K.cols}; a Gram matrix is square, with at least one row`, { argument: "K" });
  }
  return { K, symmetric: asymmetryOf(K) === null, noise: null, duplicates: equalRows(K), kernel: null, side: null };
}

/** The Gram matrix of a kernel; a function of the user's own is evaluated both ways round, to see whether it is symmetric. */
export function subjectOfKernel(kernel: Kernel, X: Points, pause: Pause): Subject {
  const given = readKernelPoints(kernel, X, { asymmetric: true });
  const noise = given.training.noise();
  const K =
    given.precomputed || !someKernel(given.kernel, ({ kind }) => kind === "custom") ? gramMatrix(given, pause) : bothWays(given, noise);
  return {
    K,
    symmetric: asymmetryOf(given.precomputed ? given.X : K) === null,
    noise,
    duplicates: equalRows(given.X),
    kernel: given.kernel,
    side: given.precomputed ? null : given.side,
  };
}

/** k(x_i, x_j) and k(x_j, x_i) each by a call of its own, and the noise on the diagonal. */
function bothWays({ kernel, side, n }: KernelPoints, noise: Float64Array | null): Matrix {
  const K = assemble(amongThemselves(kernel, side, false));
  noise?.forEach((value, i) => {
    K.data[i * n + i] = (K.data[i * n + i] as number) + value;
  });
  return K;
}
