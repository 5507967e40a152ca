import { Address } from "../address";
import { System } from "../blas/trsm";

/** Below this the inverse is taken column by column. */
const SMALL: i32 = 16;

/** squares_i = Σ_k l²_ki for L (n × n, lower): the diagonal of A⁻¹ where L is the inverse of the Cholesky factor of A. */
export function columnSquares(n: i32, l: usize, rs: i32, cs: i32, squares: usize): void {
  memory.fill(squares, 0, (<usize>n) << 3);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) {
      const value = Address.get(l, rs, cs, k, i);
      const address = Address.at(squares, i);
      store<f64>(address, load<f64>(address) + value * value);
    }
  }
}

/** L ← L⁻¹, in place; above its diagonal L (n × n) is not referenced: [L₁₁ 0; L₂₁ L₂₂]⁻¹ = [L₁₁⁻¹ 0; −L₂₂⁻¹ L₂₁ L₁₁⁻¹, L₂₂⁻¹]. */
export function invertLower(n: i32, l: usize, rs: i32, cs: i32, scratch: usize): void {
  if (n <= SMALL) {
    invertUnblocked(n, l, rs, cs);
    return;
  }
  const top = (n >> 1) & ~3;
  const rest = n - top;
  const l21 = Address.of(l, rs, cs, top, 0);
  const l22 = Address.of(l, rs, cs, top, top);
  negate(rest, top, l21, rs, cs);
  // X ← L₂₂⁻¹ X, then X ← X L₁₁⁻¹: Xᵀ seen backwards
  System.shared(top, rest, false).by(l22, rs, cs).into(l21, cs, rs).run(scratch);
  const last = top - 1;
  System.shared(rest, top, false)
    .by(Address.of(l, rs, cs, last, last), -cs, -rs)
    .into(Address.of(l21, rs, cs, 0, last), rs, -cs)
    .run(scratch);
  invertLower(top, l, rs, cs, scratch);
  invertLower(rest, l22, rs, cs, scratch);
}

function invertUnblocked(n: i32, l: usize, rs: i32, cs: i32): void {
  for (let j = 0; j < n; j++) {
    Address.set(l, rs, cs, j, j, 1 / Address.get(l, rs, cs, j, j));
    for (let i = j + 1; i < n; i++) {
      let sum: f64 = 0;
      for (let p = j; p < i; p++) sum += Address.get(l, rs, cs, i, p) * Address.get(l, rs, cs, p, j);
      Address.set(l, rs, cs, i, j, -sum / Address.get(l, rs, cs, i, i));
    }
  }
}

/** A ← −A */
export function negate(m: i32, n: i32, a: usize, rs: i32, cs: i32): void {
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) Address.set(a, rs, cs, i, j, -Address.get(a, rs, cs, i, j));
}
