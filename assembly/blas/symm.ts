import { Address } from "../address";
import { Product } from "./gemm";
import { run } from "./multiply";
import { Operand } from "./operand";
import { axpy } from "./vector";

/** Rows of a block: its square of the matrix, 128 KB, stays in L2 for both of its uses. */
const BLOCK: i32 = 128;

/**
 * Y += A·X for the symmetric operand A given by its strict upper triangle and its diagonal (apart, n values); X and Y are n × t, row-major.
 *
 * The lower triangle and the diagonal of A are not referenced: they may hold a factor.
 */
export function symm(A: usize, diagonal: usize, X: usize, Y: usize, scratch: usize): void {
  const matrix = changetype<Operand>(A);
  const a = matrix.at;
  const n = matrix.rows;
  const rs = matrix.rs;
  const cs = matrix.cs;
  const t = changetype<Operand>(X).cols;
  const x = changetype<Operand>(X).at;
  const y = changetype<Operand>(Y).at;
  for (let i = 0; i < n; i++) axpy(t, load<f64>(Address.at(diagonal, i)), Address.at(x, i * t), 1, Address.at(y, i * t), 1);
  for (let i = 0; i < n; i += BLOCK) {
    const nb = min(BLOCK, n - i);
    multiplyDiagonalBlock(nb, t, Address.of(a, rs, cs, i, i), rs, cs, Address.at(x, i * t), Address.at(y, i * t));
    const rest = n - i - nb;
    if (rest === 0) break;
    const right = Address.of(a, rs, cs, i, i + nb);
    // Y₀ += A₀₁ X₁, Y₁ += A₀₁ᵀ X₀
    const x0 = Address.at(x, i * t);
    const y0 = Address.at(y, i * t);
    const x1 = Address.at(x, (i + nb) * t);
    const y1 = Address.at(y, (i + nb) * t);
    run(Product.shared(nb, t, rest, 1, false).of(right, rs, cs, x1, t, 1).into(y0, t, 1), scratch);
    run(Product.shared(rest, t, nb, 1, false).of(right, cs, rs, x0, t, 1).into(y1, t, 1), scratch);
  }
}

function multiplyDiagonalBlock(n: i32, t: i32, a: usize, rs: i32, cs: i32, x: usize, y: usize): void {
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const value = Address.get(a, rs, cs, i, j);
      axpy(t, value, Address.at(x, j * t), 1, Address.at(y, i * t), 1);
      axpy(t, value, Address.at(x, i * t), 1, Address.at(y, j * t), 1);
    }
  }
}
