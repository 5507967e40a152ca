import { asMatrix } from "../../src/core/matrix-view";
import { singleWork } from "../../src/core/single";
import { factorRounded } from "../../src/dense/single-factor";
import { fit, kernelRidge, precomputed } from "../../src/entries/index";
import { view, withBlocks } from "../../src/wasm/memory";
import { normals, random } from "../support/generator";
import { remainder } from "./doubled";
import type { Sample } from "./matrices";
import { inverseOf, ratioOf, rowNorm } from "./norms";
import type { Note } from "./solutions";

/** Half the distance from 1 to the next larger number of single precision. */
const UNIT = 2 ** -24;

/** The power of two that brings a number into [1, 2). The logarithm is rounded: below a power of two it may be that of the power. */
function scaleOf(largest: number): number {
  const scale = 2 ** -Math.floor(Math.log2(largest));
  return scale * largest < 1 ? 2 * scale : scale;
}

/** U, or null where single precision finds a pivot that is not positive. */
function factored(n: number, A: Float64Array): { readonly U: Float64Array; readonly x: Float64Array; readonly b: Float64Array } | null {
  const largest = Array.from({ length: n }, (_, i) => A[i * (n + 1)] as number).reduce((most, value) => Math.max(most, value), 0);
  const scale = scaleOf(largest);
  return withBlocks({ G: n * n, x: n, work: singleWork(n) }, ({ G, x, work }, workspace) => {
    view(workspace, G).set(A);
    const factorisation = factorRounded(workspace, asMatrix(G, n, n), largest, work);
    if (typeof factorisation === "number") return null;
    const U = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      const row = new Float32Array(workspace.core.memory.buffer, G.address + 8 * n * i + 4 * (n + i), n - i);
      for (let j = i; j < n; j++) U[j * n + i] = (row[j - i] as number) / Math.sqrt(scale);
    }
    const b = normals(random(n), n).map((value) => value * largest);
    view(workspace, x).set(b);
    factorisation.solve(x);
    return { U, x: view(workspace, x).slice(), b };
  });
}

/** ‖UᵀU − A‖/(n‖A‖ε) and ‖b − Ax‖/(n‖A‖‖x‖ε) for the ε of single precision; it may break down only where n·κ·ε is above 1/8. */
export function checkSingle({ n, A }: Sample, note: Note): void {
  const found = factored(n, A);
  const norm = rowNorm(n, n, A);
  if (found === null) {
    const condition = norm * rowNorm(n, n, inverseOf(n, A));
    note("pivots", condition * n * UNIT > 1 / 8 ? 0 : Number.POSITIVE_INFINITY);
    return;
  }
  const { U, x, b } = found;
  note("‖UᵀU − A‖", ratioOf(rowNorm(n, n, remainder(n, n, n, U, U, A)), norm, n, UNIT));
  note("‖b − Ax‖", ratioOf(rowNorm(n, 1, remainder(n, 1, n, A, x, b)) / norm, rowNorm(n, 1, x), n, UNIT));
}

/** ‖b − (A + λI)x‖/(‖A + λI‖‖x‖ε) of the solver that corrects solutions of single precision. */
export function checkMixed({ n, A }: Sample, note: Note): void {
  const norm = rowNorm(n, n, A);
  const lambda = 2 ** (Math.floor(Math.log2(norm)) - 20);
  const b = normals(random(n), n).map((value) => value * norm);
  const { coefficients } = fit(kernelRidge({ kernel: precomputed(), lambda, solver: "mixed" }), { rows: n, cols: n, data: A.slice() }, b);
  // one more column for λ: [A λI][x; x]
  const wide = new Float64Array(n * (n + 1));
  let worst = 0;
  for (let i = 0; i < n; i++) {
    wide.set(A.subarray(i * n, (i + 1) * n), i * (n + 1));
    wide[i * (n + 1) + n] = lambda;
    const row = wide.subarray(i * (n + 1), (i + 1) * (n + 1));
    const own = Float64Array.of(...coefficients, coefficients[i] as number);
    worst = Math.max(worst, Math.abs(remainder(1, 1, n + 1, row, own, b.subarray(i, i + 1))[0] as number));
  }
  note("‖b − (A + λI)x‖", ratioOf(worst / norm, rowNorm(n, 1, coefficients), 1));
}
