import { Address } from "../address";
import { trsm } from "../blas/trsm";

/** Below this the inverse is taken column by column. */
const SMALL: i32 = 16;

/**
 * diagonal_i = (A⁻¹)_ii = Σ_k (L⁻¹)²_ki for A = L Lᵀ; L (n × n, lower) is overwritten by L⁻¹, what is above its diagonal not referenced.
 */
export function inverseDiagonal(n: i32, l: usize, rs: i32, cs: i32, diagonal: usize, scratch: usize): void {
  invertLower(n, l, rs, cs, scratch);
  for (let i = 0; i < n; i++) store<f64>(Address.at(diagonal, i), 0);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) {
      const value = Address.get(l, rs, cs, k, i);
      const address = Address.at(diagonal, i);
      store<f64>(address, load<f64>(address) + value * value);
    }
  }
}

/** L ← L⁻¹, in place: [L₁₁ 0; L₂₁ L₂₂]⁻¹ = [L₁₁⁻¹ 0; −L₂₂⁻¹ L₂₁ L₁₁⁻¹, L₂₂⁻¹]. */
export function invertLower(n: i32, l: usize, rs: i32, cs: i32, scratch: usize): void {
  if (n <= SMALL) {
    invertUnblocked(n, l, rs, cs);
    return;
  }
  const top = (n >> 1) & ~3;
  const rest = n - top;
  const l21 = Address.of(l, rs, cs, top, 0);
  const l22 = Address.of(l, rs, cs, top, top);
  for (let i = 0; i < rest; i++) {
    for (let j = 0; j < top; j++) {
      const address = Address.of(l21, rs, cs, i, j);
      store<f64>(address, -load<f64>(address));
    }
  }
  // X ← L₂₂⁻¹ X, then X ← X L₁₁⁻¹: Xᵀ seen backwards
  trsm(top, rest, false, l22, rs, cs, l21, cs, rs, scratch);
  const last = top - 1;
  trsm(rest, top, false, Address.of(l, rs, cs, last, last), -cs, -rs, Address.of(l21, rs, cs, 0, last), rs, -cs, scratch);
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
