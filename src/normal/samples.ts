import { readNumber } from "../input";
import { uniform } from "../random/uniform";
import { normalQuantile } from "./quantile";

/** A source of standard normal numbers, the same for the same seed on every machine: Φ⁻¹((k + ½)/2⁵²) for uniform whole numbers k below 2⁵². */
export function normalSource(seed: number): () => number {
  const next = uniform(seed);
  const bits = (): number => Math.floor(next() * 2 ** 26);
  return () => normalQuantile((bits() * 2 ** 26 + bits() + 0.5) / 2 ** 52);
}

/**
 * n independent standard normal numbers, the same for the same seed on every machine.
 *
 * @throws "argument" unless n is a whole number and the seed an integer
 * @example normalSamples(3, 7) // a Float64Array of 3, always the same
 */
export function normalSamples(n: number, seed = 0): Float64Array {
  readNumber(n, "n", { minimum: 0, maximum: 2 ** 31 - 1, integer: true });
  const next = normalSource(readNumber(seed, "seed", { integer: true }));
  return Float64Array.from({ length: n }, next);
}
