import { asMatrix, elementsOf, partOf } from "../../core/matrix-view";
import { gemm } from "../../core/products";
import { eigensystem } from "../../dense/eigensystem";
import { transposedProduct } from "../../dense/products";
import type { Matrix } from "../../matrix";
import { view, withBlocks } from "../../wasm/memory";
import type { Pause } from "../../wasm/pause";
import { type Features, rowsFrom } from "./features";
import type { Normal } from "./normal";
import type { Rows } from "./sums";

/** G = V diag(g) Vᵀ, what rounding leaves of g below 0 being 0, and z = Vᵀh. */
export interface NormalSpectrum {
  readonly g: Float64Array;
  readonly V: Matrix;
  /** m × t */
  readonly z: Matrix;
}

export function spectrumOfNormal({ G, h }: Normal, pause: Pause): NormalSpectrum {
  const { values, vectors } = eigensystem(G, pause);
  const V = { ...G, data: vectors };
  return { g: values.map((value) => Math.max(0, value)), V, z: { ...h, data: transposedProduct(V, h) } };
}

const PANEL_ROWS = 512;

/** What rounding may leave of 1 − l, for each feature. */
const ROUNDING = 64 * Number.EPSILON;

/**
 * What each fit without a row leaves of it, the landmarks held: e_i/(1 − l_i), with ψ = Vᵀ(φ − φ̄), for each λ
 *
 *     e_i = y_i − ȳ − Σ_k ψ_ik z_k/(g_k + λ),   l_i = w_i (Σ_k ψ_ik²/(g_k + λ) + 1/Σw)
 *
 * φ̄, ȳ and 1/Σw with an intercept alone. One pass over the rows and n m² operations for all λ.
 *
 * @param visit is told the residuals of the rows from `from` on, λ after λ, for each of them rows × t; not a number where l_i = 1, up to rounding, leaves none
 */
export function leaveOneOutPass(
  {
    features,
    rows,
    normal,
    spectrum,
  }: { readonly features: Features; readonly rows: Rows; readonly normal: Normal; readonly spectrum: NormalSpectrum },
  lambdas: Float64Array,
  visit: (from: number, residuals: readonly Float64Array[]) => void,
  pause: Pause,
): void {
  const { X, Y, weights } = rows;
  const { g, V, z } = spectrum;
  const [m, t] = [features.size, Y.cols];
  const panel = Math.min(PANEL_ROWS, X.rows);
  const rooms = { ...features.sizes(panel), phi: panel * m, psi: panel * m, V: m * m, z: m * t, d: m, h: panel * t, l: panel };
  withBlocks(rooms, (blocks, workspace) => {
    view(workspace, blocks.V).set(V.data);
    features.with(workspace, blocks, panel, (fill) => {
      for (let from = 0; from < X.rows; from += panel) {
        const count = Math.min(panel, X.rows - from);
        const Phi = asMatrix(blocks.phi, count, m);
        const Psi = asMatrix(blocks.psi, count, m);
        fill(rowsFrom(X, from, count), Phi);
        if (normal.means) lessMeans(elementsOf(workspace, Phi), normal.means.phi);
        elementsOf(workspace, Psi).fill(0);
        gemm(workspace, Phi, asMatrix(blocks.V, m, m), Psi);
        const squares = elementsOf(workspace, Phi);
        elementsOf(workspace, Psi).forEach((value, at) => {
          squares[at] = value * value;
        });
        const all = Array.from(lambdas, (lambda) => {
          const inverse = g.map((value) => (value + lambda === 0 ? 0 : 1 / (value + lambda)));
          view(workspace, blocks.d).set(inverse);
          view(workspace, blocks.z).set(z.data.map((value, at) => value * (inverse[Math.floor(at / t)] as number)));
          const [fitted, leverage] = [asMatrix(blocks.h, count, t), asMatrix(blocks.l, count, 1)];
          elementsOf(workspace, fitted).fill(0);
          elementsOf(workspace, leverage).fill(0);
          gemm(workspace, Psi, asMatrix(blocks.z, m, t), fitted);
          gemm(workspace, partOf(Phi, 0, 0, count, m), asMatrix(blocks.d, m, 1), leverage);
          const l = elementsOf(workspace, leverage);
          return elementsOf(workspace, fitted).map((value, at) => {
            const i = Math.floor(at / t);
            const own = (l[i] as number) + (normal.means ? 1 / normal.weight : 0);
            const missed = (Y.data[from * t + at] as number) - (normal.means?.y[at % t] ?? 0) - value;
            const left = 1 - (weights?.[from + i] ?? 1) * own;
            return left > ROUNDING * m ? missed / left : Number.NaN;
          });
        });
        visit(from, all);
        pause((from + count) / X.rows);
      }
    });
  });
}

function lessMeans(phi: Float64Array, means: Float64Array): void {
  const m = means.length;
  for (let at = 0; at < phi.length; at++) phi[at] = (phi[at] as number) - (means[at % m] as number);
}
