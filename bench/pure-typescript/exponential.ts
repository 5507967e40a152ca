/**
 * exp(x) = 2^octave · 2^(step/256) · (1 + p(r)), x ≤ 0, with x = (256 octave + step) ln 2 / 256 + r, |r| ≤ ln 2 / 512; p is Taylor to r⁴.
 * Relative error below 4.5e-16; arguments below −708 give 3.3e-308. Rounding may leave an argument slightly above 0, which does no harm.
 *
 * 2.7 ns an element where Math.exp takes 8.0; with 64 steps and r⁵ 2.9, with 16 and r⁷ 3.2, with none and r¹² 5.4.
 */
const STEPS = 256;
const OCTAVES = 1075;
const fractions = new Float64Array(STEPS).map((_, step) => 2 ** (step / STEPS));
const powers = new Float64Array(2 * OCTAVES).map((_, octave) => 2 ** (octave - OCTAVES));

// ln 2 in two parts: the high one has 20 trailing zero bits, so its products with whole numbers up to 2²⁰ are exact.
const STEP_HIGH = 0.6931471803691238 / STEPS;
const STEP_LOW = 1.9082149292705877e-10 / STEPS;
const STEPS_PER_UNIT = STEPS / Math.LN2;

/** exp(t), t ≤ 0: a call that V8 inlines. */
export function exponential(t: number): number {
  const bounded = Math.max(t, -708);
  const k = (bounded * STEPS_PER_UNIT - 0.5) | 0;
  const r = bounded - k * STEP_HIGH - k * STEP_LOW;
  const power = fractions[k & (STEPS - 1)] * powers[((k >> 8) + OCTAVES) | 0];
  const r2 = r * r;
  return power + power * (r + r2 * (0.5 + r * (1 / 6) + r2 * (1 / 24)));
}

/** xᵢ ← exp(scale · xᵢ + shift) for `count` elements from `at`. */
export function exponentiate(x: Float64Array, at: number, count: number, scale: number, shift: number): void {
  for (let i = at, end = at + count; i < end; i++) {
    const argument = scale * x[i] + shift;
    const t = Math.max(argument, -708);
    const k = (t * STEPS_PER_UNIT - 0.5) | 0;
    const r = t - k * STEP_HIGH - k * STEP_LOW;
    const power = fractions[k & (STEPS - 1)] * powers[((k >> 8) + OCTAVES) | 0];
    const r2 = r * r;
    x[i] = power + power * (r + r2 * (0.5 + r * (1 / 6) + r2 * (1 / 24)));
  }
}

/** xⱼ ← exp(2γ xⱼ − γ norm − γ normsⱼ) for `count` elements from `at`: a row of the Gaussian kernel from a row of products. */
export function gaussianRow(x: Float64Array, at: number, count: number, gamma: number, norm: number, norms: Float64Array, first = 0): void {
  const twice = 2 * gamma;
  const own = gamma * norm;
  for (let j = 0; j < count; j++) {
    const argument = twice * x[at + j] - (own + gamma * norms[first + j]);
    const t = Math.max(argument, -708);
    const k = (t * STEPS_PER_UNIT - 0.5) | 0;
    const r = t - k * STEP_HIGH - k * STEP_LOW;
    const power = fractions[k & (STEPS - 1)] * powers[((k >> 8) + OCTAVES) | 0];
    const r2 = r * r;
    x[at + j] = power + power * (r + r2 * (0.5 + r * (1 / 6) + r2 * (1 / 24)));
  }
}

/** k_j ← exp(−γ ‖z − x_j‖²) for `count` rows of x and the point z at `point`, unpacked; one pass, so that distances and powers overlap. */
export function gaussianPoint(
  gamma: number,
  d: number,
  z: Float64Array,
  point: number,
  x: Float64Array,
  count: number,
  k: Float64Array,
  at: number,
): void {
  for (let j = 0, q = 0; j < count; j++) {
    let sum = 0;
    for (let p = 0; p < d; p++, q++) {
      const difference = z[point + p] - x[q];
      sum += difference * difference;
    }
    const argument = -gamma * sum;
    const t = Math.max(argument, -708);
    const step = (t * STEPS_PER_UNIT - 0.5) | 0;
    const r = t - step * STEP_HIGH - step * STEP_LOW;
    const power = fractions[step & (STEPS - 1)] * powers[((step >> 8) + OCTAVES) | 0];
    const r2 = r * r;
    k[at + j] = power + power * (r + r2 * (0.5 + r * (1 / 6) + r2 * (1 / 24)));
  }
}
