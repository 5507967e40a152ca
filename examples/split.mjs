/** Divides items at random, the same way for the same seed: 70 % to train on, the rest to test on. */
export function split(items, seed) {
  const random = uniform(seed);
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  const count = Math.round(0.7 * items.length);
  return { training: shuffled.slice(0, count), test: shuffled.slice(count) };
}

/** Uniform numbers in [0, 1) from a seed (the generator known as mulberry32). */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
