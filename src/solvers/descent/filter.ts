/**
 * (1 − (1 − 2sλ)ᵗ)/λ, and its limit 2st for λ = 0: what t steps of functional descent on the squared loss make of an eigenvalue.
 *
 * By doubling, g₂ₜ = gₜ(2 − λgₜ) and gₜ₊₁ = gₜ + 2s(1 − λgₜ), which cancels nowhere for 0 ≤ 2sλ ≤ 1 and divides by no λ. Not finite where the
 * factor, or for 2sλ > 2 a power on its way, is beyond the largest number.
 */
export function filterFactor(eigenvalue: number, step: number, steps: number): number {
  let factor = 0;
  let bit = 1;
  while (bit <= steps / 2) bit *= 2;
  for (let rest = steps; bit >= 1; bit /= 2) {
    factor *= 2 - eigenvalue * factor;
    if (rest >= bit) {
      rest -= bit;
      factor += 2 * (step * (1 - eigenvalue * factor));
    }
  }
  return factor;
}
