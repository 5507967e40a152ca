import { log } from "./elementary";

/** ½ log 2π */
const HALF_LOG_TWO_PI = 0.9189385332046728;

/** B₂ₖ/(2k(2k − 1)) of Stirling's series: the next term is below 10⁻¹⁷ from x = 10 on. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400, 43867 / 244188];

/**
 * log Γ(x) for x > 0; |error| ≤ 2⁻⁴⁸ max(1, |log Γ(x)|). Below 10 by Γ(x) = Γ(x + m)/(x (x + 1) … (x + m − 1)), else by Stirling's series
 *
 *     log Γ(x) = (x − ½) log x − x + ½ log 2π + 1/(12x) − 1/(360x³) + …
 */
export function logGamma(x: number): number {
  let [argument, product] = [x, 1];
  for (; argument < 10; argument++) product *= argument;
  const inverse = 1 / argument;
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series * inverse * inverse + (STIRLING[k] as number);
  const value = (argument - 0.5) * log(argument) - argument + HALF_LOG_TWO_PI + series * inverse;
  return product === 1 ? value : value - log(product);
}

/** Of √a (1 + c₁/a + c₂/a² + …), the ratio for large a. */
const RATIO = [
  1,
  -1 / 8,
  1 / 128,
  5 / 1024,
  -21 / 32768,
  -399 / 262144,
  869 / 4194304,
  39325 / 33554432,
  -334477 / 2147483648,
  -28717403 / 17179869184,
];

/** Γ(a + ½)/Γ(a) for a > 0, to a few ulp: the series from a = 32 on, and ρ(a) = ρ(a + 1) a/(a + ½) below. */
export function halfStepOfGamma(a: number): number {
  let [argument, ratio] = [a, 1];
  for (; argument < 32; argument++) ratio *= argument / (argument + 0.5);
  let series = 0;
  for (let k = RATIO.length - 1; k >= 0; k--) series = series / argument + (RATIO[k] as number);
  return ratio * Math.sqrt(argument) * series;
}
