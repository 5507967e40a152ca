// What workers/jumping.mjs does to its clocks, before the library is there.
const TEN_YEARS = 10 * 365.25 * 86_400_000;
let now = 1e12;
let looks = 0;
const next = () => {
  looks++;
  now += looks % 3 === 0 ? -TEN_YEARS : TEN_YEARS / 2;
  return now;
};
performance.now = next;
Date.now = next;
