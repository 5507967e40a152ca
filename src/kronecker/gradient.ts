import { asMatrix, flipped } from "../core/matrix-view";
import { gemm } from "../core/products";
import { gramDerivative } from "../gram/derivative";
import { amongThemselves, sideOf } from "../gram/run";
import { addSlopes } from "../series/series";
import { coefficientOf } from "../series/terms";
import { view, withBlocks } from "../wasm/memory";
import { asColumn, divideByRoots, type GridFactor } from "./factor";
import type { Separable } from "./separable";
import { type Factors, outer } from "./tensor";

/**
 * ½ Σ_ij Q_ij ∂K_ij/∂θ for Q = Σ w_q α_q α_qᵀ − t G⁻¹, in the order of `parametersOf`. With α̂ = (⊗U)ᵀα and σ the product of the other spectra each axis has the weights
 *
 *     c U_a (Σ_q w_q Σ_f σ_f α̂_f α̂_fᵀ − t diag Σ_f σ_f/(c⊗S + N)_f) U_aᵀ,  f running over the fibres along the axis,
 *
 * and one reverse pass through its own kernel.
 *
 * @param W n × c of `whitenGrid`
 */
export function gridGradient(
  factor: GridFactor,
  { W, weights, t }: { readonly W: Float64Array; readonly weights: readonly number[]; readonly t: number },
  isLogarithm: readonly boolean[],
): Float64Array {
  const { grid, separable, spectra, values } = factor;
  const gradient = new Float64Array(isLogarithm.length);
  const own = W.slice();
  divideByRoots(values, own, weights.length);
  const c = coefficientOf(separable.scale);
  const products = outer(spectra);
  let byScale = 0;
  for (let i = 0; i < values.length; i++) {
    let sum = -t / (values[i] as number);
    for (let q = 0; q < weights.length; q++) {
      const a = own[i * weights.length + q] as number;
      sum += (weights[q] as number) * a * a;
    }
    byScale += (sum * (products[i] as number)) / 2;
  }
  addSlopes(separable.scale, byScale, (parameter) => isLogarithm[parameter] as boolean, gradient);
  grid.axes.forEach((_, a) => {
    const { kernel, parameters } = separable.axes[a] as Separable["axes"][number];
    if (parameters.every((parameter) => parameter < 0)) return;
    const side = sideOf(asColumn(grid.axes[a] as Float64Array));
    const derivatives = withAxisWeights(factor, a, { own, weights, t }, (block, workspace) =>
      gramDerivative(workspace, amongThemselves(kernel, side, true), { matrix: { block, factor: c / 2 } }),
    );
    parameters.forEach((parameter, k) => {
      if (parameter >= 0) gradient[parameter] = (gradient[parameter] as number) + (derivatives[k] as number);
    });
  });
  return gradient;
}

type Body = Parameters<typeof withBlocks<{ Q: number }, Float64Array>>[1];

function withAxisWeights(
  { vectors, spectra, values }: GridFactor,
  a: number,
  { own, weights, t }: { readonly own: Float64Array; readonly weights: readonly number[]; readonly t: number },
  body: (Q: Parameters<Body>[0]["Q"], workspace: Parameters<Body>[1]) => Float64Array,
): Float64Array {
  const { size, elements } = vectors[a] as Factors[number];
  const n = values.length;
  const c = weights.length;
  const fibres = n / size;
  const after = spectra.slice(a + 1).reduce((product, { length }) => product * length, 1);
  const others = outer(spectra.map((spectrum, k) => (k === a ? new Float64Array(size).fill(1) : spectrum)));
  const rooms = { left: n, right: n, E: size * size, U: size * size, T: size * size, Q: size * size };
  return withBlocks(rooms, (blocks, workspace) => {
    const E = view(workspace, blocks.E).fill(0);
    const [left, right] = [view(workspace, blocks.left), view(workspace, blocks.right)];
    for (let q = 0; q < c; q++) {
      for (let cell = 0; cell < n; cell++) {
        const row = Math.floor(cell / after) % size;
        const at = row * fibres + Math.floor(cell / (after * size)) * after + (cell % after);
        const value = own[cell * c + q] as number;
        left[at] = value;
        right[at] = value * (others[cell] as number) * (weights[q] as number);
      }
      gemm(workspace, asMatrix(blocks.left, size, fibres), flipped(asMatrix(blocks.right, size, fibres)), asMatrix(blocks.E, size, size));
    }
    for (let cell = 0; cell < n; cell++) {
      const row = Math.floor(cell / after) % size;
      E[row * (size + 1)] = (E[row * (size + 1)] as number) - (t * (others[cell] as number)) / (values[cell] as number);
    }
    view(workspace, blocks.U).set(elements);
    view(workspace, blocks.T).fill(0);
    view(workspace, blocks.Q).fill(0);
    const U = asMatrix(blocks.U, size, size);
    gemm(workspace, U, asMatrix(blocks.E, size, size), asMatrix(blocks.T, size, size));
    gemm(workspace, asMatrix(blocks.T, size, size), flipped(U), asMatrix(blocks.Q, size, size));
    return body(blocks.Q, workspace);
  });
}
