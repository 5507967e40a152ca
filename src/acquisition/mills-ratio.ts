import { erfcx } from "../special/error-function";

/** √(π/2) */
const ROOT_HALF_PI = 1.2533141373155003;

/** Terms of the continued fraction: for x ≥ 2 what is left out is below 10⁻¹⁶ of it. */
const TERMS = 120;

/** φ(x)/Φ(−x) = 1/R(x), R = √(π/2) e^(x²/2) erfc(x/√2) */
export function inverseMills(x: number): number {
  return 1 / (ROOT_HALF_PI * erfcx(x * Math.SQRT1_2));
}

/**
 * 1 − xR(x) for x ≥ 2, R = Φ(−x)/φ(x), without the difference: T R with the continued fractions of positive terms
 *
 *     R = 1/(x + T),  T = 1/(x + 2/(x + 3/(x + …)))
 */
export function tailRatio(x: number): number {
  let T = 0;
  for (let k = TERMS; k > 0; k--) T = k / (x + T);
  return T / (x + T);
}
