import { mercerError } from "../errors";
import { requireFeatures } from "../gram/gram";
import { asGiven, readPoints } from "../input";
import { encode } from "../kernels/encode";
import { resolveKernel } from "../kernels/resolve";
import type { Matrix, Points, Targets } from "../matrix";
import { slice, view, withBlocks } from "../wasm/memory";
import { contract, gemm, packedLength, packPoints } from "../wasm/operations";
import { columnsOf, type KernelModel } from "./model";

/** Points predicted at a time: bounds the working memory whatever the number of points; the results do not depend on it. */
const CHUNK = 8192;

/**
 * h(z) = Σ_i α_i k(x_i, z) + b at every row z of Z: a `Float64Array` for a model fitted to a vector, a matrix for one fitted to a matrix.
 *
 * K(Z, X) is never stored. For a precomputed kernel Z is k(Z, X), one row per new point.
 *
 * @throws "shape" when Z has another number of features than the training points; "not-finite" for bad numbers in Z or an overflow
 */
export function predict<T extends Targets>(model: KernelModel<T>, Z: Points): T;
export function predict(model: KernelModel, Z: Points): Targets {
  const z = readPoints(Z, "Z");
  const { coefficients, intercepts, isVector } = columnsOf(requireModel(model));
  const predictions = model.points === null ? fromGram(z, coefficients) : fromPoints(model, model.points, z, coefficients);
  const t = coefficients.cols;
  for (let i = 0; i < predictions.data.length; i++) predictions.data[i] = (predictions.data[i] as number) + (intercepts[i % t] as number);
  return asGiven(predictions, isVector);
}

/** @throws "argument" unless the value is a kernel model */
export function requireModel(model: KernelModel): KernelModel {
  const complete = model?.kind === "kernelModel" && model.coefficients !== undefined && model.points !== undefined;
  if (!complete) {
    throw mercerError("argument", "model must be a kernel model, as fit or fromJSON return it", { argument: "model" });
  }
  return model;
}

/** K(Z, X)·A from the matrix k(Z, X) itself. */
function fromGram(Kzx: Matrix, A: Matrix): Matrix {
  const { rows: n, cols: t } = A;
  if (Kzx.cols !== n) {
    throw mercerError("shape", `Z has ${Kzx.cols} columns; a precomputed kernel needs k(Z, X) with one per training point, ${n}`, {
      argument: "Z",
    });
  }
  const m = Kzx.rows;
  return withBlocks({ K: m * n, A: n * t, H: m * t }, ({ K, A: a, H }, workspace) => {
    view(workspace, K).set(Kzx.data);
    view(workspace, a).set(A.data);
    view(workspace, H).fill(0);
    gemm(workspace, m, t, n, K, a, H);
    return { rows: m, cols: t, data: view(workspace, H).slice() };
  });
}

function fromPoints(model: KernelModel, points: Matrix, z: Matrix, A: Matrix): Matrix {
  const { rows: n, cols: d } = points;
  const t = A.cols;
  requireFeatures(z, d, "Z");
  const words = encode(resolveKernel(model.kernel, d), d);
  const m = Math.min(CHUNK, z.rows);
  const sizes = { program: words.length, x: packedLength(n, d), A: n * t, z: packedLength(m, d), H: m * t };
  const data = new Float64Array(z.rows * t);
  withBlocks(sizes, (blocks, workspace) => {
    view(workspace, blocks.program).set(words);
    packPoints(workspace, points, blocks.x);
    view(workspace, blocks.A).set(A.data);
    for (let i = 0; i < z.rows; i += m) {
      const rows = Math.min(m, z.rows - i);
      packPoints(workspace, { rows, cols: d, data: z.data.subarray(i * d, (i + rows) * d) }, slice(blocks.z, 0, packedLength(rows, d)));
      contract(workspace, blocks.program, { m: rows, n, d, t }, blocks.z, blocks.x, blocks.A, blocks.H);
      data.set(view(workspace, slice(blocks.H, 0, rows * t)), i * t);
    }
  });
  return { rows: z.rows, cols: t, data };
}
