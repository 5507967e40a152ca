import { asMatrix } from "../core/matrix-view";
import { multiply, syrk } from "../core/products";
import { type Matrix, transpose } from "../matrix";
import { view, withBlocks } from "../wasm/memory";
import { inverseNorm } from "./condition";
import { brokeDown, factorCholesky } from "./factors";

/**
 * An estimate of ‖G⁻¹‖ in the ∞-norm for G = ΦΦᵀ + R, R = diag(ridge) > 0, by G⁻¹ = R⁻¹ − R⁻¹Φ(I + ΦᵀR⁻¹Φ)⁻¹ΦᵀR⁻¹; null where rounding leaves no Cholesky factor.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., (2.1.4), the formula of Sherman, Morrison and Woodbury.
 */
export function inverseNormOf(phi: Matrix, ridge: Float64Array): number | null {
  const { rows: n, cols: M } = phi;
  const scaled = { ...phi, data: phi.data.map((value, at) => value / Math.sqrt(ridge[Math.floor(at / M)] as number)) };
  const sizes = { A: n * M, At: n * M, C: M * M, x: n, y: M };
  return withBlocks(sizes, (blocks, workspace) => {
    view(workspace, blocks.A).set(scaled.data);
    view(workspace, blocks.At).set(transpose(scaled).data);
    const [A, At, G] = [asMatrix(blocks.A, n, M), asMatrix(blocks.At, M, n), asMatrix(blocks.C, M, M)];
    const C = view(workspace, blocks.C).fill(0);
    syrk(workspace, At, G);
    for (let j = 0; j < M; j++) C[j * (M + 1)] = (C[j * (M + 1)] as number) + 1;
    const factorisation = factorCholesky(workspace, G);
    if (brokeDown(factorisation)) return null;
    const x = new Float64Array(n);
    const solve = (): void => {
      const inner = view(workspace, blocks.x);
      for (let i = 0; i < n; i++) inner[i] = (x[i] as number) / Math.sqrt(ridge[i] as number);
      view(workspace, blocks.y).fill(0);
      multiply(workspace, At, asMatrix(blocks.x, n), asMatrix(blocks.y, M));
      factorisation.solve(1, blocks.y);
      const [kept, y] = [inner.slice(), view(workspace, blocks.y)];
      inner.fill(0);
      multiply(workspace, A, asMatrix(blocks.y, M), asMatrix(blocks.x, n));
      for (let i = 0; i < n; i++) x[i] = ((kept[i] as number) - (inner[i] as number)) / Math.sqrt(ridge[i] as number);
      y.fill(0);
    };
    return inverseNorm(x, solve, solve);
  });
}
