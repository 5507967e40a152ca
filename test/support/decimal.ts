import { exactly } from "./exact-number";

/**
 * (result − true)/ulp for a true value of many decimals such as "-1.2345e-320": the ulp is the distance of the doubles around the true value, that of the
 * subnormal numbers where it is smaller.
 */
export function ulpsFrom(result: number, decimals: string): number {
  const [, sign, whole, fraction = "", power = "0"] = /^(-?)(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/.exec(decimals) as RegExpExecArray;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const tens = Number(power) - fraction.length;
  const { m, e } = exactly(result);
  const place = exponentOf(Number(decimals));
  // (m 2ᵉ − digits 10^tens) 2^−place, over one denominator, with 40 bits after the point
  const scale = 2n ** BigInt(Math.max(0, -(e - place)) + Math.max(0, place) + 40);
  const denominator = 10n ** BigInt(Math.max(0, -tens));
  const found = shifted(m * scale, e - place) * denominator;
  const truth = shifted(digits * 10n ** BigInt(Math.max(0, tens)) * scale, -place);
  return Number(((found - truth) * 2n ** 40n) / (denominator * scale)) / 2 ** 40;
}

/** The power of two that is the last place of a double. */
function exponentOf(x: number): number {
  let place = -1074;
  while (2 ** (place + 53) <= Math.abs(x)) place++;
  return place;
}

/** a 2ᵏ, a being a multiple of 2⁻ᵏ for negative k. */
function shifted(a: bigint, k: number): bigint {
  return k >= 0 ? a << BigInt(k) : a >> BigInt(-k);
}
