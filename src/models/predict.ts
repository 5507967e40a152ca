import { contract } from "../core/gram";
import { mercerError } from "../errors";
import { planOf, sideOf, withProgram } from "../gram/run";
import { asGiven, readPoints, requireFeatures } from "../input";
import { readKernel } from "../kernels/read";
import type { Kernel } from "../kernels/spec";
import type { Matrix, Points, Targets } from "../matrix";
import { allFinite } from "../matrix/vectors";
import type { Side } from "../program/side";
import { copyOf, slice, view, withBlocks } from "../wasm/memory";
import { linearPredictions } from "./linear-predict";
import { columnsOf, type RegressionModel, requireRegression } from "./model";
import { offsetsOf } from "./offsets";
import { residentOf } from "./resident";
import { seriesSums, sumsAt } from "./series";
import { beyondNumbers, rawPredictions, standardPoints } from "./units";

/** Points predicted at a time: bounds the working memory whatever the number of points; the results do not depend on it. */
const CHUNK = 8192;

/**
 * h(z) = Σ_i α_i k(x_i, z) + b, w·φ(z) + b for a linear model, or the mean of a Gaussian process, at every row z of Z: a `Float64Array` for a model fitted to a vector, a
 * matrix for one fitted to a matrix.
 *
 * K(Z, X) is never stored. For a precomputed kernel Z is k(Z, X), one row per new point.
 *
 * @throws "shape" when Z has another number of features than the training points; "not-finite" for bad numbers in Z, where the kernel overflows, and with
 * the `row` of a prediction that is beyond the numbers
 * @example
 * const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y);
 * predict(model, Z); // one number for each row of Z
 */
export function predict<T extends Targets>(model: RegressionModel<T>, Z: Points): T;
export function predict(model: RegressionModel, Z: Points): Targets {
  return respond(model, Z, withoutIntercept);
}

/** What a model says at every row of Z, by a way to compute it without the intercept or trend. */
export function respond(
  model: RegressionModel,
  Z: Points,
  without: (model: RegressionModel, z: Matrix, coefficients: Matrix) => Matrix,
): Targets {
  const given = readPoints(Z, "Z");
  const read = requireRegression(model);
  const z = standardPoints(read, given, "Z");
  const { coefficients, isVector } = columnsOf(read);
  const predictions = without(read, z, coefficients);
  const { data } = predictions;
  const offset = offsetsOf(read, z);
  for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) + offset(i);
  if (!allFinite(data)) {
    const small = without(read, z, { ...coefficients, data: coefficients.data.map((value) => value * SMALL) });
    replaceOverflow(predictions, small.data, offset);
  }
  rawPredictions(read, predictions);
  return asGiven(predictions, isVector);
}

/** 2⁻⁶⁰⁰: sums of the largest numbers stay within the range, and what underflows is far below the rounding of a sum that overflowed. */
const SMALL = 2 ** -600;

/**
 * Predictions that are not finite, from those by coefficients times 2⁻⁶⁰⁰: a sum may leave the numbers on its way and come back.
 *
 * @throws "not-finite" for one that is beyond the numbers itself
 */
function replaceOverflow({ cols: t, data }: Matrix, small: Float64Array, offset: (at: number) => number): void {
  data.forEach((value, i) => {
    if (Number.isFinite(value)) return;
    const again = ((small[i] as number) + offset(i) * SMALL) / SMALL;
    if (!Number.isFinite(again)) throw beyondNumbers(Math.floor(i / t), i % t);
    data[i] = again;
  });
}

function withoutIntercept(model: RegressionModel, z: Matrix, coefficients: Matrix): Matrix {
  if (model.kind === "linearModel") return linearPredictions(model.features, z, coefficients);
  if (model.points === null) return fromGram(model, z, coefficients);
  requireFeatures(z, model.points.cols, "Z");
  const sums = seriesSums(model, coefficients);
  return sums ? sumsAt(sums, z, coefficients.cols) : fromPoints(model, model.points, z, coefficients);
}

/** A model that is a combination of kernels. */
interface OnKernel {
  readonly kernel: Kernel;
}

/** K·A for a kernel made of the matrix k(Z, X) itself. */
function fromGram(model: OnKernel, Kzx: Matrix, A: Matrix): Matrix {
  const { rows: n, cols: t } = A;
  requireGramRows(Kzx, n);
  const m = Kzx.rows;
  const pairing = {
    kernel: readKernel(model.kernel),
    rows: sideOf(Kzx),
    columns: sideOf({ rows: n, cols: n, data: A.data }),
    training: false,
  };
  const plan = planOf(pairing);
  return withBlocks({ program: plan.length, K: m * n, A: n * t, H: m * t }, (blocks, workspace) => {
    view(workspace, blocks.K).set(Kzx.data);
    view(workspace, blocks.A).set(A.data);
    const given = { block: blocks.K, stride: n };
    withProgram(workspace, blocks.program, plan, pairing, (program) => contract(workspace, program, m, n, t, blocks.A, blocks.H), given);
    return { rows: m, cols: t, data: copyOf(workspace, blocks.H) };
  });
}

/** @throws "shape" unless k(Z, X) has a column for each of n training points */
export function requireGramRows({ cols }: Matrix, n: number): void {
  if (cols === n) return;
  throw mercerError("shape", `Z has ${cols} columns; a precomputed kernel needs k(Z, X) with one per training point, ${n}`, {
    argument: "Z",
  });
}

/** The training points are laid out once, however many points there are to predict at. */
function fromPoints(model: OnKernel, points: Matrix, z: Matrix, A: Matrix): Matrix {
  const { rows: n, cols: d } = points;
  const t = A.cols;
  const most = Math.min(CHUNK, z.rows);
  const rowsFrom = (from: number): Side => {
    const rows = Math.min(most, z.rows - from);
    return sideOf({ rows, cols: d, data: z.data.subarray(from * d, (from + rows) * d) });
  };
  const { columns, plan } = residentOf(model, points, most);
  const data = new Float64Array(z.rows * t);
  withBlocks({ program: plan.length, A: n * t, H: most * t }, (blocks, workspace) => {
    view(workspace, blocks.A).set(A.data);
    withProgram(workspace, blocks.program, plan, { rows: rowsFrom(0), columns }, (program) => {
      for (let from = 0; from < z.rows; from += most) {
        if (from > 0) program.setRows(rowsFrom(from));
        const m = program.rows.points.rows;
        contract(workspace, program, m, n, t, blocks.A, blocks.H);
        data.set(view(workspace, slice(blocks.H, 0, m * t)), from * t);
      }
    });
  });
  return { rows: z.rows, cols: t, data };
}
