import type { Influence, NewPoint } from "./influence";
import type { Interval } from "./interval";

/**
 * Of the n numbers h₋ᵢ(z) − |e_i| the (n + 1 − r)th smallest, and of h₋ᵢ(z) + |e_i| the rth, where h₋ᵢ is the fit without point i, e_i = α_i/Ḡ_ii what it
 * leaves of y_i, and h₋ᵢ(z) = h(z) − e_i l_i(z).
 *
 * Source: Barber, Candès, Ramdas, Tibshirani, Predictive inference with the jackknife+, Annals of Statistics 49 (2021).
 */
export function jackknifePlus({ alpha, diagonal }: Influence, { prediction, weights }: NewPoint, r: number): Interval {
  const n = alpha.length;
  if (r > n) return { lower: -Infinity, upper: Infinity };
  const lower = new Float64Array(n);
  const upper = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const error = (alpha[i] as number) / (diagonal[i] as number);
    const without = prediction - error * (weights[i] as number);
    lower[i] = without - Math.abs(error);
    upper[i] = without + Math.abs(error);
  }
  return { lower: lower.sort()[n - r] as number, upper: upper.sort()[r - 1] as number };
}
