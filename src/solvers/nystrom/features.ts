import { solvePacked } from "../../core/factors";
import { gramInto } from "../../core/gram";
import { asMatrix, elementsOf, flipped, type MatrixView, partOf } from "../../core/matrix-view";
import { amongThemselves, diagonalOf, planFor, sideOf, withProgram } from "../../gram/run";
import { featuresOf } from "../../kernels/features";
import type { ResolvedKernel } from "../../kernels/resolve";
import type { KernelSpec } from "../../kernels/spec";
import type { Matrix } from "../../matrix";
import type { Block, Workspace } from "../../wasm/memory";
import type { Whitening } from "./whitening";

/** What sums are taken of: φ(x), m numbers for each row x. */
export interface Features {
  /** m */
  readonly size: number;
  /** The columns that a row has. */
  readonly columns: number;
  /** k(x, x) of every row, or ‖φ(x)‖² where the features are all there is. */
  diagonal(X: Matrix): Float64Array | null;
  /** Sizes of the blocks that `fill` works in, for so many rows. */
  sizes(rows: number): { readonly program: number; readonly factor: number };
  /** Makes the blocks ready for rows at most `rows` at a time, and runs `body` with what fills the first m columns of Φ with the features of rows. */
  with<T>(workspace: Workspace, blocks: Readonly<Record<"program" | "factor", Block>>, rows: number, body: (fill: Fill) => T): T;
}

/** Φ has as many rows as the points, and m columns or more. */
export type Fill = (points: Matrix, Phi: MatrixView) => void;

/** Rows of a matrix as one of their own, which shares its numbers. */
export function rowsFrom({ cols, data }: Matrix, from: number, rows: number): Matrix {
  return { rows, cols, data: data.subarray(from * cols, (from + rows) * cols) };
}

/** Rows whose k(x, x) are asked for at once. */
const TOGETHER = 4096;

/** φ(x) = L⁻¹k_m(x) */
export function whitenedFeatures(whitening: Whitening): Features {
  return atLandmarks(whitening, true);
}

/** k_m(x) itself. */
export function kernelValues(whitening: Whitening): Features {
  return atLandmarks(whitening, false);
}

function atLandmarks({ kernel, landmarks, factor }: Whitening, isWhitened: boolean): Features {
  const m = landmarks.rows;
  const columns = sideOf(landmarks);
  return {
    size: m,
    columns: landmarks.cols,
    diagonal(X) {
      const found = new Float64Array(X.rows);
      for (let from = 0; from < X.rows; from += TOGETHER) {
        const part = sideOf(rowsFrom(X, from, Math.min(TOGETHER, X.rows - from)));
        found.set(diagonalOf(amongThemselves(kernel, part, false)), from);
      }
      return found;
    },
    sizes: (rows) => ({ program: planFor(kernel, rows, columns, false).length, factor: m * m }),
    with(workspace, blocks, rows, body) {
      const L = asMatrix(blocks.factor, m, m);
      elementsOf(workspace, L).set(factor.data);
      const plan = planFor(kernel, rows, columns, false);
      // the landmarks stand for rows until there are some
      const first = sideOf(rowsFrom(landmarks, 0, Math.min(m, rows)));
      return withProgram(workspace, blocks.program, plan, { rows: first, columns }, (program) =>
        body((points, Phi) => {
          program.setRows(sideOf(points));
          gramInto(workspace, program, partOf(Phi, 0, 0, Phi.rows, m));
          if (isWhitened) solvePacked(workspace, L, flipped(partOf(Phi, 0, 0, Phi.rows, m)));
        }),
      );
    },
  };
}

/** The explicit map of a kernel with finitely many features, of points with so many columns. */
export function explicitFeatures(kernel: ResolvedKernel & KernelSpec, columns: number): Features {
  const mapped = (points: Matrix): Matrix => {
    const side = sideOf(points);
    return featuresOf(kernel, points, (row) => side.pointAt(row));
  };
  const size = mapped({ rows: 1, cols: columns, data: new Float64Array(columns) }).cols;
  return {
    size,
    columns,
    diagonal: () => null,
    sizes: () => ({ program: 0, factor: 0 }),
    with: (workspace, _blocks, _rows, body) =>
      body((points, Phi) => {
        const { rows, data } = mapped(points);
        const target = elementsOf(workspace, Phi);
        for (let i = 0; i < rows; i++) target.set(data.subarray(i * size, (i + 1) * size), i * Phi.rs);
      }),
  };
}
