import { gramRectangular } from "../core/gram";
import { equalRows } from "../dense/equal-rows";
import { asymmetryOf } from "../dense/symmetry";
import { mercerError } from "../errors";
import { planOf, sideOf, withProgram } from "../gram/run";
import { readMatrix, readPoints } from "../input";
import { someKernel } from "../kernels/parts";
import type { Kernel, KernelSpec } from "../kernels/spec";
import type { Matrix, MatrixLike, Points } from "../matrix";
import { noiseOf } from "../problem/noise";
import { gramMatrix, type Problem, readProblem } from "../problem/problem";
import { view, withBlocks } from "../wasm/memory";
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
  /** Null for a matrix that was given. */
  readonly points: Matrix | null;
}

/** A bare matrix. */
export function subjectOfMatrix(matrix: MatrixLike): Subject {
  const K = readMatrix(matrix, "K");
  if (K.rows === 0 || K.rows !== K.cols) {
    throw mercerError("shape", `K is ${K.rows} × ${K.cols}; a Gram matrix is square, with at least one row`, { argument: "K" });
  }
  return { K, symmetric: asymmetryOf(K) === null, noise: null, duplicates: equalRows(K), kernel: null, points: null };
}

/** The Gram matrix of a kernel; a function of the user's own is evaluated both ways round, to see whether it is symmetric. */
export function subjectOfKernel(kernel: Kernel, X: Points, pause: Pause): Subject {
  const problem = readProblem(kernel, X, new Float64Array(readPoints(X, "X").rows), undefined, { asymmetric: true });
  const noise = noiseOf(problem);
  const K =
    problem.precomputed || !someKernel(problem.kernel, ({ kind }) => kind === "custom")
      ? gramMatrix(problem, pause)
      : bothWays(problem, noise);
  return {
    K,
    symmetric: asymmetryOf(problem.precomputed ? problem.X : K) === null,
    noise,
    duplicates: equalRows(problem.X),
    kernel: problem.kernel,
    points: problem.precomputed ? null : problem.X,
  };
}

/** k(x_i, x_j) and k(x_j, x_i) each by a call of its own, and the noise on the diagonal. */
function bothWays({ kernel, X, n }: Problem, noise: Float64Array | null): Matrix {
  const pairing = { kernel, rows: sideOf(X), columns: sideOf(X) };
  const plan = planOf(pairing);
  return withBlocks({ program: plan.length, K: n * n }, ({ program, K }, workspace) =>
    withProgram(workspace, program, plan, pairing, (placed) => {
      gramRectangular(workspace, placed, n, n, K);
      const data = view(workspace, K).slice();
      noise?.forEach((value, i) => {
        data[i * n + i] = (data[i * n + i] as number) + value;
      });
      return { rows: n, cols: n, data };
    }),
  );
}
