/** Numbers in [0, 1) from a seed (mulberry32). */
const randomFrom = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** count of the items, or all if there are no more, in an order of chance; the same for the same seed. The first k are a sample, too. */
export const sample = (items, count, seed) => {
  const random = randomFrom(seed);
  const mixed = [...items];
  for (let i = 0; i < Math.min(count, mixed.length); i++) {
    const j = i + Math.floor(random() * (mixed.length - i));
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed.slice(0, count);
};

/** The 95 % interval of a share, k of n, by Wilson: its ends solve |k/n - p| = 1.96 √(p(1-p)/n). */
export const interval = (k, n) => {
  const z = 1.959964;
  const centre = (k + z ** 2 / 2) / (n + z ** 2);
  const half = (z / (n + z ** 2)) * Math.sqrt((k * (n - k)) / n + z ** 2 / 4);
  return [centre - half, centre + half];
};
